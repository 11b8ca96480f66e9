package io.miniredis.server.net;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.DecoderLimits;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.NetworkParameters;
import io.miniredis.server.log.ServerLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets the server listens on, as {@code bind}, {@code port} and {@code unixsocket} say (listenToPort and
 * initListeners in server.c).
 *
 * <p>They live on the main loop. Opened and closed by the thread that starts and stops the server, and opened anew by
 * the main thread when CONFIG SET moves them; connections stay.
 */
public final class Listeners {
    /** {@link #port()} before the server listens. */
    private static final int NONE = 0;

    private final RedisServer server;
    private final ServerLog log;
    private final NetworkParameters config;
    private final Transport transport;
    private final EventLoopGroup mainLoop;
    private final EventLoopGroup clientLoops;
    private final DecoderLimits limits;
    private List<Listener> tcp = new ArrayList<>();
    private @Nullable Channel unix;
    private int port = NONE;
    private boolean anyPort;

    /** One address that is listened on. */
    private record Listener(String host, int port, Channel channel) {}

    /** @param clientLoops where clients' channels are registered; the main loop itself with {@code io-threads 1} */
    public Listeners(
            RedisServer server,
            Transport transport,
            EventLoopGroup mainLoop,
            EventLoopGroup clientLoops,
            DecoderLimits limits) {
        this.server = server;
        this.log = server.log();
        this.config = server.config().network;
        this.transport = transport;
        this.mainLoop = mainLoop;
        this.clientLoops = clientLoops;
        this.limits = limits;
    }

    /**
     * Begins to listen. A port and addresses changed later by CONFIG SET are followed.
     *
     * @param anyPort true to take a free port, whatever {@code port} says; with false 0 is no TCP at all
     * @throws IOException with what is to be logged before the server gives up
     */
    public void open(boolean anyPort) throws IOException {
        this.anyPort = anyPort;
        int wanted = config.port.value();
        if ((anyPort || wanted != 0) && !openTcp(anyPort ? 0 : wanted)) {
            throw new IOException("Failed listening on port " + wanted + " (tcp), aborting.");
        }
        String path = config.unixSocket.isEmpty() ? "" : config.unixSocket.utf8();
        if (!path.isEmpty()) {
            openUnix(path);
        }
        if (tcp.isEmpty() && unix == null) {
            throw new IOException("Configured to not listen anywhere, exiting.");
        }
        config.port.onChange(() -> reopen() ? null : "Unable to listen on this port. Check server logs.");
        config.bind.onChange(() -> reopen() ? null : "Failed to bind to specified addresses.");
    }

    /** Says so in the log, once the data are there too. */
    public void announce() {
        if (!tcp.isEmpty()) {
            log.notice("Ready to accept connections tcp");
        }
        if (unix != null) {
            log.notice("Ready to accept connections unix");
        }
    }

    /** The TCP port; 0 if there is none. */
    public int port() {
        return port;
    }

    private boolean reopen() {
        int configured = config.port.value();
        int wanted = configured == 0 && anyPort ? port : configured;
        if (wanted == 0) {
            closeTcp();
            return true;
        }
        return openTcp(wanted);
    }

    /**
     * Listens on all addresses and on no others (on a free port if 0 is wanted), or, after a log line, on none but the old ones. What is listened on
     * already stays untouched, and what is not wanted any more is closed last unless it is in the way.
     */
    private boolean openTcp(int wantedPort) {
        List<Listener> before = List.copyOf(tcp);
        List<Listener> wanted = new ArrayList<>();
        int chosen = wantedPort;
        closeUnwantedOn(wantedPort);
        for (ByteString text : config.bind.addresses()) {
            ListenAddress address = ListenAddress.parse(text.utf8());
            if (!open(address, chosen, wanted)) {
                wanted.removeAll(before);
                wanted.forEach(this::close);
                return false;
            }
            chosen = wanted.isEmpty() ? chosen : wanted.get(0).port();
        }
        for (Listener listener : tcp) {
            if (!wanted.contains(listener)) {
                close(listener);
            }
        }
        tcp = wanted;
        port = wanted.isEmpty() ? NONE : chosen;
        return true;
    }

    /** One address may be in the way of another on the same port, as {@code *} is of all. */
    private void closeUnwantedOn(int wantedPort) {
        List<Listener> kept = new ArrayList<>();
        for (Listener listener : tcp) {
            if (listener.port() == wantedPort && !isConfigured(listener.host())) {
                close(listener);
            } else {
                kept.add(listener);
            }
        }
        tcp = kept;
    }

    private boolean isConfigured(String host) {
        for (ByteString text : config.bind.addresses()) {
            if (ListenAddress.parse(text.utf8()).host().equals(host)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the listener for an address to the wanted ones, if it can and may be had. False if it must and cannot. */
    private boolean open(ListenAddress address, int wantedPort, List<Listener> wanted) {
        for (Listener listener : tcp) {
            if (listener.port() == wantedPort && listener.host().equals(address.host())) {
                wanted.add(listener);
                return true;
            }
        }
        try {
            Channel channel = bind(transport.newTcpListener(address.isIpv6()), address.resolve(wantedPort), "");
            wanted.add(new Listener(address.host(), ((InetSocketAddress) channel.localAddress()).getPort(), channel));
            return true;
        } catch (IOException | ChannelException | UnsupportedOperationException e) {
            String reason = reason(e);
            if (address.host().equals("::*") && transport == Transport.NIO && isInUse(reason) && !wanted.isEmpty()) {
                // Java's sockets for IPv6 want IPv4's port too, which the listener for * has.
                return true;
            }
            log.warning("Warning: Could not create server TCP listening socket " + address.host() + ":" + wantedPort
                    + ": " + reason);
            return mayBeLeftOut(address, reason);
        }
    }

    private static boolean isInUse(String reason) {
        return reason.endsWith("Address already in use");
    }

    private static boolean mayBeLeftOut(ListenAddress address, String reason) {
        return reason.endsWith("family not supported by protocol")
                || reason.endsWith("family not supported")
                || reason.endsWith("family unavailable")
                || (address.optional() && reason.endsWith("Cannot assign requested address"));
    }

    /** {@code bind: Address already in use}, without what Netty and Java put around it. */
    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof ChannelException && failure.getCause() != null ? failure.getCause() : failure;
        String message = String.valueOf(cause.getMessage());
        int end = message.lastIndexOf("): ");
        String text = end < 0 ? message : message.substring(end + 3);
        return text.startsWith("Name or service") ? text : "bind: " + text;
    }

    private void openUnix(String path) throws IOException {
        try {
            if (!Files.isDirectory(Path.of(path))) {
                Files.deleteIfExists(Path.of(path));
            }
            unix = bind(transport.newUnixListener(), transport.unixAddress(path), path);
            int mode = config.unixSocketPermissions.value();
            if (mode != 0) {
                Files.setPosixFilePermissions(Path.of(path), permissions(mode));
            }
        } catch (IOException | ChannelException e) {
            throw new IOException("Failed opening Unix socket: " + reason(e), e);
        }
    }

    /** The set of permissions that a mode's nine bits are, {@code 0755} for example. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromHighestBit = PosixFilePermission.values();
        for (int i = 0; i < 9; i++) {
            if ((mode & 0400 >> i) != 0) {
                permissions.add(fromHighestBit[i]);
            }
        }
        return permissions;
    }

    /** Registers and binds step by step, which on the main thread itself happens at once: nothing is waited for there. */
    private Channel bind(ServerChannel channel, SocketAddress address, String unixSocketPath) throws IOException {
        channel.config().setOption(ChannelOption.SO_BACKLOG, config.tcpBacklog.value());
        if (unixSocketPath.isEmpty()) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        }
        channel.pipeline().addLast(new Acceptor(server, transport, clientLoops, limits, unixSocketPath));
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

    /** Stops listening; connections stay. */
    public void close() {
        closeTcp();
        Channel socket = unix;
        if (socket != null) {
            unix = null;
            close(socket);
            removeSocketFile(config.unixSocket.utf8());
        }
    }

    private void closeTcp() {
        tcp.forEach(this::close);
        tcp = new ArrayList<>();
        port = NONE;
    }

    private void close(Listener listener) {
        close(listener.channel());
    }

    private void close(Channel channel) {
        ChannelFuture closed = channel.close();
        if (!server.mainThread().isCurrent()) {
            closed.awaitUninterruptibly();
        }
    }

    private void removeSocketFile(String path) {
        log.notice("Removing the unix socket file.");
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            log.warning("Error removing the unix socket file: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "Listeners[" + tcp.size() + " TCP on port " + port + (unix == null ? "]" : ", " + unix + "]");
    }
}
