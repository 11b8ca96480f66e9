package io.miniredis.benchmarks;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.client.SocketlessConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** A connection without a socket: replies are written as bytes, and forgotten when they would be sent. */
final class DiscardingConnection extends SocketlessConnection {
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
    public long pendingOutputBytes() {
        return buffer.readableBytes();
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:1";
    }

    @Override
    public String localAddress() {
        return "127.0.0.1:6379";
    }
}
