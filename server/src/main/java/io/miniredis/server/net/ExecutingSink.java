package io.miniredis.server.net;

import io.miniredis.protocol.Request;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import org.jspecify.annotations.Nullable;

/** Executes each request as soon as it is decoded: the connection is read on the main thread ({@code io-threads 1}). */
final class ExecutingSink implements RequestSink {
    private final RedisServer server;
    private final ChannelConnection connection;
    private @Nullable Client client;

    ExecutingSink(RedisServer server, ChannelConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    @Override
    public void opened() {
        client = server.accept(connection);
    }

    @Override
    public boolean request(Request request) {
        if (client != null) {
            server.dispatcher().accept(client, request);
        }
        return true;
    }

    @Override
    public void readComplete(long inputBytes) {
        server.batchDone(client, inputBytes);
    }

    @Override
    public void protocolError(String text) {
        server.protocolError(client, text);
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
