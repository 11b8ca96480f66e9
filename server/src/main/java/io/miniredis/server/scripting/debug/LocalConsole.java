package io.miniredis.server.scripting.debug;

import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The console of a synchronous session: the script holds the main thread, so the commands come in by serving clients
 * out of it, as out of any script that takes long. All others are told that it is busy.
 */
final class LocalConsole implements DebugConsole {
    /** Between two looks at the clients while the person thinks: few enough not to be felt, and soon enough. */
    private static final long PAUSE_NANOS = 2_000_000;

    private final RedisServer server;
    private final Client client;
    private final DebugSession session;

    LocalConsole(RedisServer server, Client client, DebugSession session) {
        this.server = server;
        this.client = client;
        this.session = session;
    }

    @Override
    public void send(byte[] resp) {
        if (!client.isClosed()) {
            client.connection().writer().encoded(resp);
            client.connection().flush();
        }
    }

    @Override
    public @Nullable Request read() {
        server.scripting().waitForDebugger();
        while (true) {
            Request command = session.poll();
            if (command != null || session.isEnded()) {
                server.scripting().goOnAfterDebugger();
                return command;
            }
            if (client.protocolError() != null) {
                throw LuaError.of(LuaString.of("protocol error"));
            }
            // One round at a time: who hears that the client is gone must not first tell another that it is there.
            server.scripting().serveReady();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
