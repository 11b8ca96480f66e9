package io.miniredis.persistence.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum at the end of an RDB and of a DUMP payload: CRC-64 by Jones's polynomial {@code ad93d23594c935a9},
 * reflected, beginning with 0 and not inverted (Redis's {@code crc64.c}). "123456789" gives {@code e9c6d914c4b8d9ca}.
 *
 * <p>Eight bytes are taken at a time: table n has what a byte does to the checksum when n bytes follow it, so that
 * eight look-ups that do not wait for each other replace eight that do.
 */
final class Crc64 {
    private static final long REFLECTED_POLYNOMIAL = 0x95AC9329AC4BC9B5L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] TABLE = table();

    private Crc64() {}

    private static long[] table() {
        long[] table = new long[8 * 256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED_POLYNOMIAL;
            }
            table[i] = crc;
        }
        for (int i = 256; i < table.length; i++) {
            long before = table[i - 256];
            table[i] = table[(int) before & 0xFF] ^ before >>> 8;
        }
        return table;
    }

    /** The checksum of what {@code crc} is the checksum of (0 for nothing) and these bytes behind it. */
    static long update(long crc, byte[] bytes, int offset, int length) {
        long[] table = TABLE;
        int at = offset;
        int end = offset + length;
        long result = crc;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = result ^ (long) LONG.get(bytes, at);
            result = table[7 * 256 + ((int) word & 0xFF)]
                    ^ table[6 * 256 + ((int) (word >>> 8) & 0xFF)]
                    ^ table[5 * 256 + ((int) (word >>> 16) & 0xFF)]
                    ^ table[4 * 256 + ((int) (word >>> 24) & 0xFF)]
                    ^ table[3 * 256 + ((int) (word >>> 32) & 0xFF)]
                    ^ table[2 * 256 + ((int) (word >>> 40) & 0xFF)]
                    ^ table[256 + ((int) (word >>> 48) & 0xFF)]
                    ^ table[(int) (word >>> 56)];
        }
        for (; at < end; at++) {
            result = table[((int) result ^ bytes[at]) & 0xFF] ^ result >>> 8;
        }
        return result;
    }
}
