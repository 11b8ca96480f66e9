package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The registers of a {@link HyperLogLog}, six bits each, in 12,288 bytes. A register begins at the lowest bit that is
 * left; here with bits written from the most to the least significant one:
 *
 * <pre>
 *   byte        0         1         2         3
 *               11000000  22221111  33333322  55444444 …
 *
 *   registers 1, 2, 3, 4, 0 …:   81 30 10 00
 * </pre>
 */
final class DenseRegisters {
    private static final int REGISTER_BITS = 6;
    private static final int MAX_RANK = (1 << REGISTER_BITS) - 1;

    /** Behind this bit of a byte, a register goes on in the next one. */
    private static final int LAST_WHOLE_SHIFT = 2;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long TOP_BITS = 0x8080808080808080L;

    static final int BYTES = HyperLogLog.REGISTERS * REGISTER_BITS / 8;

    private DenseRegisters() {}

    /** @param from where the registers begin in the array */
    static int get(byte[] bytes, int from, int register) {
        int at = from + register * REGISTER_BITS / 8;
        int shift = (register * REGISTER_BITS) & 7;
        int rank = (bytes[at] & 0xff) >>> shift;
        if (shift > LAST_WHOLE_SHIFT) {
            rank |= bytes[at + 1] << (8 - shift);
        }
        return rank & MAX_RANK;
    }

    static void set(byte[] bytes, int from, int register, int rank) {
        int at = from + register * REGISTER_BITS / 8;
        int shift = (register * REGISTER_BITS) & 7;
        bytes[at] = (byte) ((bytes[at] & ~(MAX_RANK << shift)) | (rank << shift));
        if (shift > LAST_WHOLE_SHIFT) {
            bytes[at + 1] = (byte) ((bytes[at + 1] & ~(MAX_RANK >>> (8 - shift))) | (rank >>> (8 - shift)));
        }
    }

    /** Four registers are three bytes. */
    static void setAll(byte[] bytes, int from, byte[] ranks) {
        int at = from;
        for (int i = 0; i < ranks.length; i += 4) {
            int four = ranks[i] | (ranks[i + 1] << 6) | (ranks[i + 2] << 12) | (ranks[i + 3] << 18);
            bytes[at++] = (byte) four;
            bytes[at++] = (byte) (four >>> 8);
            bytes[at++] = (byte) (four >>> 16);
        }
    }

    /**
     * Eight registers, six bytes, at a time, each in a byte of a long.
     *
     * @param from where the registers begin; two bytes or more are before them
     */
    static void mergeInto(byte[] ranks, byte[] bytes, int from) {
        int at = from;
        for (int i = 0; i < ranks.length; i += 8) {
            // Read from two bytes before: behind the last registers there are none.
            long others = spread((long) WORD.get(bytes, at - 2) >>> 16);
            long own = (long) WORD.get(ranks, i);
            // Ranks leave the top bit of their byte free: set before, it is still there if the other was not higher.
            long notLower = (((own | TOP_BITS) - others) & TOP_BITS) >>> 7;
            long kept = (notLower << 8) - notLower;
            WORD.set(ranks, i, (own & kept) | (others & ~kept));
            at += 6;
        }
    }

    /** Eight times six bits to eight times eight. */
    private static long spread(long packed) {
        long halves = (packed & 0xFFFFFFL) | (packed & 0xFFFFFF000000L) << 8;
        long quarters = (halves & 0x00000FFF_00000FFFL) | (halves & 0x00FFF000_00FFF000L) << 4;
        return (quarters & 0x003F003F_003F003FL) | (quarters & 0x0FC00FC0_0FC00FC0L) << 2;
    }

    /** Counts how many registers have each rank. */
    static void addTo(int[] histogram, byte[] bytes, int from) {
        // Neighbours are counted apart: a counter just written would be waited for, and most ranks are the same few.
        int[] second = new int[histogram.length];
        int[] third = new int[histogram.length];
        int[] fourth = new int[histogram.length];
        for (int at = from; at < from + BYTES; at += 3) {
            int four = four(bytes, at);
            histogram[four & MAX_RANK]++;
            second[(four >>> 6) & MAX_RANK]++;
            third[(four >>> 12) & MAX_RANK]++;
            fourth[four >>> 18]++;
        }
        for (int rank = 0; rank < histogram.length; rank++) {
            histogram[rank] += second[rank] + third[rank] + fourth[rank];
        }
    }

    private static int four(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16);
    }
}
