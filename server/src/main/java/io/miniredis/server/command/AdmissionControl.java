package io.miniredis.server.command;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientPause;
import org.jspecify.annotations.Nullable;

/**
 * May a command run now? Every rule that lets one in, keeps it out or makes it wait stands here, in Redis's order
 * (processCommand), and asks the command's flags, never its name.
 */
public final class AdmissionControl {
    private final ClientPause pause;

    public AdmissionControl(ClientPause pause) {
        this.pause = pause;
    }

    /** The error a client gets instead of the execution, or null if nothing speaks against it. */
    @Nullable
    ErrorReply refusal(Client client, Command command, Request request) {
        if (!client.isAuthenticated() && !command.spec().has(CommandFlag.NO_AUTH)) {
            return Errors.NOAUTH;
        }
        return null;
    }

    /** True if the command must wait until a pause ends; the client is suspended then. */
    boolean mustWait(Client client, Command command) {
        return pause.isActive() && pause.holds(client, command);
    }
}
