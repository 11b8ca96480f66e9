package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;

/**
 * Consecutive members of a sorted set, in one direction or the other.
 *
 * @param lowestRank of the members in it
 * @param count how many they are; 0 or more
 * @param reverse true if the highest comes first
 */
record Stretch(int lowestRank, int count, boolean reverse) {
    /** Without any member. */
    static final Stretch EMPTY = new Stretch(0, 0, false);

    /** Those between two ranks, the first included, the second not; none if they are the wrong way round. */
    static Stretch between(int from, int to, boolean reverse) {
        return from < to ? new Stretch(from, to - from, reverse) : EMPTY;
    }

    /**
     * What LIMIT leaves of it.
     *
     * @param offset how many are passed over; a negative one leaves nothing
     * @param limit how many remain at most; negative for all
     */
    Stretch limited(long offset, long limit) {
        if (offset < 0 || offset >= count) {
            return EMPTY;
        }
        int skipped = (int) offset;
        int left = limit < 0 ? count - skipped : (int) Math.min(limit, count - skipped);
        int lowest = reverse ? lowestRank + count - skipped - left : lowestRank + skipped;
        return new Stretch(lowest, left, reverse);
    }

    /** The position of the first member. */
    int first(SortedSet set) {
        if (count == 0) {
            return SortedSet.ABSENT;
        }
        return set.at(reverse ? lowestRank + count - 1 : lowestRank);
    }

    /** The position of the member behind this one. */
    int next(SortedSet set, int position) {
        return reverse ? set.lower(position) : set.higher(position);
    }
}
