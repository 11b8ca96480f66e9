package io.miniredis.server.client;

/** A connection within the process: nothing comes in by it, so there is nothing to count or to limit. */
public abstract class SocketlessConnection implements Connection {
    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public void closeAfterFlush() {
        close();
    }

    @Override
    public long pendingOutputBytes() {
        return 0;
    }

    @Override
    public final long pendingInputBytes() {
        return 0;
    }

    @Override
    public int fileDescriptor() {
        return -1;
    }

    @Override
    public boolean isUnixSocket() {
        return false;
    }

    @Override
    public final void authenticated(boolean yes) {}
}
