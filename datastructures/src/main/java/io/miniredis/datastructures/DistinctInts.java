package io.miniredis.datastructures;

import java.util.Arrays;

/** Which numbers were there before: a set of integers other than -1 of a size known in advance, open addressing. */
public final class DistinctInts {
    private static final int EMPTY = -1;

    /** 2<sup>32</sup> divided by the golden ratio: spreads numbers that follow each other (Knuth, volume 3, 6.4). */
    private static final int GOLDEN = 0x9E3779B9;

    private final int[] table;
    private final int shift;

    /** Room for so many numbers. */
    public DistinctInts(int capacity) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, capacity)) + 1;
        table = new int[1 << bits];
        shift = 32 - bits;
        Arrays.fill(table, EMPTY);
    }

    /** Adds a number. Returns false if it was here. */
    public boolean add(int number) {
        int at = (number * GOLDEN) >>> shift;
        while (table[at] != EMPTY) {
            if (table[at] == number) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = number;
        return true;
    }
}
