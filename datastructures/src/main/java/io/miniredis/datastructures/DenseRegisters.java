package io.miniredis.datastructures;

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

    static void mergeInto(byte[] ranks, byte[] bytes, int from) {
        int at = from;
        for (int i = 0; i < ranks.length; i += 4) {
            int four = four(bytes, at);
            at += 3;
            ranks[i] = (byte) Math.max(ranks[i], four & MAX_RANK);
            ranks[i + 1] = (byte) Math.max(ranks[i + 1], (four >>> 6) & MAX_RANK);
            ranks[i + 2] = (byte) Math.max(ranks[i + 2], (four >>> 12) & MAX_RANK);
            ranks[i + 3] = (byte) Math.max(ranks[i + 3], four >>> 18);
        }
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
