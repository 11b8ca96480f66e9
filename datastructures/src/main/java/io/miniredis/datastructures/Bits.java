package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A string of bytes as a row of bits (bitops.c). Bit 0 is the most significant one of the first byte:
 *
 * <pre>
 *   byte        0                 1
 *   bit         0 1 2 3 4 5 6 7   8 9 …
 *   "a\x80"     0 1 1 0 0 0 0 1   1 0 …       bits 1, 2, 7 and 8 are set
 * </pre>
 *
 * so eight bytes read as a big-endian {@code long} have their bits in the same order, and whatever looks at many bits
 * takes them 64 at a time. Offsets of bits are {@code long}: a string has up to 2<sup>34</sup> of them.
 */
public final class Bits {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BYTE_MASK = 0xff;

    private Bits() {}

    /** The bit at an offset within the array. */
    public static boolean get(byte[] bytes, long offset) {
        return (bytes[(int) (offset >>> 3)] & (0x80 >>> (int) (offset & 7))) != 0;
    }

    /** Sets or clears the bit at an offset within the array. */
    public static void set(byte[] bytes, long offset, boolean on) {
        int at = (int) (offset >>> 3);
        int mask = 0x80 >>> (int) (offset & 7);
        bytes[at] = (byte) (on ? bytes[at] | mask : bytes[at] & ~mask);
    }

    /** How many bits are set from one offset to another, the second not included. */
    public static long count(byte[] bytes, long from, long to) {
        if (from >= to) {
            return 0;
        }
        int firstByte = (int) (from >>> 3);
        int lastByte = (int) ((to - 1) >>> 3);
        int outside = Integer.bitCount(bytes[firstByte] & headMask(from))
                + Integer.bitCount(bytes[lastByte] & tailMask(to - 1));
        return countBytes(bytes, firstByte, lastByte + 1) - outside;
    }

    /** The bits of its byte that lie before an offset. */
    private static int headMask(long offset) {
        return BYTE_MASK & ~(BYTE_MASK >>> (int) (offset & 7));
    }

    /** The bits of its byte that lie behind an offset. */
    private static int tailMask(long offset) {
        return BYTE_MASK >>> (1 + (int) (offset & 7));
    }

    private static long countBytes(byte[] bytes, int from, int to) {
        long ones = 0;
        int at = from;
        for (; at <= to - 32; at += 32) {
            ones += Long.bitCount(word(bytes, at))
                    + Long.bitCount(word(bytes, at + 8))
                    + Long.bitCount(word(bytes, at + 16))
                    + Long.bitCount(word(bytes, at + 24));
        }
        for (; at < to; at++) {
            ones += Integer.bitCount(bytes[at] & BYTE_MASK);
        }
        return ones;
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** The offset of the first bit of this kind from one offset to another, the second not included, or -1. */
    public static long indexOf(byte[] bytes, long from, long to, boolean bit) {
        if (from >= to) {
            return -1;
        }
        // Turned over, what is looked for is a one either way, and leading zeros tell where it is.
        long flip = bit ? 0 : -1;
        int at = (int) (from >>> 3);
        int end = (int) ((to - 1) >>> 3) + 1;
        int head = (bytes[at] ^ (int) flip) & BYTE_MASK & ~headMask(from);
        if (head != 0) {
            return within(to, firstOne(at, head));
        }
        for (at++; at <= end - 8; at += 8) {
            long word = word(bytes, at) ^ flip;
            if (word != 0) {
                return within(to, at * 8L + Long.numberOfLeadingZeros(word));
            }
        }
        for (; at < end; at++) {
            int one = (bytes[at] ^ (int) flip) & BYTE_MASK;
            if (one != 0) {
                return within(to, firstOne(at, one));
            }
        }
        return -1;
    }

    private static long firstOne(int at, int byteValue) {
        return at * 8L + Integer.numberOfLeadingZeros(byteValue) - 24;
    }

    private static long within(long to, long offset) {
        return offset < to ? offset : -1;
    }

    /**
     * The unsigned number in some bits, its most significant bit first. Bits behind the end are zero.
     *
     * @param length the string's length in bytes, at most the array's
     * @param width 1 to 64
     */
    public static long read(byte[] bytes, int length, long offset, int width) {
        long at = offset >>> 3;
        if (at >= length) {
            return 0;
        }
        int shift = (int) (offset & 7);
        int first = (int) at;
        long word = 0;
        if (first <= length - 8) {
            word = word(bytes, first);
        } else {
            for (int i = 0; i < 8; i++) {
                word = (word << 8) | byteOrZero(bytes, length, first + i);
            }
        }
        long aligned = (word << shift) | (byteOrZero(bytes, length, first + 8) >>> (8 - shift));
        return aligned >>> (64 - width);
    }

    private static int byteOrZero(byte[] bytes, int length, int at) {
        return at < length ? bytes[at] & BYTE_MASK : 0;
    }

    /** Writes the lowest {@code width} bits (1 to 64) of a number, all within the array. */
    public static void write(byte[] bytes, long offset, int width, long value) {
        long last = offset + width - 1;
        int at = (int) (last >>> 3);
        int below = 7 - (int) (last & 7);
        long rest = value;
        for (int left = width; left > 0; at--) {
            int taken = Math.min(8 - below, left);
            int mask = ((1 << taken) - 1) << below;
            bytes[at] = (byte) ((bytes[at] & ~mask) | (((int) rest << below) & mask));
            rest >>>= taken;
            left -= taken;
            below = 0;
        }
    }
}
