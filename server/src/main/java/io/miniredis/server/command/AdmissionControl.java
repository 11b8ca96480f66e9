package io.miniredis.server.command;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.User;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.memory.Eviction;
import io.miniredis.server.memory.MemoryReserve;
import io.miniredis.server.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * May a command run now? Every rule that lets one in, keeps it out or makes it wait stands here, in Redis's order
 * (processCommand), and asks the command's flags, never its name.
 */
public final class AdmissionControl {
    private final RedisServer server;
    private final ServerConfig config;
    private final ClientPause pause;
    private final AccessControl access;
    private final Eviction eviction;
    private final MemoryReserve reserve;

    public AdmissionControl(RedisServer server) {
        this.server = server;
        this.config = server.config();
        this.pause = server.pause();
        this.access = server.access();
        this.eviction = server.memory().eviction();
        this.reserve = server.memory().reserve();
    }

    /** The error a client gets instead of the execution, or null if nothing speaks against it. */
    @Nullable
    ErrorReply refusal(Client client, Command command, Request request) {
        if (command.spec().has(CommandFlag.PROTECTED) && !mayUseProtected(client, command)) {
            return Errors.protectedCommand(command.topName());
        }
        if (!client.isAuthenticated() && !access.isOpen() && !command.spec().has(CommandFlag.NO_AUTH)) {
            return Errors.NOAUTH;
        }
        if (client.type() == ClientType.MASTER) {
            // Its data are to be the same here, whatever speaks against it.
            checkDiskOfReplica(client, command, request);
            return null;
        }
        boolean queueing = client.isQueueing();
        if (queueing && command.spec().has(CommandFlag.NO_MULTI)) {
            return Errors.NOT_IN_TRANSACTION;
        }
        User user = client.user();
        if (user != null && !user.mayDoEverything()) {
            ErrorReply denied = access.refusal(client, command, request);
            if (denied != null) {
                return denied;
            }
        }
        ClusterService cluster = server.cluster();
        if (cluster != null) {
            ErrorReply elsewhere = cluster.routing().refusal(client, command, request);
            if (elsewhere != null) {
                return elsewhere;
            }
        }
        // Room is made for every command, though not every one is refused if there is none.
        boolean outOfMemory = eviction.isOutOfMemory();
        if ((outOfMemory || reserve.isExhausted()) && needsMemory(client, command, request, queueing)) {
            return Errors.OOM;
        }
        if (server.persistence().rdb().refusesWrites() && isRefusedWithoutDisk(client, command, request)) {
            return Errors.MISCONF;
        }
        String reason = server.persistence().appendOnlyFile().failure();
        if (reason != null && isRefusedWithoutDisk(client, command, request)) {
            return Errors.appendOnlyFileBroken(reason);
        }
        if (!server.replication().replicas().areEnough() && has(client, command, request, CommandFlag.WRITE)) {
            return Errors.NOREPLICAS;
        }
        if (server.replication().isReadOnly() && has(client, command, request, CommandFlag.WRITE)) {
            return Errors.READONLY;
        }
        if (client.isSubscribed() && client.protocol() == 2 && !command.spec().has(CommandFlag.WHILE_SUBSCRIBED)) {
            return Errors.notWhileSubscribed(command.fullName());
        }
        if (server.replication().isStale() && !mayRunWhile(CommandFlag.STALE, client, command, request)) {
            return Errors.MASTERDOWN;
        }
        if (server.persistence().loading().isActive() && !mayRunWhileLoading(client, command, request)) {
            return Errors.LOADING;
        }
        if (server.scripting().isBusy() && !command.spec().has(CommandFlag.ALLOW_BUSY)) {
            return server.scripting().busyError();
        }
        if ((client.isMonitoring() || client.type() == ClientType.REPLICA) && touchesKeys(client, command, request)) {
            return Errors.REPLICA_TOUCHES_KEYS;
        }
        return null;
    }

    /** A queue may become as long as the client likes: to add to it needs memory, whatever the command does later. */
    private boolean needsMemory(Client client, Command command, Request request, boolean queueing) {
        boolean queued = queueing && !command.spec().has(CommandFlag.NEVER_QUEUED);
        return queued || has(client, command, request, CommandFlag.DENYOOM);
    }

    private boolean touchesKeys(Client client, Command command, Request request) {
        return mayWrite(client, command, request) || has(client, command, request, CommandFlag.READONLY);
    }

    /** A replica that cannot keep what it promised to is worse than none, unless it is told to go on. */
    private void checkDiskOfReplica(Client client, Command command, Request request) {
        boolean broken = server.persistence().rdb().refusesWrites()
                || server.persistence().appendOnlyFile().failure() != null;
        if (broken
                && !config.replication.replicaIgnoreDiskWriteErrors.value()
                && has(client, command, request, CommandFlag.WRITE)) {
            server.log().warning("Replica was unable to write command to disk.");
            server.shutdown().abort();
        }
    }

    /** What writes, and the command by which others see whether the server is well: PING. */
    private boolean isRefusedWithoutDisk(Client client, Command command, Request request) {
        return has(client, command, request, CommandFlag.WRITE)
                || command.spec().has(CommandFlag.TELLS_HEALTH);
    }

    private boolean mayRunWhileLoading(Client client, Command command, Request request) {
        if (!server.persistence().loading().isAsync()) {
            return mayRunWhile(CommandFlag.LOADING, client, command, request);
        }
        Transaction transaction = client.transaction();
        boolean runsQueue = transaction != null && command.spec().has(CommandFlag.RUNS_QUEUE);
        return !command.spec().has(CommandFlag.NO_ASYNC_LOADING)
                && (transaction == null || !runsQueue || !transaction.has(CommandFlag.NO_ASYNC_LOADING));
    }

    /** True if the command, and for EXEC all that it would execute, has a flag. */
    private boolean mayRunWhile(CommandFlag flag, Client client, Command command, Request request) {
        if (!command.spec().has(flag, server, request)) {
            return false;
        }
        Transaction transaction = client.transaction();
        boolean runsQueue = transaction != null && command.spec().has(CommandFlag.RUNS_QUEUE);
        return transaction == null || !runsQueue || !transaction.hasWithout(flag);
    }

    /** True if the request has the flag or, for EXEC, one of those that it would execute. */
    private boolean has(Client client, Command command, Request request, CommandFlag flag) {
        if (command.spec().has(flag, server, request)) {
            return true;
        }
        Transaction transaction = client.transaction();
        return transaction != null && command.spec().has(CommandFlag.RUNS_QUEUE) && transaction.has(flag);
    }

    /** enable-debug-command and enable-module-command: no, yes or local. */
    private boolean mayUseProtected(Client client, Command command) {
        String who = config.get(Errors.protectingParameter(command.topName()));
        return who.equals("yes") || (who.equals("local") && client.connection().isLocal());
    }

    /** True if the command must wait until a pause ends; the client is suspended then. */
    boolean mustWait(Client client, Command command, Request request) {
        return pause.isActive() && pause.holds(client, mayWrite(client, command, request));
    }

    private boolean mayWrite(Client client, Command command, Request request) {
        return has(client, command, request, CommandFlag.WRITE)
                || has(client, command, request, CommandFlag.MAY_REPLICATE);
    }
}
