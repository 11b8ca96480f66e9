package io.miniredis.server.net;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The operating system's way of waiting for many sockets: epoll where it is there, Java's NIO elsewhere. */
public enum Transport {
    EPOLL {
        @Override
        public IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> tcpListener() {
            return EpollServerSocketChannel.class;
        }

        @Override
        Class<? extends ServerChannel> unixListener() {
            return EpollServerDomainSocketChannel.class;
        }

        @Override
        SocketAddress unixAddress(String path) {
            return new DomainSocketAddress(path);
        }
    },
    NIO {
        @Override
        public IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerChannel> tcpListener() {
            return NioServerSocketChannel.class;
        }

        @Override
        Class<? extends ServerChannel> unixListener() {
            return NioServerDomainSocketChannel.class;
        }

        @Override
        SocketAddress unixAddress(String path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    /** The best one this machine has. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    public abstract IoHandlerFactory ioHandlers();

    abstract Class<? extends ServerChannel> tcpListener();

    abstract Class<? extends ServerChannel> unixListener();

    abstract SocketAddress unixAddress(String path);

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
