package io.miniredis.server.scripting.debug;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.SocketlessConnection;

/** The connection of a copy's client: what it is sent goes to the real client, which the server has kept. */
final class RelayedConnection extends SocketlessConnection {
    private final RedisServer server;
    private final Client real;
    private final Runnable whenClosed;
    private final RespWriter writer = RespWriter.inMemory();

    /**
     * @param real belongs to that server's main thread
     * @param whenClosed is told, on the copy's main thread, that the last word was said
     */
    RelayedConnection(RedisServer server, Client real, Runnable whenClosed) {
        this.server = server;
        this.real = real;
        this.whenClosed = whenClosed;
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
        send(false);
    }

    @Override
    public void close() {
        send(true);
        whenClosed.run();
    }

    private void send(boolean last) {
        byte[] bytes = writer.takeBytes();
        server.mainThread().executeIfRunning(() -> relay(bytes, last));
    }

    private void relay(byte[] bytes, boolean last) {
        if (real.isClosed()) {
            return;
        }
        real.connection().writer().encoded(bytes);
        if (last) {
            real.closeAfterReply();
        }
        server.clientLife().flushOrClose(real);
    }

    @Override
    public long pendingOutputBytes() {
        return writer.bufferedBytes();
    }

    @Override
    public String remoteAddress() {
        return real.connection().remoteAddress();
    }

    @Override
    public String localAddress() {
        return real.connection().localAddress();
    }

    @Override
    public boolean isUnixSocket() {
        return real.connection().isUnixSocket();
    }

    @Override
    public String toString() {
        return "RelayedConnection[" + remoteAddress() + "]";
    }
}
