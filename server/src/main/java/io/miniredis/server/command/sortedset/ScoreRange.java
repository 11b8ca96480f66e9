package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.Arguments;
import java.util.Arrays;

/** From one score to another, either excluded with a {@code (} before it (zslParseRange). */
record ScoreRange(double min, boolean minExcluded, double max, boolean maxExcluded) implements MemberRange {
    /** @param reverse true if the request names the maximum first */
    static ScoreRange parse(Arguments args, boolean reverse) {
        ByteString one = args.next();
        ByteString other = args.next();
        ByteString min = reverse ? other : one;
        ByteString max = reverse ? one : other;
        return new ScoreRange(score(min), isExcluded(min), score(max), isExcluded(max));
    }

    private static boolean isExcluded(ByteString bound) {
        return !bound.isEmpty() && bound.byteAt(0) == '(';
    }

    private static double score(ByteString bound) {
        byte[] bytes = bound.bytes();
        try {
            return Numbers.strtod(isExcluded(bound) ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
        } catch (NumberFormatException e) {
            throw SortedSetErrors.SCORE_BOUND;
        }
    }

    @Override
    public Stretch in(SortedSet set, boolean reverse) {
        int from = set.countBelow(min, minExcluded);
        int to = set.countBelow(max, !maxExcluded);
        return Stretch.between(from, to, reverse);
    }
}
