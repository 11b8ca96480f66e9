package io.miniredis.server.command;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.MemoryReserve;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * May a command run now? Every rule that lets one in, keeps it out or makes it wait stands here, in Redis's order
 * (processCommand), and asks the command's flags, never its name.
 */
public final class AdmissionControl {
    private final ServerConfig config;
    private final ClientPause pause;
    private final MemoryReserve memory;

    public AdmissionControl(ServerConfig config, ClientPause pause, MemoryReserve memory) {
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
        if (!client.isAuthenticated() && !command.spec().has(CommandFlag.NO_AUTH)) {
            return Errors.NOAUTH;
        }
        if (memory.isExhausted() && command.spec().has(CommandFlag.DENYOOM)) {
            return Errors.OOM;
        }
        return null;
    }

    /** enable-debug-command and enable-module-command: no, yes or local. */
    private boolean mayUseProtected(Client client, Command command) {
        String who = config.get(Errors.protectingParameter(command.spec().name()));
        return who.equals("yes") || (who.equals("local") && client.connection().isLocal());
    }

    /** True if the command must wait until a pause ends; the client is suspended then. */
    boolean mustWait(Client client, Command command) {
        return pause.isActive() && pause.holds(client, command);
    }
}
