package io.miniredis.datastructures;

/** How long the arrays are that small collections and growing strings are laid out in. */
final class ArrayRoom {
    /** The longest array every JVM can make. */
    static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int STEP_BYTES = 16;

    private ArrayRoom() {}

    /** Up to a quarter more than needed: jemalloc's size classes, four between each power of two and the next. */
    static int roomFor(int neededBytes) {
        int step = Math.max(STEP_BYTES, Integer.highestOneBit(neededBytes - 1) >> 2);
        return (int) Math.min(MAX_BYTES, ((long) neededBytes + step - 1) & -step);
    }
}
