package io.miniredis.server.client;

import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ReplyWriter;

/** The connection of a client that the server itself plays: nobody sends, nobody hears. */
public class NoConnection implements Connection {
    private ReplyWriter writer = new DiscardingWriter();

    @Override
    public ReplyWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer = new DiscardingWriter(version);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public void closeAfterFlush() {}

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
        return "?:0";
    }

    @Override
    public String localAddress() {
        return "?:0";
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
    public void authenticated(boolean yes) {}

    @Override
    public String toString() {
        return "NoConnection";
    }
}
