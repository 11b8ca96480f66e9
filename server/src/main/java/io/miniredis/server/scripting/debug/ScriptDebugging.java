package io.miniredis.server.scripting.debug;

import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.scripting.ScriptErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of a server (evalGenericCommandWithDebugging). Confined to the main thread, but for
 * {@link #endCopies()}.
 *
 * <p>An EVAL that is to be debugged is not executed where it was read: its client's channel would be in the middle of
 * its call, and could not be read for the commands that follow. So the client is suspended, and the run is a task of
 * its own.
 */
public final class ScriptDebugging {
    private final RedisServer server;
    private final List<ServerCopy> copies = new ArrayList<>(0);

    public ScriptDebugging(RedisServer server) {
        this.server = server;
    }

    /**
     * Begins the session that the client has asked for.
     *
     * @return false if the script is to be executed now: without a session, or as a part of one
     */
    public boolean begins(CommandCall call) {
        DebugSession session = call.client().debugSession();
        if (session == null || session.isBegun()) {
            return false;
        }
        if (call.origin() != CallOrigin.CLIENT) {
            throw ScriptErrors.DEBUG_IN_TRANSACTION;
        }
        if (session.isOnCopy()) {
            ServerCopy copy = new ServerCopy(server, call.client(), session, call.request(), this::forget);
            synchronized (copies) {
                copies.add(copy);
            }
            suspend(call.client(), session);
            copy.begin();
        } else {
            suspend(call.client(), session);
            Command command = call.command();
            server.mainThread().execute(() -> runHere(call, command, session));
        }
        return true;
    }

    private static void suspend(Client client, DebugSession session) {
        session.begin();
        client.suspend();
    }

    private void runHere(CommandCall call, Command command, DebugSession session) {
        Client client = call.client();
        if (client.isClosed()) {
            return;
        }
        client.resume();
        server.log().notice("Redis synchronous debugging eval session started");
        new SessionRun(server, client, command, call.request()).run(new LocalConsole(server, client, session));
        server.log().notice("Redis synchronous debugging eval session ended");
    }

    private void forget(ServerCopy copy) {
        synchronized (copies) {
            copies.remove(copy);
        }
    }

    /** The server ends, and its copies with it (ldbKillForkedSessions). Returns when they are gone. */
    public void endCopies() {
        List<ServerCopy> all;
        synchronized (copies) {
            all = List.copyOf(copies);
        }
        for (ServerCopy copy : all) {
            copy.end();
        }
    }

    @Override
    public String toString() {
        return "ScriptDebugging[" + copies.size() + " copies]";
    }
}
