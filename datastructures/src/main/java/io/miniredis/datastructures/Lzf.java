package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * LZF, the fast compression of RDB files and of the inner nodes of a {@link QuickList}; the format of Marc Lehmann's
 * liblzf.
 *
 * <pre>
 *   000LLLLL  content                L + 1 bytes as they are, 1 to 32
 *   LLLooooo  oooooooo               L + 2 bytes, 3 to 8, that stand o + 1 bytes back
 *   111ooooo  LLLLLLLL  oooooooo     L + 9 bytes, 9 to 264, that stand o + 1 bytes back
 * </pre>
 *
 * <p>"aaaaaaaaaa" is {@code 00 61  E0 00 00}: one byte as it is, then nine bytes from one byte back. What a repetition
 * copies may reach into what it has just written.
 */
public final class Lzf {
    private static final int MAX_RUN = 32;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MIN_MATCH = 3;
    private static final int MAX_MATCH = 264;
    private static final int LONG_MATCH = 7;
    private static final int MIN_TABLE_BITS = 8;
    private static final int MAX_TABLE_BITS = 16;
    private static final int NO_ROOM = -1;

    private Lzf() {}

    /**
     * Writes bytes compressed to the start of the target.
     *
     * @return how many bytes were written, or 0 if the target is too small: who wants to save something gives one
     *     smaller than the source
     */
    public static int compress(byte[] source, int offset, int length, byte[] target) {
        int shift = Integer.SIZE - tableBits(length);
        // The place where three bytes stood last, plus one; 0 where they were not seen yet.
        int[] seen = new int[1 << (Integer.SIZE - shift)];
        int end = offset + length;
        int in = offset;
        int runStart = offset;
        int out = 0;
        while (in <= end - MIN_MATCH) {
            int slot = slot(source, in, shift);
            int match = seen[slot] - 1;
            seen[slot] = in + 1;
            if (match < 0 || in - match > MAX_DISTANCE || !startAlike(source, match, in)) {
                in++;
                continue;
            }
            int matched = matchLength(source, match, in, Math.min(end - in, MAX_MATCH));
            out = writeRun(source, runStart, in, target, out);
            if (out == NO_ROOM || out + 3 > target.length) {
                return 0;
            }
            out = writeMatch(in - match - 1, matched - 2, target, out);
            in += matched;
            runStart = in;
            // The last two places of a match are remembered, no others: liblzf's bargain between speed and size.
            for (int place = in - 2; place < in && place <= end - MIN_MATCH; place++) {
                seen[slot(source, place, shift)] = place + 1;
            }
        }
        out = writeRun(source, runStart, end, target, out);
        return out == NO_ROOM ? 0 : out;
    }

    private static int tableBits(int length) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(length);
        return Math.max(MIN_TABLE_BITS, Math.min(MAX_TABLE_BITS, bits));
    }

    /** Fibonacci hashing of three bytes. */
    private static int slot(byte[] source, int at, int shift) {
        int three = (source[at] & 0xFF) << 16 | (source[at + 1] & 0xFF) << 8 | (source[at + 2] & 0xFF);
        return (three * 0x9E3779B1) >>> shift;
    }

    private static boolean startAlike(byte[] source, int one, int other) {
        return source[one] == source[other]
                && source[one + 1] == source[other + 1]
                && source[one + 2] == source[other + 2];
    }

    private static int matchLength(byte[] source, int match, int in, int max) {
        int length = Arrays.mismatch(source, match, match + max, source, in, in + max);
        return length < 0 ? max : length;
    }

    private static int writeRun(byte[] source, int from, int to, byte[] target, int at) {
        int out = at;
        for (int in = from; in < to; ) {
            int length = Math.min(to - in, MAX_RUN);
            if (out + 1 + length > target.length) {
                return NO_ROOM;
            }
            target[out++] = (byte) (length - 1);
            System.arraycopy(source, in, target, out, length);
            out += length;
            in += length;
        }
        return out;
    }

    private static int writeMatch(int distance, int length, byte[] target, int at) {
        int out = at;
        if (length < LONG_MATCH) {
            target[out++] = (byte) (distance >> 8 | length << 5);
        } else {
            target[out++] = (byte) (distance >> 8 | LONG_MATCH << 5);
            target[out++] = (byte) (length - LONG_MATCH);
        }
        target[out++] = (byte) distance;
        return out;
    }

    /** True if so many compressed bytes can be as long as that when they are decompressed. */
    public static boolean canExpand(long compressed, long length) {
        return length <= (compressed / 3 + 1) * MAX_MATCH;
    }

    /** Fills the target with what was compressed. Returns false if the bytes do not make exactly that many. */
    public static boolean decompress(byte[] source, int offset, int length, byte[] target) {
        int end = offset + length;
        int in = offset;
        int out = 0;
        while (in < end) {
            int lead = source[in++] & 0xFF;
            if (lead < MAX_RUN) {
                int run = lead + 1;
                if (run > end - in || run > target.length - out) {
                    return false;
                }
                System.arraycopy(source, in, target, out, run);
                in += run;
                out += run;
                continue;
            }
            int count = (lead >> 5) + 2;
            int more = lead >> 5 == LONG_MATCH ? 2 : 1;
            if (more > end - in) {
                return false;
            }
            if (more == 2) {
                count += source[in] & 0xFF;
            }
            int distance = ((lead & 0x1F) << 8 | (source[in + more - 1] & 0xFF)) + 1;
            if (distance > out || count > target.length - out) {
                return false;
            }
            repeat(target, out, distance, count);
            in += more;
            out += count;
        }
        return out == target.length;
    }

    private static void repeat(byte[] target, int at, int distance, int count) {
        if (distance >= count) {
            System.arraycopy(target, at - distance, target, at, count);
            return;
        }
        for (int i = at; i < at + count; i++) {
            target[i] = target[i - distance];
        }
    }
}
