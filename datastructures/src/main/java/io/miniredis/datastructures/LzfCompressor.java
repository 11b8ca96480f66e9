package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * Compresses many strings to the form of {@link Lzf}, each as liblzf does it inside Redis, down to the byte: which
 * repetitions are found, and where they are cut off, is that library's choice.
 *
 * <pre>
 *   table   hash of three bytes -&gt; where they stood last
 *   walk    three bytes that stood up to 8 kB back begin a repetition, any other byte is written as it is;
 *           of what a repetition covers only the last two places are entered in the table
 * </pre>
 *
 * <p>The table is not cleared between strings: places are counted on, so that older ones are known to be of another
 * string. Redis does not clear its table either, and counts from 0 again; once in a long while it finds a repetition
 * that is not found here.
 *
 * <p>For one thread.
 */
public final class LzfCompressor {
    private static final int TABLE_BITS = 16;
    private static final int TABLE_MASK = (1 << TABLE_BITS) - 1;
    private static final int MAX_RUN = 32;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_MATCH = 264;
    private static final int LONG_MATCH = 7;

    /** With more to come than this, liblzf compares so many bytes before it looks at the limit again. */
    private static final int UNROLLED = 16;

    private final int[] table = new int[1 << TABLE_BITS];

    /** What the first byte of the present string counts as in the table. */
    private int base = 1;

    // Of the string at work.
    private byte[] in = {};
    private byte[] out = {};
    private int start;
    private int end;
    private int written;
    private int run;

    /**
     * Writes a string compressed to the start of the target.
     *
     * @param length 3 or more
     * @param room how much of the target may be used
     * @return how many bytes were written, or 0 if there is too little room
     */
    public int compress(byte[] source, int offset, int length, byte[] target, int room) {
        if (base > Integer.MAX_VALUE - length) {
            Arrays.fill(table, 0);
            base = 1;
        }
        in = source;
        out = target;
        start = offset;
        end = offset + length;
        int result = walk(room) ? written : 0;
        base += length;
        in = out = new byte[0];
        return result;
    }

    private boolean walk(int room) {
        int at = start;
        run = 0;
        written = 1;
        while (at < end - 2) {
            int place = enter(at);
            int distance = at - place - 1;
            if (place > start && distance < MAX_DISTANCE && startAlike(place, at)) {
                if (written + 4 >= room && written - (run == 0 ? 1 : 0) + 4 >= room) {
                    return false;
                }
                endRun();
                int length = matchLength(place, at);
                writeMatch(distance, length - 2);
                at += length;
                if (at >= end - 2) {
                    break;
                }
                enter(at - 2);
                enter(at - 1);
            } else {
                if (written >= room) {
                    return false;
                }
                literal(at++);
            }
        }
        if (written + 3 > room) {
            return false;
        }
        while (at < end) {
            literal(at++);
        }
        endRun();
        written--;
        return true;
    }

    /** Enters a place in the table; returns where its three bytes stood before, or something below the start. */
    private int enter(int at) {
        int three = (in[at] & 0xFF) << 16 | (in[at + 1] & 0xFF) << 8 | (in[at + 2] & 0xFF);
        int slot = ((three >>> 8) - three * 5) & TABLE_MASK;
        int before = table[slot];
        table[slot] = base + (at - start);
        return before < base ? start - 1 : before - base + start;
    }

    private boolean startAlike(int place, int at) {
        return in[place] == in[at] && in[place + 1] == in[at + 1] && in[place + 2] == in[at + 2];
    }

    private int matchLength(int place, int at) {
        int limit = Math.min(end - at - 2, MAX_MATCH);
        int length = 3;
        if (limit > UNROLLED) {
            int unrolled = length + UNROLLED;
            while (length < unrolled && in[place + length] == in[at + length]) {
                length++;
            }
            if (length < unrolled) {
                return length;
            }
        }
        while (length < limit && in[place + length] == in[at + length]) {
            length++;
        }
        return length;
    }

    private void literal(int at) {
        run++;
        out[written++] = in[at];
        if (run == MAX_RUN) {
            endRun();
        }
    }

    /** Writes the length of the run of single bytes before them, and leaves room for that of the next. */
    private void endRun() {
        if (run > 0) {
            out[written - run - 1] = (byte) (run - 1);
            run = 0;
            written++;
        }
    }

    private void writeMatch(int distance, int length) {
        int at = written - 1;
        if (length < LONG_MATCH) {
            out[at++] = (byte) (distance >> 8 | length << 5);
        } else {
            out[at++] = (byte) (distance >> 8 | LONG_MATCH << 5);
            out[at++] = (byte) (length - LONG_MATCH);
        }
        out[at++] = (byte) distance;
        written = at + 1;
    }

    @Override
    public String toString() {
        return "LzfCompressor[" + base + " B seen]";
    }
}
