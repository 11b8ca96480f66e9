package io.miniredis.datastructures;

/**
 * The registers of a {@link HyperLogLog} of which most are zero, as runs of equal ones. Three codes:
 *
 * <pre>
 *   ZERO    00nnnnnn              n + 1 registers (1 to 64) are 0
 *   XZERO   01nnnnnn nnnnnnnn     n + 1 registers (1 to 16,384) are 0
 *   VAL     1rrrrrnn              n + 1 registers (1 to 4) have rank r + 1 (1 to 32)
 *
 *   all zero but registers 1000 and 1001 with rank 2, and 1020 with rank 3:
 *
 *     43 e7       XZERO  1000 registers
 *     85          VAL    2 registers of rank 2
 *     11          ZERO   18 registers
 *     88          VAL    1 register of rank 3
 *     7c 02       XZERO  15363 registers
 * </pre>
 *
 * All runs together are 16,384 registers; if not, the bytes are damaged. They end where the string ends. A two-byte
 * code at the very end is read as if a zero byte followed.
 */
final class SparseRegisters {
    /** The registers must become dense: a rank is too high for a code, or the string would be too long. */
    static final int TOO_LARGE = -2;

    private static final int KIND_MASK = 0xc0;
    private static final int XZERO = 0x40;
    private static final int VAL = 0x80;
    private static final int MAX_RANK = 32;
    private static final int MAX_ZERO_RUN = 64;
    private static final int MAX_VAL_RUN = 4;

    /** A run of zeros split in its middle: XZERO, VAL, XZERO. */
    private static final int MAX_SPLIT_BYTES = 5;

    /** What one change adds to the length at most. */
    private static final int MAX_GROWTH_BYTES = 3;

    private static final int MAX_SPARE_BYTES = 300;
    private static final int CODES_TO_MERGE = 5;
    private static final byte[] NOTHING = {};

    private SparseRegisters() {}

    // ---- codes ----

    private static boolean isVal(byte[] bytes, int at) {
        return bytes[at] < 0;
    }

    private static int codeBytes(byte[] bytes, int at) {
        return (bytes[at] & KIND_MASK) == XZERO ? 2 : 1;
    }

    /** How many registers a code describes. */
    private static int run(byte[] bytes, int at, int end) {
        int code = bytes[at];
        if (code < 0) {
            return (code & 3) + 1;
        }
        if ((code & KIND_MASK) == XZERO) {
            int low = at + 1 < end ? bytes[at + 1] & 0xff : 0;
            return (((code & 0x3f) << 8) | low) + 1;
        }
        return code + 1;
    }

    private static int rank(byte[] bytes, int at) {
        return isVal(bytes, at) ? ((bytes[at] >> 2) & 0x1f) + 1 : 0;
    }

    private static byte val(int rank, int run) {
        return (byte) (VAL | ((rank - 1) << 2) | (run - 1));
    }

    /** Writes a run of zeros, of 0 registers or more, and returns the offset behind it. */
    static int writeZeros(byte[] target, int at, int run) {
        if (run == 0) {
            return at;
        }
        if (run <= MAX_ZERO_RUN) {
            target[at] = (byte) (run - 1);
            return at + 1;
        }
        target[at] = (byte) (XZERO | ((run - 1) >> 8));
        target[at + 1] = (byte) (run - 1);
        return at + 2;
    }

    private static int writeVals(byte[] target, int at, int rank, int run) {
        if (run == 0) {
            return at;
        }
        target[at] = val(rank, run);
        return at + 1;
    }

    // ---- reading ----

    /** Raises each rank to the register's, if it is lower. Returns false if the bytes are damaged. */
    static boolean mergeInto(byte[] ranks, byte[] bytes, int from, int end) {
        int register = 0;
        for (int at = from; at < end; at += codeBytes(bytes, at)) {
            int run = run(bytes, at, end);
            int rank = rank(bytes, at);
            if (register + run > ranks.length) {
                return false;
            }
            if (rank > 0) {
                for (int i = register; i < register + run; i++) {
                    ranks[i] = (byte) Math.max(ranks[i], rank);
                }
            }
            register += run;
        }
        return register == ranks.length;
    }

    /** Counts how many registers have each rank. Returns false if the bytes are damaged. */
    static boolean addTo(int[] histogram, byte[] bytes, int from, int end) {
        int register = 0;
        for (int at = from; at < end; at += codeBytes(bytes, at)) {
            int run = run(bytes, at, end);
            if (register + run > HyperLogLog.REGISTERS) {
                return false;
            }
            histogram[rank(bytes, at)] += run;
            register += run;
        }
        return register == HyperLogLog.REGISTERS;
    }

    /** PFDEBUG DECODE's words: {@code z:run} for ZERO, {@code Z:run} for XZERO, {@code v:rank,run} for VAL. */
    static String describe(byte[] bytes, int from, int end) {
        StringBuilder out = new StringBuilder();
        for (int at = from; at < end; at += codeBytes(bytes, at)) {
            int run = run(bytes, at, end);
            out.append(at == from ? "" : " ");
            if (isVal(bytes, at)) {
                out.append("v:").append(rank(bytes, at)).append(',').append(run);
            } else {
                out.append(codeBytes(bytes, at) == 2 ? "Z:" : "z:").append(run);
            }
        }
        return out.toString();
    }

    // ---- changing ----

    /**
     * Raises a register, if it is lower than the rank, in three steps: find the run with the register, split it into
     * what is before, the register itself and what is behind, and merge equal neighbours.
     *
     * @param maxBytes how long the whole string may become
     * @return 1 if the register changed, 0 if not, {@link HyperLogLog#CORRUPT} or {@link #TOO_LARGE}
     */
    static int raise(RawString string, int register, int rank, long maxBytes) {
        if (rank > MAX_RANK) {
            return TOO_LARGE;
        }
        byte[] bytes = string.bytes();
        int end = string.length();
        int at = HyperLogLog.HEADER_BYTES;
        int previous = at;
        int first = 0;
        while (at < end && first + run(bytes, at, end) <= register) {
            first += run(bytes, at, end);
            previous = at;
            at += codeBytes(bytes, at);
        }
        if (at >= end) {
            return HyperLogLog.CORRUPT;
        }
        if (rank(bytes, at) >= rank) {
            return 0;
        }
        if (!split(string, at, register - first, rank, maxBytes)) {
            return TOO_LARGE;
        }
        mergeEqual(string, previous);
        return 1;
    }

    /**
     * Gives the register {@code before} places behind the start of a run its rank. Returns false if there is no room.
     */
    private static boolean split(RawString string, int at, int before, int rank, long maxBytes) {
        byte[] bytes = string.bytes();
        int run = run(bytes, at, string.length());
        int oldRank = rank(bytes, at);
        int behind = run - before - 1;
        byte[] codes = new byte[MAX_SPLIT_BYTES];
        int count = oldRank == 0 ? writeZeros(codes, 0, before) : writeVals(codes, 0, oldRank, before);
        count = writeVals(codes, count, rank, 1);
        count = oldRank == 0 ? writeZeros(codes, count, behind) : writeVals(codes, count, oldRank, behind);

        int removed = codeBytes(bytes, at);
        if (at + removed > string.length()) {
            // Half a code at the end, in a damaged string: Redis takes both halves and puts back as much.
            removed--;
            count--;
        }
        int newLength = string.length() - removed + count;
        if (count > removed && newLength > maxBytes) {
            return false;
        }
        if (newLength > bytes.length) {
            int generous = string.length() + MAX_GROWTH_BYTES;
            generous += Math.min(generous, MAX_SPARE_BYTES);
            string.reserve((int) Math.max(newLength, Math.min(generous, maxBytes)));
        }
        string.splice(at, removed, codes, count);
        return true;
    }

    /** Joins neighbouring runs of the same rank among the few codes from here on, as far as a code holds them. */
    private static void mergeEqual(RawString string, int from) {
        byte[] bytes = string.bytes();
        int at = from;
        for (int i = 0; i < CODES_TO_MERGE && at < string.length(); i++) {
            if (!joinNext(string, bytes, at)) {
                at += codeBytes(bytes, at);
            }
        }
    }

    private static boolean joinNext(RawString string, byte[] bytes, int at) {
        int next = at + 1;
        int end = string.length();
        if (next >= end || !isVal(bytes, at) || !isVal(bytes, next) || rank(bytes, at) != rank(bytes, next)) {
            return false;
        }
        int run = run(bytes, at, end) + run(bytes, next, end);
        if (run > MAX_VAL_RUN) {
            return false;
        }
        bytes[next] = val(rank(bytes, at), run);
        string.splice(at, 1, NOTHING, 0);
        return true;
    }
}
