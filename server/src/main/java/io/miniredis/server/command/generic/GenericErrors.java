package io.miniredis.server.command.generic;

import io.miniredis.protocol.ErrorReply;

/** Errors of this group alone, word for word as Redis 7.2 says them. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class GenericErrors {
    static final ErrorReply NX_AND_OTHERS =
            new ErrorReply("ERR NX and XX, GT or LT options at the same time are not compatible");
    static final ErrorReply GT_AND_LT = new ErrorReply("ERR GT and LT options at the same time are not compatible");
    static final ErrorReply LFU_SELECTED = new ErrorReply("ERR An LFU maxmemory policy is selected, idle time"
            + " not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some"
            + " time to adjust.");
    static final ErrorReply LFU_NOT_SELECTED = new ErrorReply("ERR An LFU maxmemory policy is not selected,"
            + " access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU"
            + " data will take some time to adjust.");

    static final ErrorReply SORT_BY_IN_CLUSTER = new ErrorReply("ERR BY option of SORT denied in Cluster mode.");
    static final ErrorReply SORT_GET_IN_CLUSTER = new ErrorReply("ERR GET option of SORT denied in Cluster mode.");
    static final ErrorReply SORT_NOT_NUMBERS = new ErrorReply("ERR One or more scores can't be converted into double");
    static final ErrorReply SORT_BY_DENIED =
            new ErrorReply("ERR BY option of SORT denied due to insufficient ACL permissions.");
    static final ErrorReply SORT_GET_DENIED =
            new ErrorReply("ERR GET option of SORT denied due to insufficient ACL permissions.");

    static final ErrorReply NEGATIVE_TTL = new ErrorReply("ERR Invalid TTL value, must be >= 0");
    static final ErrorReply NEGATIVE_IDLETIME = new ErrorReply("ERR Invalid IDLETIME value, must be >= 0");
    static final ErrorReply FREQ_OUT_OF_RANGE = new ErrorReply("ERR Invalid FREQ value, must be >= 0 and <= 255");
    static final ErrorReply PAYLOAD_NOT_INTACT = new ErrorReply("ERR DUMP payload version or checksum are wrong");
    static final ErrorReply BAD_DATA_FORMAT = new ErrorReply("ERR Bad data format");

    static final ErrorReply MIGRATE_KEY_AND_KEYS =
            new ErrorReply("ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
    static final ErrorReply MIGRATE_CONNECTING = new ErrorReply("IOERR error or timeout connecting to the client");
    static final ErrorReply MIGRATE_WRITING = new ErrorReply("IOERR error or timeout writing to target instance");
    static final ErrorReply MIGRATE_READING = new ErrorReply("IOERR error or timeout reading to target instance");

    private GenericErrors() {}
}
