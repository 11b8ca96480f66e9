package io.miniredis.server.scripting;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.User;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a script from running, and a command from being called by a script (scriptPrepareForRun and the
 * scriptVerify… functions of script.c), in Redis's order.
 */
final class ScriptAdmission {

    private final RedisServer server;

    ScriptAdmission(RedisServer server) {
        this.server = server;
    }

    /**
     * May the script run?
     *
     * @param readOnlyCommand true for EVAL_RO and its like
     * @param obeyed true if whoever asks is a primary or a file
     * @throws ErrorReply what speaks against it
     */
    void checkRun(int flags, boolean readOnlyCommand, boolean obeyed) {
        boolean stale = server.replication().isStale() && !obeyed;
        if ((flags & ScriptFlag.COMPATIBLE) != 0) {
            if (stale) {
                throw Errors.MASTERDOWN;
            }
            return;
        }
        if (ScriptFlag.NO_CLUSTER.isIn(flags) && server.cluster() != null) {
            throw ScriptErrors.NOT_IN_CLUSTER;
        }
        if (stale && !ScriptFlag.ALLOW_STALE.isIn(flags)) {
            throw ScriptErrors.STALE_WITHOUT_FLAG;
        }
        boolean writes = !ScriptFlag.NO_WRITES.isIn(flags);
        if (writes && server.replication().isReadOnly() && !obeyed) {
            throw ScriptErrors.WRITES_ON_REPLICA;
        }
        if (writes && !obeyed) {
            checkDisk();
        }
        if (writes && readOnlyCommand) {
            throw ScriptErrors.WRITES_BY_READ_ONLY_COMMAND;
        }
        if (writes && !obeyed && !server.replication().replicas().areEnough()) {
            throw Errors.NOREPLICAS;
        }
        if (writes && !ScriptFlag.ALLOW_OOM.isIn(flags) && isOutOfMemory()) {
            throw ScriptErrors.OOM_WITHOUT_FLAG;
        }
    }

    private void checkDisk() {
        if (server.persistence().rdb().refusesWrites()) {
            throw ScriptErrors.SNAPSHOT_BROKEN;
        }
        String reason = server.persistence().appendOnlyFile().failure();
        if (reason != null) {
            throw new ErrorReply("MISCONF Redis is configured to persist data to AOF, but it's currently unable to"
                    + " persist to disk. Writable scripts are blocked. Use 'no-writes' flag for read only scripts."
                    + " AOF error: " + reason);
        }
    }

    /** The error a script gets instead of the call, or null if nothing speaks against it. */
    @Nullable
    ErrorReply refusal(ScriptRun run, @Nullable Command command, Request request) {
        if (command == null) {
            return ScriptErrors.UNKNOWN_COMMAND;
        }
        if (command.isContainer() || !command.spec().accepts(request.count())) {
            return ScriptErrors.WRONG_ARITY;
        }
        if (command.spec().has(CommandFlag.NOSCRIPT) && !server.scripting().mayCallAll()) {
            return ScriptErrors.NOT_FROM_SCRIPT;
        }
        User user = run.caller().user();
        if (user != null && !user.mayDoEverything()) {
            ErrorReply denied = server.access().refusalInScript(run.caller(), command, request);
            if (denied != null) {
                return denied;
            }
        }
        boolean obeyed = run.call().mustBeObeyed();
        if (server.replication().isStale() && !obeyed && !command.spec().has(CommandFlag.STALE)) {
            return ScriptErrors.NOT_WHILE_STALE;
        }
        boolean writes = command.spec().has(CommandFlag.WRITE);
        if (run.isReadOnly() && (writes || command.spec().has(CommandFlag.MAY_REPLICATE))) {
            return ScriptErrors.WRITE_FROM_READ_ONLY;
        }
        if (writes && !run.hasWritten()) {
            if (server.replication().isReadOnly() && !obeyed) {
                return Errors.READONLY;
            }
            if (!server.replication().replicas().areEnough() && !obeyed) {
                return Errors.NOREPLICAS;
            }
            ErrorReply broken = obeyed ? null : brokenDisk();
            if (broken != null) {
                return broken;
            }
        }
        // What a script has begun it may finish: after its first write it is not stopped any more.
        if (!run.hasWritten() && command.spec().has(CommandFlag.DENYOOM) && !run.mayExceedMemory() && isOutOfMemory()) {
            return Errors.OOM;
        }
        if (writes) {
            run.write();
        }
        ClusterService cluster = obeyed ? null : server.cluster();
        return cluster == null
                ? null
                : cluster.routing().refusalInScript(run.caller(), command.spec(), request, run.mayCrossSlots());
    }

    private @Nullable ErrorReply brokenDisk() {
        if (server.persistence().rdb().refusesWrites()) {
            return Errors.MISCONF;
        }
        String reason = server.persistence().appendOnlyFile().failure();
        return reason == null ? null : Errors.appendOnlyFileBroken(reason);
    }

    /** True if the caller of the script may call this command (redis.acl_check_cmd). */
    boolean mayCall(ScriptRun run, Command command, Request request) {
        return AccessControl.check(run.caller().user(), command, request) == null;
    }

    private boolean isOutOfMemory() {
        return server.memory().eviction().wasOutOfMemory()
                || server.memory().reserve().isExhausted();
    }
}
