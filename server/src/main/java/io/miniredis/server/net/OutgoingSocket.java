package io.miniredis.server.net;

import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.RedisServer;
import io.miniredis.server.client.Connection;
import io.miniredis.server.net.tls.TlsService;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that this server opens: to its primary, or as a sentinel to those it watches. Its channel lives on the
 * main loop.
 *
 * <p>Confined to the main thread.
 */
public final class OutgoingSocket {
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final RedisServer server;
    private final Listener listener;
    private final byte[] scratch;
    private @Nullable Channel channel;
    private @Nullable ChannelConnection connection;
    private boolean over;

    /** Who hears of what becomes of it, on the main thread. */
    public interface Listener {
        void connected();

        /** Bytes have come; the array is used again afterwards. */
        void received(byte[] bytes, int length);

        /** It could not be opened, or is gone; told once, and not after {@link OutgoingSocket#close}. */
        void closed(String reason);
    }

    public OutgoingSocket(RedisServer server, Listener listener) {
        this(server, listener, SCRATCH_BYTES);
    }

    /** @param chunkBytes the most that the listener gets at a time */
    public OutgoingSocket(RedisServer server, Listener listener, int chunkBytes) {
        this.server = server;
        this.listener = listener;
        this.scratch = new byte[chunkBytes];
    }

    /**
     * Begins to connect. A name is looked up on a thread of its own, since that may take seconds.
     *
     * @param encrypted true to speak TLS
     */
    public void connect(String host, int port, boolean encrypted) {
        Thread lookup = new Thread(() -> lookUp(host, port, encrypted), "redis-dns");
        lookup.setDaemon(true);
        lookup.start();
    }

    /**
     * Begins to connect, with an address for which nothing need be looked up.
     *
     * @param encrypted true to speak TLS
     */
    public void connect(InetSocketAddress address, boolean encrypted) {
        // Not at once: the listener is not told before its owner knows of the socket.
        server.mainThread().execute(() -> open(address, encrypted));
    }

    private void lookUp(String host, int port, boolean encrypted) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            server.mainThread().executeIfRunning(() -> open(address, encrypted));
        } catch (UnknownHostException e) {
            server.mainThread().executeIfRunning(() -> end("Name or service not known"));
        }
    }

    private void open(InetSocketAddress address, boolean encrypted) {
        if (over) {
            return;
        }
        TlsService tls = encrypted ? server.network().listeners().outgoingTls() : null;
        if (encrypted && tls == null) {
            end("TLS is not configured");
            return;
        }
        Channel opened = server.network().transport().newTcpClient();
        channel = opened;
        opened.config().setOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        opened.config().setOption(ChannelOption.TCP_NODELAY, true);
        opened.config()
                .setConnectTimeoutMillis(Math.multiplyExact(
                        1_000,
                        Math.min(server.config().replication.timeoutSeconds.value(), 1_000_000)));
        if (tls != null && !tls.encryptOutgoing(opened)) {
            end("TLS is not configured");
            return;
        }
        opened.pipeline().addLast(new Handler(tls != null));
        ChannelFuture registered = server.mainThread().loop().register(opened);
        SocketAddress local = localAddress();
        ChannelFuture connecting = local == null ? opened.connect(address) : opened.connect(address, local);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end(reason(done.cause()));
            }
        });
        if (registered.cause() != null) {
            end(reason(registered.cause()));
        }
    }

    /** {@code bind-source-addr}. */
    private @Nullable SocketAddress localAddress() {
        if (server.config().network.bindSourceAddress.isEmpty()) {
            return null;
        }
        return new InetSocketAddress(server.config().network.bindSourceAddress.utf8(), 0);
    }

    /** Sends bytes at once; they are the socket's from then on. */
    public void send(byte[] bytes) {
        Channel open = channel;
        if (open != null) {
            server.stats().totalNetOutputBytes += bytes.length;
            open.writeAndFlush(Unpooled.wrappedBuffer(bytes), open.voidPromise());
        }
    }

    /** Reads what comes, or leaves it to the network. */
    public void reading(boolean on) {
        Channel open = channel;
        if (open != null && open.isOpen()) {
            open.config().setAutoRead(on);
        }
    }

    /** Its two ends, as a client has them; null before it is connected. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** Closes it; nobody hears of that. */
    public void close() {
        over = true;
        ChannelConnection present = connection;
        if (present != null) {
            present.release();
        }
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** What the operating system says, without what Netty and Java put around it. */
    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        for (String known : new String[] {"Connection refused", "Connection reset by peer", "timed out"}) {
            if (text.contains(known)) {
                return known;
            }
        }
        return text;
    }

    private void end(String reason) {
        if (!over) {
            close();
            listener.closed(reason);
        }
    }

    private void established(Channel open) {
        connection = new ChannelConnection(
                open,
                new RequestDecoder(server.network().decoderLimits()),
                "",
                server.stats(),
                server.turnEnd()::mayReply);
        listener.connected();
    }

    /** Between the channel and the listener. */
    private final class Handler extends ChannelInboundHandlerAdapter {
        private final boolean encrypted;

        Handler(boolean encrypted) {
            this.encrypted = encrypted;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!encrypted && !over) {
                established(context.channel());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && !over) {
                if (handshake.isSuccess()) {
                    established(context.channel());
                } else {
                    end(reason(handshake.cause()));
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf input = (ByteBuf) message;
            try {
                while (input.isReadable() && !over) {
                    int length = Math.min(scratch.length, input.readableBytes());
                    input.readBytes(scratch, 0, length);
                    server.stats().totalNetInputBytes += length;
                    listener.received(scratch, length);
                }
            } finally {
                input.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            server.turnEnd().batchDone(null, 0);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end("Connection closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                server.log().failure("Closing the connection with the master after an internal error", cause);
            }
            end(reason(cause));
        }
    }

    @Override
    public String toString() {
        return "OutgoingSocket[" + channel + "]";
    }
}
