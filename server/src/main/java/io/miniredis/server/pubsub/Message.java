package io.miniredis.server.pubsub;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message on its way, encoded once for all subscribers that speak the same version of the protocol. */
final class Message {
    private static final ByteString SHARD_UNSUBSCRIBED = ByteString.of("sunsubscribe");

    private final ByteString[] parts;
    private byte @Nullable [] resp2;
    private byte @Nullable [] resp3;

    Message(ByteString... parts) {
        this.parts = parts;
    }

    /**
     * Tells a client that it does not listen to a shard channel any more, though it did not ask for that.
     *
     * @param left how many shard channels it still listens to
     */
    static byte[] unsubscribed(byte[] channel, int left, int protocol) {
        byte[] two = RequestEncoder.encode(SHARD_UNSUBSCRIBED, ByteString.wrap(channel));
        byte[] count = Ascii.bytes(":" + left + "\r\n");
        byte[] all = Arrays.copyOf(two, two.length + count.length);
        System.arraycopy(count, 0, all, two.length, count.length);
        all[0] = (byte) (protocol == 2 ? '*' : '>');
        all[1] = '3';
        return all;
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
