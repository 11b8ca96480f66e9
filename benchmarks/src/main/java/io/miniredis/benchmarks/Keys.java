package io.miniredis.benchmarks;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The keys of every measurement here: {@code key:000000000042}, 16 bytes. */
final class Keys {
    private static final int DIGITS = 12;
    private static final int BATCH = 1_000;

    private Keys() {}

    static byte[] key(int number) {
        byte[] key = "key:000000000000".getBytes(StandardCharsets.US_ASCII);
        int rest = number;
        for (int at = key.length - 1; at >= key.length - DIGITS; at--) {
            key[at] += (byte) (rest % 10);
            rest /= 10;
        }
        return key;
    }

    /** Sets keys 0 to count - 1 to {@link Workload#VALUE}. */
    static void load(RespClient client, int count) throws IOException {
        ByteString set = ByteString.of("SET");
        ByteString value = ByteString.of(Workload.VALUE);
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(from + BATCH, count);
            for (int i = from; i < to; i++) {
                client.send(set, ByteString.wrap(key(i)), value);
            }
            for (int i = from; i < to; i++) {
                client.receive();
            }
        }
    }
}
