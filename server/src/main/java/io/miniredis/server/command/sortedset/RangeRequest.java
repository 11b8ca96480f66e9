package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * A range and what follows it, in ZRANGE and its older and newer relatives.
 *
 * @param range the members wanted
 * @param reverse the highest first
 * @param withScores WITHSCORES
 * @param offset LIMIT: how many members of the range are passed over
 * @param limit LIMIT: how many remain at most; negative for all
 */
record RangeRequest(MemberRange range, boolean reverse, boolean withScores, long offset, long limit) {
    /** How the bounds of a range are to be read. */
    enum Kind {
        RANK,
        SCORE,
        LEX
    }

    /** The words behind the bounds. */
    private static final class Words {
        private final boolean mayAskForScores;
        private final boolean maySayKind;
        private Kind kind = Kind.RANK;
        private boolean reverse;
        private boolean withScores;
        private long offset;
        private long limit = -1;

        private Words(boolean mayAskForScores, boolean maySayKind) {
            this.mayAskForScores = mayAskForScores;
            this.maySayKind = maySayKind;
        }

        private void parse(Arguments args) {
            while (args.hasNext()) {
                if (mayAskForScores && args.acceptToken("withscores")) {
                    withScores = true;
                } else if (args.remaining() >= 3 && args.acceptToken("limit")) {
                    offset = args.nextLong();
                    limit = args.nextLong();
                } else if (!maySayKind || !acceptKind(args)) {
                    throw Errors.SYNTAX;
                }
            }
            if (kind == Kind.RANK) {
                if (limit != -1) {
                    throw SortedSetErrors.LIMIT_OF_RANKS;
                }
                // "LIMIT 5 -1" is the one form that Redis lets pass, without effect.
                offset = 0;
            }
            if (withScores && kind == Kind.LEX) {
                throw SortedSetErrors.SCORES_OF_LEX;
            }
        }

        /** Takes REV once, and BYSCORE or BYLEX once. */
        private boolean acceptKind(Arguments args) {
            if (!reverse && args.acceptToken("rev")) {
                reverse = true;
                return true;
            }
            if (kind == Kind.RANK && args.acceptToken("bylex")) {
                kind = Kind.LEX;
                return true;
            }
            if (kind == Kind.RANK && args.acceptToken("byscore")) {
                kind = Kind.SCORE;
                return true;
            }
            return false;
        }
    }

    /** Of ZRANGE, which has all options. */
    static RangeRequest parse(Arguments args) {
        return parse(args, new Words(true, true));
    }

    /** Of ZRANGESTORE, which has no WITHSCORES. */
    static RangeRequest parseForStore(Arguments args) {
        return parse(args, new Words(false, true));
    }

    /** Of ZREVRANGE, ZRANGEBYSCORE and so on, whose names say what ZRANGE has options for. */
    static RangeRequest parse(Arguments args, Kind kind, boolean reverse) {
        Words words = new Words(true, false);
        words.kind = kind;
        words.reverse = reverse;
        return parse(args, words);
    }

    private static RangeRequest parse(Arguments args, Words words) {
        int bounds = args.position();
        args.skip(2);
        words.parse(args);
        args.skip(bounds - args.position());
        MemberRange range = parseBounds(args, words.kind, words.reverse);
        return new RangeRequest(range, words.reverse, words.withScores, words.offset, words.limit);
    }

    /** The members of a set that are asked for. */
    Stretch in(SortedSet set) {
        return range.in(set, reverse).limited(offset, limit);
    }

    private static MemberRange parseBounds(Arguments args, Kind kind, boolean reverse) {
        return switch (kind) {
            case RANK -> RankRange.parse(args);
            case SCORE -> ScoreRange.parse(args, reverse);
            case LEX -> LexRange.parse(args, reverse);
        };
    }
}
