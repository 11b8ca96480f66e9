package io.miniredis.server.command.sortedset;

import io.miniredis.protocol.ErrorReply;

/** What only commands of sorted sets complain about. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class SortedSetErrors {
    static final ErrorReply NX_AND_XX = new ErrorReply("ERR XX and NX options at the same time are not compatible");
    static final ErrorReply GT_LT_NX =
            new ErrorReply("ERR GT, LT, and/or NX options at the same time are not compatible");
    static final ErrorReply ONE_INCREMENT = new ErrorReply("ERR INCR option supports a single increment-element pair");
    static final ErrorReply NOT_A_NUMBER = new ErrorReply("ERR resulting score is not a number (NaN)");
    static final ErrorReply SCORE_BOUND = new ErrorReply("ERR min or max is not a float");
    static final ErrorReply LEX_BOUND = new ErrorReply("ERR min or max not valid string range item");
    static final ErrorReply LIMIT_OF_RANKS =
            new ErrorReply("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    static final ErrorReply SCORES_OF_LEX =
            new ErrorReply("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
    static final ErrorReply WEIGHT = new ErrorReply("ERR weight value is not a float");
    static final ErrorReply NEGATIVE_LIMIT = new ErrorReply("ERR LIMIT can't be negative");
    static final ErrorReply NO_KEYS = new ErrorReply("ERR numkeys should be greater than 0");
    static final ErrorReply NO_COUNT = new ErrorReply("ERR count should be greater than 0");
    static final ErrorReply SMALLEST_COUNT = new ErrorReply(
            "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);

    private SortedSetErrors() {}

    static ErrorReply noInput(String fullName) {
        return new ErrorReply("ERR at least 1 input key is needed for '" + fullName + "' command");
    }
}
