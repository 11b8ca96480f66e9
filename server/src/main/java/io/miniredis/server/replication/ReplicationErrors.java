package io.miniredis.server.replication;

import io.miniredis.protocol.ErrorReply;

/** What those are told who want to be replicas, or want this server to be one (replication.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // errors have no stack trace
final class ReplicationErrors {
    static final ErrorReply NO_LINK = new ErrorReply("NOMASTERLINK Can't SYNC while not connected with my master");
    static final ErrorReply FAILING_OVER = new ErrorReply("NOMASTERLINK Can't SYNC while failing over");
    static final ErrorReply PENDING_OUTPUT = new ErrorReply("ERR SYNC and PSYNC are invalid with pending output");
    static final ErrorReply FILTER_WITHOUT_EOF = new ErrorReply("ERR Filtered replica requires EOF capability");
    static final ErrorReply FAILOVER_TO_PRIMARY = new ErrorReply("ERR PSYNC FAILOVER can't be sent to a master.");
    static final ErrorReply FAILOVER_OTHER_ID = new ErrorReply("ERR PSYNC FAILOVER replid must match my replid.");

    private ReplicationErrors() {}
}
