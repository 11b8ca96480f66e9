package io.miniredis.server.net;

import io.miniredis.server.RedisServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds and closes listening sockets, which live on the main loop. On the main thread itself nothing is waited for:
 * there each step is done at once.
 */
final class Sockets {
    private final RedisServer server;
    private final EventLoopGroup mainLoop;
    /** Listened on, but nobody is let in yet: who comes waits in the system's backlog. */
    private final List<Channel> held = new ArrayList<>();

    private boolean holds;

    Sockets(RedisServer server, EventLoopGroup mainLoop) {
        this.server = server;
        this.mainLoop = mainLoop;
    }

    /** Sockets bound from now on keep who comes waiting, until {@link #accept()}. */
    void hold() {
        holds = true;
    }

    /** Lets in who waits, and who comes. On the main thread. */
    void accept() {
        if (holds) {
            holds = false;
            held.forEach(channel -> channel.config().setAutoRead(true));
            held.clear();
        }
    }

    /** Registers and binds step by step. */
    Channel bind(ServerChannel channel, SocketAddress address, ChannelHandler acceptor) throws IOException {
        channel.config()
                .setOption(
                        ChannelOption.SO_BACKLOG,
                        server.config().network.tcpBacklog.value());
        if (address instanceof InetSocketAddress) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        }
        if (holds) {
            channel.config().setAutoRead(false);
            held.add(channel);
        }
        channel.pipeline().addLast(acceptor);
        done(mainLoop.register(channel));
        try {
            done(channel.bind(address));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    private void done(ChannelFuture step) throws IOException {
        if (!server.mainThread().isCurrent()) {
            step.awaitUninterruptibly();
        }
        Throwable cause = step.cause();
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
        }
        if (!step.isSuccess()) {
            throw new IllegalStateException("not done at once on the main thread: " + step);
        }
    }

    void close(Channel channel) {
        ChannelFuture closed = channel.close();
        if (!server.mainThread().isCurrent()) {
            closed.awaitUninterruptibly();
        }
    }

    /** {@code bind: Address already in use}, without what Netty and Java put around it. */
    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof ChannelException && failure.getCause() != null ? failure.getCause() : failure;
        String message = String.valueOf(cause.getMessage());
        int end = message.lastIndexOf("): ");
        String text = end < 0 ? message : message.substring(end + 3);
        return text.startsWith("Name or service") ? text : "bind: " + text;
    }

    @Override
    public String toString() {
        return "Sockets[on " + mainLoop + "]";
    }
}
