package io.miniredis.server.scripting.debug;

import io.miniredis.lua.LuaAbort;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import org.jspecify.annotations.Nullable;

/** The console of a session on a copy, where there is nothing to do but to wait for commands. */
final class CopyConsole implements DebugConsole {
    private static final long LOOK_MILLIS = 1_000;

    private final RedisServer copy;
    private final Client client;
    private final DebugSession session;

    /** @param client of the copy, whose connection leads to the real one */
    CopyConsole(RedisServer copy, Client client, DebugSession session) {
        this.copy = copy;
        this.client = client;
        this.session = session;
    }

    @Override
    public void send(byte[] resp) {
        client.connection().writer().encoded(resp);
        client.connection().flush();
    }

    @Override
    public @Nullable Request read() {
        while (true) {
            Request command = session.poll(LOOK_MILLIS);
            if (copy.isStopping()) {
                throw new LuaAbort("Script killed by the end of the server");
            }
            if (command != null || session.isEnded()) {
                copy.scripting().goOnAfterDebugger();
                return command;
            }
        }
    }
}
