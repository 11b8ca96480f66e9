package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.Arguments;

/**
 * From one rank to another, both included; in reverse, ranks count from the highest member. Negative ones count from
 * the end, -1 being the last.
 */
record RankRange(long start, long stop) implements MemberRange {
    static RankRange parse(Arguments args) {
        long start = args.nextLong();
        return new RankRange(start, args.nextLong());
    }

    @Override
    public Stretch in(SortedSet set, boolean reverse) {
        int size = set.size();
        long first = Math.max(0, start < 0 ? size + start : start);
        long last = Math.min(size - 1, stop < 0 ? size + stop : stop);
        if (first > last) {
            return Stretch.EMPTY;
        }
        int count = (int) (last - first) + 1;
        return new Stretch((int) (reverse ? size - 1 - last : first), count, reverse);
    }
}
