package io.miniredis.server.command.hash;

import io.miniredis.protocol.ErrorReply;

/** The errors that only commands on hashes give. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class HashErrors {
    static final ErrorReply VALUE_NOT_AN_INTEGER = new ErrorReply("ERR hash value is not an integer");
    static final ErrorReply VALUE_NOT_A_FLOAT = new ErrorReply("ERR hash value is not a float");
    static final ErrorReply INCREMENT_NOT_FINITE = new ErrorReply("ERR value is NaN or Infinity");
    static final ErrorReply COUNT_OUT_OF_RANGE = new ErrorReply(
            "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    static final ErrorReply FIELDS_MISSING =
            new ErrorReply("ERR Mandatory argument FIELDS is missing or not at the right position");
    static final ErrorReply FIELD_COUNT_NOT_POSITIVE =
            new ErrorReply("ERR Number of fields must be a positive integer");
    static final ErrorReply FIELD_COUNT_TOO_SMALL =
            new ErrorReply("ERR Parameter `numFields` should be greater than 0");
    static final ErrorReply FIELD_COUNT_INVALID = new ErrorReply("ERR invalid number of fields");
    static final ErrorReply FIELD_COUNT_DIFFERS =
            new ErrorReply("ERR The `numfields` parameter must match the number of arguments");
    static final ErrorReply NEGATIVE_EXPIRE = new ErrorReply("ERR invalid expire time, must be >= 0");
    static final ErrorReply EXPIRE_MISSING = new ErrorReply("ERR missing expire time");
    static final ErrorReply ONE_CONDITION = new ErrorReply("ERR Only one of FXX or FNX arguments can be specified");
    static final ErrorReply ONE_EXPIRATION =
            new ErrorReply("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");

    private HashErrors() {}
}
