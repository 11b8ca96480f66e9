package io.miniredis.server.command.connection;

import io.miniredis.protocol.ErrorReply;

/** Errors of this group alone, word for word as Redis 7.2 says them. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class ConnectionErrors {
    static final ErrorReply BAD_ID = new ErrorReply("ERR client-id should be greater than 0");
    static final ErrorReply NOT_AN_AGE = new ErrorReply("ERR maxage is not an integer or out of range");
    static final ErrorReply BAD_AGE = new ErrorReply("ERR maxage should be greater than 0");
    static final ErrorReply NOT_A_VERSION = new ErrorReply("ERR Protocol version is not an integer or out of range");
    static final ErrorReply NOT_AUTHENTICATED = new ErrorReply(
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH"
                    + " <user> <pass> option can be used to authenticate the client and select the RESP protocol"
                    + " version at the same time");
    static final ErrorReply NO_PASSWORD =
            new ErrorReply("ERR AUTH <password> called without any password configured for the default user."
                    + " Are you sure your configuration is correct?");
    static final ErrorReply BAD_NAME =
            new ErrorReply("ERR Client names cannot contain spaces, newlines or special characters.");
    static final ErrorReply NOT_A_CLIENT_ID = new ErrorReply("ERR Invalid client ID");
    static final ErrorReply BAD_PAUSE = new ErrorReply("ERR CLIENT PAUSE mode must be WRITE or ALL");
    static final ErrorReply BAD_REASON = new ErrorReply("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");

    private ConnectionErrors() {}
}
