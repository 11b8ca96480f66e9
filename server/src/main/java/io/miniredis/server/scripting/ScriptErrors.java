package io.miniredis.server.scripting;

import io.miniredis.protocol.ErrorReply;

/** What scripts and functions, and those who run them, are told, word for word as Redis 7.2 says it. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class ScriptErrors {
    public static final ErrorReply NOT_BUSY = new ErrorReply("NOTBUSY No scripts in execution right now.");
    public static final ErrorReply UNKILLABLE = new ErrorReply("UNKILLABLE Sorry the script already executed write"
            + " commands against the dataset. You can either wait the script termination or kill the server in a hard"
            + " way using the SHUTDOWN NOSAVE command.");
    public static final ErrorReply UNKILLABLE_OF_PRIMARY = new ErrorReply("UNKILLABLE The busy script was sent by a"
            + " master instance in the context of replication and cannot be killed.");
    public static final ErrorReply RUNNING_ALREADY = new ErrorReply("ERR a script cannot run another one");
    public static final ErrorReply UNKNOWN_COMMAND = new ErrorReply("ERR Unknown Redis command called from script");
    public static final ErrorReply WRONG_ARITY =
            new ErrorReply("ERR Wrong number of args calling Redis command from script");
    public static final ErrorReply NOT_FROM_SCRIPT =
            new ErrorReply("ERR This Redis command is not allowed from script");
    public static final ErrorReply WRITE_FROM_READ_ONLY =
            new ErrorReply("ERR Write commands are not allowed from read-only scripts.");
    public static final ErrorReply WRITES_BY_READ_ONLY_COMMAND =
            new ErrorReply("ERR Can not execute a script with write flag using *_ro command.");
    public static final ErrorReply OOM_WITHOUT_FLAG = new ErrorReply(
            "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");
    public static final ErrorReply BAD_NAME = new ErrorReply("ERR Library names can only contain letters, numbers, or"
            + " underscores(_) and must be at least one character long");
    public static final ErrorReply PAYLOAD_NOT_INTACT =
            new ErrorReply("ERR DUMP payload version or checksum are wrong");
    public static final ErrorReply MORE_KEYS_THAN_ARGUMENTS =
            new ErrorReply("ERR Number of keys can't be greater than number of args");
    public static final ErrorReply NEGATIVE_KEYS = new ErrorReply("ERR Number of keys can't be negative");
    public static final ErrorReply FUNCTION_NOT_FOUND = new ErrorReply("ERR Function not found");
    public static final ErrorReply BAD_NUMBER_OF_KEYS = new ErrorReply("ERR Bad number of keys provided");
    public static final ErrorReply SCRIPT_FLUSH_OPTIONS =
            new ErrorReply("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    public static final ErrorReply DEBUG_OPTIONS = new ErrorReply("ERR Use SCRIPT DEBUG YES/SYNC/NO");
    public static final ErrorReply DEBUG_IN_PIPELINE =
            new ErrorReply("ERR SCRIPT DEBUG must be called outside a pipeline");
    public static final ErrorReply DEBUG_IN_TRANSACTION =
            new ErrorReply("ERR Scripts of a transaction can't be debugged");
    public static final ErrorReply DEBUG_BY_EVAL =
            new ErrorReply("ERR Please use EVAL instead of EVALSHA for debugging");
    public static final ErrorReply LIBRARY_NOT_FOUND = new ErrorReply("ERR Library not found");
    public static final ErrorReply FUNCTION_FLUSH_OPTIONS =
            new ErrorReply("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    public static final ErrorReply NO_LIBRARY_NAME = new ErrorReply("ERR library name argument was not given");
    public static final ErrorReply RESTORE_POLICIES =
            new ErrorReply("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");

    public static final ErrorReply SNAPSHOT_BROKEN = new ErrorReply("MISCONF Redis is configured to save RDB snapshots,"
            + " but it's currently unable to persist to disk. Writable scripts are blocked. Use 'no-writes' flag for read"
            + " only scripts.");

    public static final ErrorReply NOT_IN_CLUSTER =
            new ErrorReply("ERR Can not run script on cluster, 'no-cluster' flag is set.");
    public static final ErrorReply STALE_WITHOUT_FLAG = new ErrorReply(
            "MASTERDOWN Link with MASTER is down, replica-serve-stale-data is set to 'no' and 'allow-stale'"
                    + " flag is not set on the script.");
    public static final ErrorReply WRITES_ON_REPLICA =
            new ErrorReply("READONLY Can not run script with write flag on readonly replica.");
    public static final ErrorReply NOT_WHILE_STALE =
            new ErrorReply("ERR Can not execute the command on a stale replica");

    private ScriptErrors() {}
}
