package io.miniredis.server;

import io.miniredis.protocol.RecordingWriter;
import io.miniredis.server.client.SocketlessConnection;

/** A connection without a socket: replies are recorded. */
public final class FakeConnection extends SocketlessConnection {
    private final RecordingWriter writer = new RecordingWriter(2);
    private boolean closed;

    @Override
    public RecordingWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer.protocol(version);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** True if the server has cut the connection, at once or after its last reply. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:50000";
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:6379";
    }

    @Override
    public int fileDescriptor() {
        return 8;
    }
}
