package io.miniredis.datastructures;

/**
 * How much one listpack of a list may hold, by {@code list-max-listpack-size}: from -1 to -5 a size of 4, 8, 16, 32, 64
 * kB; 0 and above a number of elements, and then 8 kB (quicklistNodeLimit).
 */
final class ListFill {
    private static final int SMALLEST_SIZE = 4096;
    private static final int SIZES = 5;
    private static final int SAFE_BYTES = 8192;

    private ListFill() {}

    static boolean isExceeded(int fill, long bytes, int elements) {
        if (fill < 0) {
            return bytes > maxBytes(fill);
        }
        return bytes > SAFE_BYTES || elements > maxElements(fill);
    }

    /** The largest size in bytes, if that is what limits. */
    static int maxBytes(int fill) {
        return fill < 0 ? SMALLEST_SIZE << Math.min(-(fill + 1), SIZES - 1) : Integer.MAX_VALUE;
    }

    /** The largest number of elements, if that is what limits. */
    static int maxElements(int fill) {
        return fill < 0 ? Integer.MAX_VALUE : Math.max(fill, 1);
    }
}
