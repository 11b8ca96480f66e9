package io.miniredis.server.net;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.protocol.RespWriter;
import io.miniredis.server.client.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket. Replies gather in one buffer, which is handed to the channel as a whole when it is flushed and
 * belongs to the channel from then on.
 */
final class ChannelConnection implements Connection {
    private static final int SMALLEST_BUFFER_BYTES = 256;
    private static final int LARGEST_FIRST_BUFFER_BYTES = 64 * 1024;

    private final Channel channel;
    private final RequestDecoder decoder;
    private final String remoteAddress;
    private final String localAddress;
    private final boolean unixSocket;
    private final RespWriter writer = new RespWriter(Unpooled.EMPTY_BUFFER);
    private @Nullable ByteBuf replies;
    private int firstBufferBytes = SMALLEST_BUFFER_BYTES;

    ChannelConnection(Channel channel, RequestDecoder decoder, String unixSocketPath) {
        this.channel = channel;
        this.decoder = decoder;
        this.unixSocket = !unixSocketPath.isEmpty();
        this.remoteAddress = unixSocket ? unixSocketPath + ":0" : text(channel.remoteAddress());
        this.localAddress = unixSocket ? unixSocketPath + ":0" : text(channel.localAddress());
    }

    private static String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            int zone = host.indexOf('%');
            host = zone < 0 ? host : host.substring(0, zone);
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return "?:0";
    }

    @Override
    public ReplyWriter writer() {
        if (replies == null) {
            replies = channel.alloc().directBuffer(firstBufferBytes);
            writer.buffer(replies);
        }
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer.protocol(version);
    }

    @Override
    public void flush() {
        ByteBuf full = replies;
        if (full == null) {
            return;
        }
        replies = null;
        // The next batch will probably be about as large: growing step by step would copy it several times.
        firstBufferBytes = Math.min(
                Math.max(Integer.highestOneBit(full.readableBytes() | 1) << 1, SMALLEST_BUFFER_BYTES),
                LARGEST_FIRST_BUFFER_BYTES);
        channel.writeAndFlush(full, channel.voidPromise());
    }

    @Override
    public void close() {
        if (replies != null) {
            replies.release();
            replies = null;
        }
        channel.close();
    }

    @Override
    public void closeAfterFlush() {
        ByteBuf last = replies == null ? Unpooled.EMPTY_BUFFER : replies;
        replies = null;
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** The channel is gone: what was not sent is given back. */
    void release() {
        if (replies != null) {
            replies.release();
            replies = null;
        }
    }

    @Override
    public long pendingOutputBytes() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        long unsent = outbound == null ? 0 : outbound.totalPendingWriteBytes();
        return unsent + (replies == null ? 0 : replies.readableBytes());
    }

    @Override
    public long pendingInputBytes() {
        return decoder.bufferedBytes();
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public int fileDescriptor() {
        return Transport.fileDescriptor(channel);
    }

    @Override
    public boolean isUnixSocket() {
        return unixSocket;
    }

    @Override
    public void authenticated(boolean yes) {
        decoder.authenticated(yes);
    }
}
