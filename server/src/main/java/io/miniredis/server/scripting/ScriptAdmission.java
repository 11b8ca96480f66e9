package io.miniredis.server.scripting;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.User;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a script from running, and a command from being called by a script (scriptPrepareForRun and the scriptVerify…
 * functions of script.c), in Redis's order.
 */
final class ScriptAdmission {
    private static final ErrorReply UNKNOWN = new ErrorReply("ERR Unknown Redis command called from script");
    private static final ErrorReply WRONG_ARITY =
            new ErrorReply("ERR Wrong number of args calling Redis command from script");
    private static final ErrorReply NOT_FROM_SCRIPT =
            new ErrorReply("ERR This Redis command is not allowed from script");
    private static final ErrorReply WRITE_FROM_READ_ONLY =
            new ErrorReply("ERR Write commands are not allowed from read-only scripts.");
    private static final ErrorReply WRITES_BY_READ_ONLY_COMMAND =
            new ErrorReply("ERR Can not execute a script with write flag using *_ro command.");
    private static final ErrorReply OOM_WITHOUT_FLAG = new ErrorReply(
            "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");

    private final RedisServer server;

    ScriptAdmission(RedisServer server) {
        this.server = server;
    }

    /**
     * May the script run?
     *
     * @param readOnlyCommand true for EVAL_RO and its like
     * @throws ErrorReply what speaks against it
     */
    void checkRun(int flags, boolean readOnlyCommand) {
        if ((flags & ScriptFlag.COMPATIBLE) != 0) {
            return;
        }
        boolean writes = !ScriptFlag.NO_WRITES.isIn(flags);
        if (writes && readOnlyCommand) {
            throw WRITES_BY_READ_ONLY_COMMAND;
        }
        if (writes && !ScriptFlag.ALLOW_OOM.isIn(flags) && isOutOfMemory()) {
            throw OOM_WITHOUT_FLAG;
        }
    }

    /** The error a script gets instead of the call, or null if nothing speaks against it. */
    @Nullable
    ErrorReply refusal(ScriptRun run, @Nullable Command command, Request request) {
        if (command == null) {
            return UNKNOWN;
        }
        if (command.isContainer() || !command.spec().accepts(request.count())) {
            return WRONG_ARITY;
        }
        if (command.spec().has(CommandFlag.NOSCRIPT) && !server.scriptsMayCallAll()) {
            return NOT_FROM_SCRIPT;
        }
        User user = run.caller().user();
        if (user != null && !user.mayDoEverything()) {
            ErrorReply denied = server.access().refusalInScript(run.caller(), command, request);
            if (denied != null) {
                return denied;
            }
        }
        boolean writes = command.spec().has(CommandFlag.WRITE);
        if (run.isReadOnly() && (writes || command.spec().has(CommandFlag.MAY_REPLICATE))) {
            return WRITE_FROM_READ_ONLY;
        }
        // What a script has begun it may finish: after its first write it is not stopped any more.
        if (!run.hasWritten()
                && command.spec().has(CommandFlag.DENYOOM)
                && !run.mayExceedMemory()
                && isOutOfMemory()) {
            return Errors.OOM;
        }
        if (writes) {
            run.write();
        }
        return null;
    }

    /** True if the caller of the script may call this command (redis.acl_check_cmd). */
    boolean mayCall(ScriptRun run, Command command, Request request) {
        return AccessControl.check(run.caller().user(), command, request) == null;
    }

    private boolean isOutOfMemory() {
        return server.memory().isExhausted();
    }
}
