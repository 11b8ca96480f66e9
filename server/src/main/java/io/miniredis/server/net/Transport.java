package io.miniredis.server.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import jdk.net.ExtendedSocketOptions;

/** The operating system's way of waiting for many sockets: epoll where it is there, Java's NIO elsewhere. */
public enum Transport {
    EPOLL {
        @Override
        public IoHandlerFactory ioHandlers() {
            return SteadyEpollHandler.newFactory();
        }

        @Override
        ServerChannel newTcpListener(boolean ipv6) {
            EpollServerSocketChannel channel =
                    new EpollServerSocketChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
            if (ipv6) {
                channel.config().setOption(IPV6_ONLY, 1);
            }
            return channel;
        }

        @Override
        Channel newTcpClient() {
            return new EpollSocketChannel();
        }

        @Override
        ServerChannel newUnixListener() {
            return new EpollServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(String path) {
            return new DomainSocketAddress(path);
        }

        @Override
        void probeAfter(Channel channel, int idleSeconds) {
            channel.config().setOption(EpollChannelOption.SO_KEEPALIVE, true);
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, idleSeconds);
            channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, probeIntervalSeconds(idleSeconds));
            channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
        }
    },
    NIO {
        @Override
        public IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        ServerChannel newTcpListener(boolean ipv6) {
            return new NioServerSocketChannel(
                    SelectorProvider.provider(), ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        }

        @Override
        Channel newTcpClient() {
            return new NioSocketChannel();
        }

        @Override
        ServerChannel newUnixListener() {
            return new NioServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(String path) {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        void probeAfter(Channel channel, int idleSeconds) {
            channel.config().setOption(NioChannelOption.SO_KEEPALIVE, true);
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idleSeconds);
            channel.config()
                    .setOption(
                            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                            probeIntervalSeconds(idleSeconds));
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
        }
    };

    /** The system property that chooses one: {@code epoll} or {@code nio}. */
    public static final String PROPERTY = "io.miniredis.transport";

    /** Linux's IPPROTO_IPV6 and IPV6_V6ONLY: the socket leaves IPv4 to another one on the same port. */
    private static final IntegerUnixChannelOption IPV6_ONLY = new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

    /** Probes without an answer after which a peer counts as dead (anetKeepAlive). */
    private static final int PROBES = 3;

    /** The one the system property names, else the best one this machine has. */
    public static Transport best() {
        if ("nio".equals(System.getProperty(PROPERTY))) {
            return NIO;
        }
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    public abstract IoHandlerFactory ioHandlers();

    /**
     * A channel that will listen, not registered yet; one for IPv6 takes no IPv4 connections where that can be said.
     */
    abstract ServerChannel newTcpListener(boolean ipv6);

    /** A channel that will connect to another server, not registered yet. */
    abstract Channel newTcpClient();

    abstract ServerChannel newUnixListener();

    abstract SocketAddress unixAddress(String path);

    /**
     * Makes the operating system probe whether the peer of a silent connection is still there ({@code tcp-keepalive}).
     */
    abstract void probeAfter(Channel channel, int idleSeconds);

    private static int probeIntervalSeconds(int idleSeconds) {
        return Math.max(1, idleSeconds / 3);
    }

    /** A channel's file descriptor, or -1 where Java does not tell. */
    static int fileDescriptor(Channel channel) {
        if (channel instanceof EpollSocketChannel tcp) {
            return tcp.fd().intValue();
        }
        return channel instanceof EpollDomainSocketChannel unix ? unix.fd().intValue() : -1;
    }

    /** As INFO's {@code multiplexing_api} has it. */
    public String apiName() {
        return this == EPOLL ? "epoll" : "nio";
    }
}
