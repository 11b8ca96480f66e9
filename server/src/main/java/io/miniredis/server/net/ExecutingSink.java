package io.miniredis.server.net;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import org.jspecify.annotations.Nullable;

/**
 * Executes each request as soon as it is decoded: the connection is read on the main thread ({@code io-threads 1}).
 *
 * <p>64 KB hold three thousand requests, and each may ask for a megabyte or take a millisecond. So a client's turn ends
 * when it has had its share of the main thread: the others are served before its next request, and it is not read
 * meanwhile.
 */
final class ExecutingSink implements RequestSink {
    private final RedisServer server;
    private final ChannelConnection connection;
    private final Turn turn;
    private @Nullable Client client;

    ExecutingSink(RedisServer server, ChannelConnection connection) {
        this.server = server;
        this.connection = connection;
        this.turn = new Turn(server.time(), connection);
    }

    @Override
    public void opened() {
        client = server.accept(connection);
    }

    @Override
    public boolean request(Request request) {
        if (client == null) {
            return true;
        }
        server.dispatcher().accept(client, request);
        if (!turn.isUsedUp()) {
            return true;
        }
        turn.end();
        connection.reading(false);
        connection.goOnDecodingAfterOthers();
        return false;
    }

    @Override
    public void readComplete(long inputBytes) {
        turn.end();
        server.turnEnd().batchDone(client, inputBytes);
    }

    @Override
    public void goesOn() {
        connection.reading(true);
    }

    @Override
    public void protocolError(String text) {
        server.clientLife().protocolError(client, text);
    }

    @Override
    public void queryTooLong(String firstBytes) {
        if (client != null) {
            server.clientLife().queryTooLong(client, firstBytes);
        }
    }

    @Override
    public void inputEnded() {
        if (client != null) {
            server.clientLife().inputEnded(client);
        }
    }

    @Override
    public void closed() {
        if (client != null) {
            server.closed(client);
        }
        connection.release();
    }

    @Override
    public String toString() {
        return "ExecutingSink[" + client + "]";
    }
}
