package io.miniredis.benchmarks;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.client.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** A connection without a socket: replies are written as bytes, and forgotten when they would be sent. */
final class DiscardingConnection implements Connection {
    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
    private final RespWriter writer = new RespWriter(buffer);

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
        buffer.clear();
    }

    @Override
    public void close() {
        buffer.release();
    }

    @Override
    public void closeAfterFlush() {
        close();
    }

    @Override
    public long pendingOutputBytes() {
        return buffer.readableBytes();
    }

    @Override
    public long pendingInputBytes() {
        return 0;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:1";
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:6379";
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
}
