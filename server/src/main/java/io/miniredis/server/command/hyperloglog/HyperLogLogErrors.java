package io.miniredis.server.command.hyperloglog;

import io.miniredis.datastructures.HyperLogLog;
import io.miniredis.protocol.ErrorReply;

/** What a string that is no HyperLogLog, or a damaged one, is answered with. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class HyperLogLogErrors {
    static final ErrorReply CORRUPT = new ErrorReply("INVALIDOBJ Corrupted HLL object detected");

    private static final ErrorReply NOT_ONE = new ErrorReply("WRONGTYPE Key is not a valid HyperLogLog string value.");

    private HyperLogLogErrors() {}

    /** A view of a string. @throws ErrorReply WRONGTYPE if its header is no HyperLogLog's (isHLLObjectOrReply) */
    static HyperLogLog require(Object string) {
        if (!HyperLogLog.isValid(string)) {
            throw NOT_ONE;
        }
        return HyperLogLog.of(string);
    }
}
