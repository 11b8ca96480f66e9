package io.miniredis.server.pubsub;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import org.jspecify.annotations.Nullable;

/** A message on its way, encoded once for all subscribers that speak the same version of the protocol. */
final class Message {
    private final ByteString[] parts;
    private byte @Nullable [] resp2;
    private byte @Nullable [] resp3;

    Message(ByteString... parts) {
        this.parts = parts;
    }

    /** An array of bulk strings has the form of a request; a push differs from it in the first byte. */
    byte[] encoded(int protocol) {
        byte[] array = resp2;
        if (protocol == 2 && array == null) {
            array = RequestEncoder.encode(parts);
            resp2 = array;
        }
        if (protocol == 2 && array != null) {
            return array;
        }
        byte[] push = resp3;
        if (push == null) {
            push = RequestEncoder.encode(parts);
            push[0] = '>';
            resp3 = push;
        }
        return push;
    }
}
