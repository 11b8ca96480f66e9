package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;

/**
 * The hash slot of a key (cluster.c, keyHashSlot; crc16.c): CRC16 of its bytes, modulo 16384.
 *
 * <p>If a key has a <i>hash tag</i>, at least one byte between its first <code>{</code> and the next <code>}</code>,
 * only the tag is hashed, so that keys can be made to share a slot: <code>{user1}:name</code> and
 * <code>{user1}:mail</code>.
 *
 * <p>The CRC is the one called XMODEM: polynomial 0x1021, begun with 0, no bit reversed, nothing added at the end.
 * "123456789" gives 0x31C3.
 */
public final class HashSlot {
    /** How many slots there are; they are numbered from 0. */
    public static final int COUNT = 16384;

    private static final int MASK = COUNT - 1;
    private static final int POLYNOMIAL = 0x1021;
    private static final char[] TABLE = table();

    private HashSlot() {}

    /** 0 to {@link #COUNT} - 1. */
    public static int of(ByteString key) {
        return of(key.bytes());
    }

    /** 0 to {@link #COUNT} - 1. */
    public static int of(byte[] key) {
        int open = indexOf(key, '{', 0);
        if (open < key.length) {
            int close = indexOf(key, '}', open + 1);
            if (close < key.length && close > open + 1) {
                return crc16(key, open + 1, close) & MASK;
            }
        }
        return crc16(key, 0, key.length) & MASK;
    }

    /** True for a number that a slot can have. */
    public static boolean isValid(long slot) {
        return slot >= 0 && slot < COUNT;
    }

    /** The CRC of the bytes from {@code from} to before {@code to}, 0 to 0xFFFF. */
    static int crc16(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8 & 0xFFFF) ^ TABLE[(crc >>> 8 ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    /** The first place of a byte from {@code from} on; the length if there is none. */
    private static int indexOf(byte[] bytes, char wanted, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = (char) crc;
        }
        return table;
    }
}
