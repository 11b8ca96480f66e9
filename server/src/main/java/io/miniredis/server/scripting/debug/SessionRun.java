package io.miniredis.server.scripting.debug;

import io.miniredis.protocol.Request;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.Command;

/**
 * The EVAL of a session: its reply is held back until the last lines of the debugger are sent. The connection is closed
 * afterwards, which is how the client learns that the session is over.
 */
final class SessionRun {
    private final RedisServer server;
    private final Client client;
    private final Command command;
    private final Request request;

    SessionRun(RedisServer server, Client client, Command command, Request request) {
        this.server = server;
        this.client = client;
        this.command = command;
        this.request = request;
    }

    void run(DebugConsole console) {
        Debugger debugger = new Debugger(console, request.arg(1));
        RespWriter reply = RespWriter.inMemory();
        reply.protocol(client.protocol());

        server.scripting().debugger(debugger);
        try {
            server.executor().call(client, command, request, CallOrigin.UNBLOCKED, reply);
        } finally {
            server.scripting().debugger(null);
        }

        debugger.end();
        if (!client.isClosed()) {
            client.pushes().encoded(reply.takeBytes());
            client.closeAfterReply();
            server.clientLife().flushOrClose(client);
        }
    }
}
