package io.miniredis.server.scripting;

import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.client.Connection;

/** The connection of the client that scripts call commands as: there is nobody at its other end. */
final class ScriptConnection implements Connection {
    private final DiscardingWriter writer = new DiscardingWriter(2);

    @Override
    public boolean isScript() {
        return true;
    }

    @Override
    public ReplyWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {}

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
        return "";
    }

    @Override
    public String localAddress() {
        return "";
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
        return "ScriptConnection";
    }
}
