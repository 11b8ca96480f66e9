package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RequestEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are valid no more, in the two forms that clients are told in, each made when it is first needed:
 *
 * <pre>
 *   RESP3   &gt;2 $10 invalidate *1 $3 foo                             a push
 *   RESP2   *3 $7 message $20 __redis__:invalidate *1 $3 foo        as if published
 * </pre>
 */
final class Invalidation {
    private static final byte[] PUSH = bytes(">2\r\n$10\r\ninvalidate\r\n");
    private static final byte[] MESSAGE = bytes("*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n");
    private static final byte[] NULL = bytes("_\r\n");
    private static final byte[] NULL_BULK = bytes("$-1\r\n");

    /** All keys, whatever they are: databases were emptied. */
    static final Invalidation EVERYTHING = new Invalidation(null);

    /** An array of keys; null for all. */
    private final byte @Nullable [] keys;

    private byte @Nullable [] push;
    private byte @Nullable [] message;

    private Invalidation(byte @Nullable [] keys) {
        this.keys = keys;
        if (keys == null) {
            push = join(PUSH, NULL);
            message = join(MESSAGE, NULL_BULK);
        }
    }

    static Invalidation of(ByteString... keys) {
        return new Invalidation(RequestEncoder.encode(keys));
    }

    byte[] push() {
        byte[] known = push;
        if (known == null) {
            known = join(PUSH, keys == null ? NULL : keys);
            push = known;
        }
        return known;
    }

    byte[] message() {
        byte[] known = message;
        if (known == null) {
            known = join(MESSAGE, keys == null ? NULL_BULK : keys);
            message = known;
        }
        return known;
    }

    /** What a client hears whose messages nobody takes any more. */
    static byte[] redirectBroken(long lostClient) {
        return bytes(">2\r\n$21\r\ntracking-redir-broken\r\n:" + lostClient + "\r\n");
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] joined = new byte[head.length + tail.length];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Invalidation[" + (keys == null ? "everything]" : keys.length + " B]");
    }
}
