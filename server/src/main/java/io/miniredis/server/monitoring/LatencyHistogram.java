package io.miniredis.server.monitoring;

import java.util.Arrays;

/**
 * How long the calls of a command took, from 1 ns to 1 s, to two significant digits (Gil Tene's HdrHistogram with the
 * parameters Redis gives it).
 *
 * <p>Values below 256 are counted one by one. From there on each doubling of the value has 128 counters, twice as wide
 * as those of the doubling before: a counter's width is below a hundredth of its values. What is longer than a second
 * counts as a second. The counters grow with the longest value.
 */
public final class LatencyHistogram {
    private static final long MAX_NANOS = 1_000_000_000;
    private static final int EXACT_BITS = 8;
    private static final int PER_DOUBLING = 1 << (EXACT_BITS - 1);

    private long[] counts = new long[0];
    private long total;

    public void record(long nanos) {
        int index = index(Math.max(1, Math.min(nanos, MAX_NANOS)));
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, (index / PER_DOUBLING + 1) * PER_DOUBLING);
        }
        counts[index]++;
        total++;
    }

    private static int shift(long value) {
        return Math.max(0, 64 - EXACT_BITS - Long.numberOfLeadingZeros(value));
    }

    private static int index(long value) {
        int shift = shift(value);
        return shift * PER_DOUBLING + (int) (value >>> shift);
    }

    /** The lowest value that is counted at an index. */
    private static long value(int index) {
        int shift = Math.max(0, index / PER_DOUBLING - 1);
        return (long) (index - shift * PER_DOUBLING) << shift;
    }

    /** The highest value that is counted together with this one. */
    public static long highestEquivalent(long nanos) {
        int shift = shift(nanos);
        return (((nanos >>> shift) + 1) << shift) - 1;
    }

    public long total() {
        return total;
    }

    /** How many values were not greater than this one, or are counted together with it. */
    public long countUpTo(long nanos) {
        int last = Math.min(index(nanos), counts.length - 1);
        long sum = 0;
        for (int i = 0; i <= last; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** The value that so many percent of all values do not exceed, in nanoseconds; 0 if there are none. */
    public long percentileNanos(double percent) {
        long wanted = Math.max(1, (long) (percent / 100 * total + 0.5));
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (sum >= wanted) {
                return highestEquivalent(value(i));
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return "LatencyHistogram[" + total + " values, median " + percentileNanos(50) + " ns]";
    }
}
