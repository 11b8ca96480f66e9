package io.miniredis.server.net;

import io.miniredis.cluster.BusConnection;
import io.miniredis.cluster.BusDecoder;
import io.miniredis.cluster.ClusterLink;
import io.miniredis.server.RedisServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the cluster bus: cuts what comes into messages, by the length in their first eight bytes.
 *
 * <p>Confined to the main thread.
 */
final class BusSocket extends ChannelInboundHandlerAdapter implements BusConnection {
    /** What a received message's buffer begins with, and returns to. */
    private static final int INITIAL_BYTES = 1_024;

    private static final int LARGEST_STEP_BYTES = 1 << 20;
    /** What a queue and each message in it take beyond the bytes sent. */
    private static final int QUEUE_BYTES = 48;

    private static final int PER_MESSAGE_BYTES = 40;

    private final RedisServer server;
    private final BusSockets bus;
    private final Channel channel;
    private final boolean encrypted;
    private final Deque<byte[]> early = new ArrayDeque<>(2);
    private byte[] received = new byte[INITIAL_BYTES];
    private int used;
    private int length;
    private @Nullable ClusterLink link;
    private long queuedBytes;
    private boolean established;
    private boolean awaitsFlush;
    private boolean over;

    /** @param link of a connection to another node; null if that one opens it */
    BusSocket(RedisServer server, BusSockets bus, Channel channel, @Nullable ClusterLink link, boolean encrypted) {
        this.server = server;
        this.bus = bus;
        this.channel = channel;
        this.link = link;
        this.encrypted = encrypted;
        bus.opened(this);
    }

    Channel channel() {
        return channel;
    }

    boolean isClosed() {
        return over;
    }

    // ---- what the node does with it ----

    @Override
    public void send(byte[] message) {
        if (over) {
            return;
        }
        queuedBytes += message.length + PER_MESSAGE_BYTES;
        if (established) {
            write(message);
        } else {
            early.add(message);
        }
    }

    private void write(byte[] message) {
        channel.write(Unpooled.wrappedBuffer(message))
                .addListener(done -> queuedBytes -= message.length + PER_MESSAGE_BYTES);
        if (!awaitsFlush) {
            awaitsFlush = true;
            bus.needsFlush(this);
        }
    }

    void flush() {
        awaitsFlush = false;
        if (!over) {
            channel.flush();
        }
    }

    @Override
    public void close() {
        over = true;
        early.clear();
        bus.closed(this);
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    @Override
    public String localIp() {
        return ip(channel.localAddress());
    }

    @Override
    public String remoteIp() {
        return ip(channel.remoteAddress());
    }

    private static String ip(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? NetUtil.toAddressString(inet.getAddress(), true)
                : "";
    }

    @Override
    public boolean isSending() {
        return queuedBytes > 0;
    }

    @Override
    public long queuedBytes() {
        return QUEUE_BYTES + queuedBytes;
    }

    long memoryBytes() {
        return queuedBytes() + received.length;
    }

    // ---- what happens to it ----

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!encrypted) {
            established();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                established();
            } else {
                end(String.valueOf(handshake.cause().getMessage()));
            }
        }
    }

    private void established() {
        if (over) {
            return;
        }
        established = true;
        ClusterLink present = link;
        if (present == null) {
            server.log().verbose("Accepting cluster node connection from " + remoteIp());
            link = bus.cluster().accepted(this);
        } else {
            for (byte[] message : early) {
                write(message);
            }
            early.clear();
            bus.cluster().linkConnected(present);
        }
        server.turnEnd().batchDone(null, 0);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf input = (ByteBuf) message;
        try {
            while (input.isReadable() && !over) {
                read(input);
            }
        } finally {
            input.release();
        }
    }

    private void read(ByteBuf input) {
        int wanted = (used < BusDecoder.PREFIX_BYTES ? BusDecoder.PREFIX_BYTES : length) - used;
        int count = Math.min(wanted, input.readableBytes());
        ensureRoom(used + count);
        input.readBytes(received, used, count);
        used += count;
        if (used == BusDecoder.PREFIX_BYTES) {
            length = BusDecoder.length(received, 0);
            if (length == BusDecoder.NO_MESSAGE) {
                server.log().warning("Bad message length or signature received on the Cluster bus from " + remoteIp());
                end("no message");
            }
        } else if (used == length) {
            received();
        }
    }

    /** The sender has to send before it gets memory: what it says of the length is not believed. */
    private void ensureRoom(int bytes) {
        if (bytes > received.length) {
            received = Arrays.copyOf(received, Math.min(bytes * 2, bytes + LARGEST_STEP_BYTES));
        }
    }

    private void received() {
        byte[] message = Arrays.copyOf(received, used);
        used = 0;
        if (received.length > INITIAL_BYTES) {
            received = new byte[INITIAL_BYTES];
        }
        ClusterLink present = link;
        if (present != null) {
            bus.cluster().messageReceived(present, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        server.turnEnd().batchDone(null, 0);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            server.log().failure("Closing a connection of the cluster bus after an internal error", cause);
        }
        end(String.valueOf(cause.getMessage()));
    }

    /** It is no good any more: the node is told, once. */
    void end(String reason) {
        if (over) {
            return;
        }
        server.log().debug("I/O error on node link: " + reason);
        close();
        ClusterLink present = link;
        if (present != null) {
            bus.cluster().linkLost(present);
        }
    }

    @Override
    public String toString() {
        return "BusSocket[" + channel + "]";
    }
}
