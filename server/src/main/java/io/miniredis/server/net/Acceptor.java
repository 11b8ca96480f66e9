package io.miniredis.server.net;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.RedisServer;
import io.miniredis.server.net.tls.TlsService;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes the connections that arrive at a listener and sets them up. On the main thread. */
final class Acceptor extends ChannelInboundHandlerAdapter {
    /** How long no connection is accepted after accepting failed, for want of file descriptors mostly. */
    private static final int PAUSE_MILLIS = 1_000;

    /**
     * One read of up to 64 KB, then its replies go out and it is the next client's turn: nobody waits for a client that
     * sends without end.
     */
    private static final RecvByteBufAllocator ONE_READ =
            new AdaptiveRecvByteBufAllocator(64, 2_048, 65_536).maxMessagesPerRead(1);

    private final RedisServer server;
    private final Transport transport;
    private final EventLoopGroup clientLoops;
    private final DecoderLimits limits;
    private final String unixSocketPath;
    private final @Nullable TlsService tls;

    /**
     * @param unixSocketPath the path if it is a Unix socket, else empty
     * @param tls what encrypts the connections; null if nothing does
     */
    Acceptor(
            RedisServer server,
            Transport transport,
            EventLoopGroup clientLoops,
            DecoderLimits limits,
            String unixSocketPath,
            @Nullable TlsService tls) {
        this.server = server;
        this.transport = transport;
        this.clientLoops = clientLoops;
        this.limits = limits;
        this.unixSocketPath = unixSocketPath;
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel channel = (Channel) message;
        boolean onMainThread = clientLoops == context.channel().eventLoop().parent();
        channel.config().setOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, ONE_READ);
        // A peer that has sent its last request still waits for replies.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (unixSocketPath.isEmpty()) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
            int idleSeconds = server.config().network.tcpKeepalive.value();
            if (idleSeconds > 0) {
                transport.probeAfter(channel, idleSeconds);
            }
        }
        ClientHandler client = handler(channel, onMainThread);
        if (tls == null) {
            channel.pipeline().addLast(client);
        } else if (!tls.encrypt(channel, client)) {
            server.stats().rejectedConnections++;
            channel.unsafe().closeForcibly();
            return;
        }
        clientLoops.register(channel).addListener(done -> {
            if (!done.isSuccess()) {
                server.log().warning("Error registering the new client connection: " + done.cause());
                channel.unsafe().closeForcibly();
            }
        });
    }

    private ClientHandler handler(Channel channel, boolean onMainThread) {
        RequestDecoder decoder = new RequestDecoder(limits);
        // The main thread will say so too, but an I/O thread may have read the first request before it hears that.
        boolean open = server.access().isOpen();
        decoder.authenticated(open);
        ChannelConnection connection =
                new ChannelConnection(channel, decoder, unixSocketPath, server.stats(), server.turnEnd()::mayReply);
        RequestSink sink =
                onMainThread ? new ExecutingSink(server, connection) : new HandOver(server, connection, open);
        return new ClientHandler(server, decoder, connection, sink);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        server.log().warning("Accepting client connection: " + cause.getMessage());
        Channel listener = context.channel();
        if (listener.config().isAutoRead()) {
            listener.config().setAutoRead(false);
            // The machine's clock, not the server's: descriptors come back in real time only.
            listener.eventLoop()
                    .schedule(() -> listener.config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
