package io.miniredis.server.command.list;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * LPOS's options.
 *
 * @param rank which of the matches is the first wanted: from 1 on, or from -1 on backwards from the tail
 * @param count how many matches, 0 for all, -1 for one that is no array
 * @param maxLength how many elements are compared, 0 for all
 */
record LposOptions(long rank, long count, long maxLength) {
    static LposOptions parse(Arguments args) {
        long rank = 1;
        long count = -1;
        long maxLength = 0;
        while (args.hasNext()) {
            if (args.acceptOption("rank")) {
                rank = nextRank(args);
            } else if (args.acceptOption("count")) {
                count = args.nextLong(0, Long.MAX_VALUE, ListErrors.COUNT_NEGATIVE);
            } else if (args.acceptOption("maxlen")) {
                maxLength = args.nextLong(0, Long.MAX_VALUE, ListErrors.MAXLEN_NEGATIVE);
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new LposOptions(rank, count, maxLength);
    }

    private static long nextRank(Arguments args) {
        long rank = args.nextLong();
        if (rank == Long.MIN_VALUE) {
            throw ListErrors.RANK_OUT_OF_RANGE;
        }
        if (rank == 0) {
            throw ListErrors.RANK_ZERO;
        }
        return rank;
    }

    /** True if the reply is an array of indexes. */
    boolean wantsAll() {
        return count >= 0;
    }
}
