package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.Arguments;
import java.util.Arrays;

/**
 * From one string to another: {@code [a} includes it, {@code (a} does not, {@code -} is before and {@code +} behind all
 * strings. Means something only where all scores are the same.
 */
record LexRange(ByteString min, ByteString max) implements MemberRange {
    /** @param reverse true if the request names the maximum first */
    static LexRange parse(Arguments args, boolean reverse) {
        ByteString one = args.next();
        ByteString other = args.next();
        requireBound(one);
        requireBound(other);
        return reverse ? new LexRange(other, one) : new LexRange(one, other);
    }

    private static void requireBound(ByteString bound) {
        int kind = bound.isEmpty() ? 0 : bound.byteAt(0);
        boolean endless = kind == '-' || kind == '+';
        boolean valid = endless ? bound.length() == 1 || bound.byteAt(1) == 0 : kind == '[' || kind == '(';
        if (!valid) {
            throw SortedSetErrors.LEX_BOUND;
        }
    }

    @Override
    public Stretch in(SortedSet set, boolean reverse) {
        return Stretch.between(countBefore(set, min, false), countBefore(set, max, true), reverse);
    }

    /** How many members are before a bound; one equal to the upper bound counts if it is included. */
    private static int countBefore(SortedSet set, ByteString bound, boolean upper) {
        byte kind = bound.byteAt(0);
        if (kind == '-') {
            return 0;
        }
        if (kind == '+') {
            return set.size();
        }
        byte[] member = Arrays.copyOfRange(bound.bytes(), 1, bound.length());
        return set.countBelow(member, upper == (kind == '['));
    }
}
