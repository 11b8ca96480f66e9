package io.miniredis.server.command.admin;

import io.miniredis.protocol.ErrorReply;

/** Errors of DEBUG alone, word for word as Redis 7.2 says them where it knows them. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class DebugErrors {
    static final ErrorReply NO_DATABASE = new ErrorReply("ERR Out of range database");
    static final ErrorReply NO_HASH_TABLE =
            new ErrorReply("ERR The value stored at the specified key is not represented using an hash table");
    static final ErrorReply NOT_A_LISTPACK = new ErrorReply("ERR Not a listpack encoded object.");
    static final ErrorReply NOT_A_QUICKLIST = new ErrorReply("ERR Not a quicklist encoded object.");
    static final ErrorReply NOT_A_STRING = new ErrorReply("ERR Not an sds encoded string.");
    static final ErrorReply PACKED_THRESHOLD =
            new ErrorReply("ERR argument must be a memory value bigger than 1 and smaller than 4gb");
    static final ErrorReply NO_SUCH_TYPE = new ErrorReply("ERR Wrong protocol type name. Please use one of the"
            + " following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    static final ErrorReply AOF_UNREADABLE =
            new ErrorReply("ERR Error trying to load the AOF files, check server logs.");
    static final ErrorReply JVM_STAYS =
            new ErrorReply("ERR not supported: the server may share its process with others");
    static final ErrorReply NO_PUSH_IN_RESP2 = new ErrorReply("ERR RESP2 is not supported by this command");

    private DebugErrors() {}
}
