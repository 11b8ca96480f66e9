package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Austin Appleby's MurmurHash2 with 64 bits, as hyperloglog.c uses it: the same bytes have the same hash on every
 * machine, and in Redis, since registers made from it are stored.
 */
final class MurmurHash64A {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private MurmurHash64A() {}

    static long hash(byte[] bytes, long seed) {
        int length = bytes.length;
        int wordsEnd = length & ~7;
        long hash = seed ^ (length * FACTOR);
        for (int at = 0; at < wordsEnd; at += 8) {
            long word = (long) WORD.get(bytes, at) * FACTOR;
            hash = (hash ^ ((word ^ (word >>> SHIFT)) * FACTOR)) * FACTOR;
        }
        if (wordsEnd < length) {
            long rest = 0;
            for (int at = length - 1; at >= wordsEnd; at--) {
                rest = (rest << 8) | (bytes[at] & 0xff);
            }
            hash = (hash ^ rest) * FACTOR;
        }
        hash = (hash ^ (hash >>> SHIFT)) * FACTOR;
        return hash ^ (hash >>> SHIFT);
    }
}
