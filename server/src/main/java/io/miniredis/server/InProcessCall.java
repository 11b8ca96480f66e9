package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RecordingWriter;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.SocketlessConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A command that the server's own process gives: by a client that comes for it, may do everything, and goes when it is
 * answered. On its way to the command the request is like any other, from the dispatcher on.
 */
public final class InProcessCall extends SocketlessConnection {
    private static final String ENDED = "the server has ended";
    private static final RespValue CLOSED = new RespValue.ErrorValue("ERR the connection was closed without a reply");

    private final RedisServer server;
    private final RecordingWriter writer = new RecordingWriter();
    private final CompletableFuture<RespValue> reply = new CompletableFuture<>();
    private @Nullable Client client;

    private InProcessCall(RedisServer server) {
        this.server = server;
    }

    /**
     * Executes a command and waits for its reply. Not on the main thread.
     *
     * @throws IllegalStateException if the server has ended, or ends before there is a reply
     */
    public static RespValue make(RedisServer server, ByteString... argv) {
        if (argv.length == 0) {
            throw new IllegalArgumentException("a command has a name");
        }
        InProcessCall call = new InProcessCall(server);
        try {
            server.mainThread().execute(() -> call.begin(Request.of(argv)));
        } catch (RejectedExecutionException ended) {
            throw new IllegalStateException(ENDED, ended);
        }
        CompletableFuture.anyOf(call.reply, server.shutdown().finished()).join();
        RespValue answer = call.reply.getNow(null);
        if (answer == null || (answer.equals(CLOSED) && server.isStopping())) {
            throw new IllegalStateException(ENDED);
        }
        return answer;
    }

    private void begin(Request request) {
        Client accepted = server.accept(this);
        if (accepted == null) {
            return;
        }
        client = accepted;
        accepted.user(null);
        accepted.authenticated(true);
        server.dispatcher().accept(accepted, request);
        if (!accepted.mustWait() && writer.replies().isEmpty()) {
            // It was asked not to reply, or it is the end.
            leave();
            close();
        }
    }

    private void answered() {
        if (!writer.replies().isEmpty()) {
            leave();
            reply.complete(writer.replies().get(0));
        }
    }

    /** Soon, for whoever sends the reply still looks at the client; but before anybody's next call. */
    private void leave() {
        Client leaving = client;
        if (leaving != null) {
            server.mainThread().executeIfRunning(() -> server.clientLife().disconnect(leaving, "answered"));
        }
    }

    @Override
    public ReplyWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer.protocol(version);
    }

    @Override
    public void flush() {
        answered();
    }

    @Override
    public void closeAfterFlush() {
        answered();
    }

    @Override
    public void close() {
        reply.complete(CLOSED);
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:0";
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public String toString() {
        return "InProcessCall[" + writer + "]";
    }
}
