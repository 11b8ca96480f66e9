package io.miniredis.server.command;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.MemoryReserve;
import io.miniredis.server.acl.AccessControl;
import io.miniredis.server.acl.User;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * May a command run now? Every rule that lets one in, keeps it out or makes it wait stands here, in Redis's order
 * (processCommand), and asks the command's flags, never its name.
 */
public final class AdmissionControl {
    private final ServerConfig config;
    private final ClientPause pause;
    private final MemoryReserve memory;
    private final AccessControl access;

    public AdmissionControl(ServerConfig config, ClientPause pause, MemoryReserve memory, AccessControl access) {
        this.access = access;
        this.memory = memory;
        this.config = config;
        this.pause = pause;
    }

    /** The error a client gets instead of the execution, or null if nothing speaks against it. */
    @Nullable
    ErrorReply refusal(Client client, Command command, Request request) {
        if (command.spec().has(CommandFlag.PROTECTED) && !mayUseProtected(client, command)) {
            return Errors.protectedCommand(command.spec().name());
        }
        if (!client.isAuthenticated() && !access.isOpen() && !command.spec().has(CommandFlag.NO_AUTH)) {
            return Errors.NOAUTH;
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
        if (memory.isExhausted() && needsMemory(client, command, queueing)) {
            return Errors.OOM;
        }
        if (client.isSubscribed() && client.protocol() == 2 && !command.spec().has(CommandFlag.WHILE_SUBSCRIBED)) {
            return Errors.notWhileSubscribed(command.fullName());
        }
        if (client.isMonitoring() && touchesKeys(client, command)) {
            return Errors.REPLICA_TOUCHES_KEYS;
        }
        return null;
    }

    /** A queue may become as long as the client likes: to add to it needs memory, whatever the command does later. */
    private static boolean needsMemory(Client client, Command command, boolean queueing) {
        boolean queued = queueing && !command.spec().has(CommandFlag.NEVER_QUEUED);
        return queued || has(client, command, CommandFlag.DENYOOM);
    }

    private static boolean touchesKeys(Client client, Command command) {
        return mayWrite(client, command) || has(client, command, CommandFlag.READONLY);
    }

    /** True if the command has the flag or, for EXEC, one of those that it would execute. */
    private static boolean has(Client client, Command command, CommandFlag flag) {
        if (command.spec().has(flag)) {
            return true;
        }
        Transaction transaction = client.transaction();
        return transaction != null && command.spec().has(CommandFlag.RUNS_QUEUE) && transaction.has(flag);
    }

    /** enable-debug-command and enable-module-command: no, yes or local. */
    private boolean mayUseProtected(Client client, Command command) {
        String who = config.get(Errors.protectingParameter(command.spec().name()));
        return who.equals("yes") || (who.equals("local") && client.connection().isLocal());
    }

    /** True if the command must wait until a pause ends; the client is suspended then. */
    boolean mustWait(Client client, Command command) {
        return pause.isActive() && pause.holds(client, mayWrite(client, command));
    }

    private static boolean mayWrite(Client client, Command command) {
        return has(client, command, CommandFlag.WRITE) || has(client, command, CommandFlag.MAY_REPLICATE);
    }
}
