package io.miniredis.server;

import io.miniredis.protocol.RecordingWriter;
import io.miniredis.server.client.Connection;

/** A connection without a socket: replies are recorded. */
public final class FakeConnection implements Connection {
    private final RecordingWriter writer = new RecordingWriter(2);
    private boolean closed;
    private boolean closedAfterFlush;

    @Override
    public RecordingWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer.protocol(version);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void closeAfterFlush() {
        closedAfterFlush = true;
    }

    /** True if the server has cut the connection, at once or after its last reply. */
    public boolean isClosed() {
        return closed || closedAfterFlush;
    }

    @Override
    public long pendingOutputBytes() {
        return 0;
    }

    @Override
    public long pendingInputBytes() {
        return 0;
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

    @Override
    public boolean isUnixSocket() {
        return false;
    }

    @Override
    public void authenticated(boolean yes) {}
}
