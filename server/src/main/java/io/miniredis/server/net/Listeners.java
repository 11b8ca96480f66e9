package io.miniredis.server.net;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.protocol.RequestDecoder;
import io.miniredis.server.RedisServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sockets the server listens on. */
public final class Listeners {
    private final RedisServer server;
    private final Transport transport;
    private final EventLoopGroup mainLoop;
    private final EventLoopGroup clientLoops;
    private final DecoderLimits limits;
    private final List<Channel> channels = new ArrayList<>();

    /** @param clientLoops where clients' channels are registered; the main loop itself with {@code io-threads 1} */
    public Listeners(
            RedisServer server,
            Transport transport,
            EventLoopGroup mainLoop,
            EventLoopGroup clientLoops,
            DecoderLimits limits) {
        this.server = server;
        this.transport = transport;
        this.mainLoop = mainLoop;
        this.clientLoops = clientLoops;
        this.limits = limits;
    }

    /**
     * Listens on a TCP port.
     *
     * @param host an address, or {@code *} for all IPv4 and {@code ::*} for all IPv6 ones
     * @param port 1 to 65535, or 0 for a free one
     * @return the port
     */
    public int listen(String host, int port, int backlog) throws IOException {
        InetSocketAddress address = "*".equals(host)
                ? new InetSocketAddress("0.0.0.0", port)
                : new InetSocketAddress("::*".equals(host) ? "::" : host, port);
        Channel channel = bind(bootstrap("").channel(transport.tcpListener()), address, backlog);
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Listens on a Unix socket; a socket file left from before is replaced. */
    public void listenUnix(String path, int backlog) throws IOException {
        Files.deleteIfExists(Path.of(path));
        bind(bootstrap(path).channel(transport.unixListener()), transport.unixAddress(path), backlog);
    }

    private Channel bind(ServerBootstrap bootstrap, java.net.SocketAddress address, int backlog) throws IOException {
        var bound = bootstrap
                .option(ChannelOption.SO_BACKLOG, backlog)
                .bind(address)
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
        }
        channels.add(bound.channel());
        return bound.channel();
    }

    private ServerBootstrap bootstrap(String unixSocketPath) {
        boolean tcp = unixSocketPath.isEmpty();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(mainLoop, clientLoops)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        boolean onMainThread =
                                channel.eventLoop() == server.mainThread().loop();
                        channel.pipeline()
                                .addLast(new ClientHandler(
                                        server, new RequestDecoder(limits), unixSocketPath, onMainThread));
                    }
                });
        if (tcp) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        }
        return bootstrap;
    }

    /** Stops listening; connections stay. */
    public void close() {
        for (Channel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
        channels.clear();
    }
}
