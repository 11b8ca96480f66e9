package io.miniredis.server.command.list;

import io.miniredis.protocol.ErrorReply;

/** Error texts of list commands that no others give. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class ListErrors {
    static final ErrorReply NO_KEYS = new ErrorReply("ERR numkeys should be greater than 0");
    static final ErrorReply NO_COUNT = new ErrorReply("ERR count should be greater than 0");
    static final ErrorReply RANK_OUT_OF_RANGE = new ErrorReply(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    static final ErrorReply RANK_ZERO =
            new ErrorReply("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
                    + " or use negative to start from the end of the list");
    static final ErrorReply COUNT_NEGATIVE = new ErrorReply("ERR COUNT can't be negative");
    static final ErrorReply MAXLEN_NEGATIVE = new ErrorReply("ERR MAXLEN can't be negative");

    private ListErrors() {}
}
