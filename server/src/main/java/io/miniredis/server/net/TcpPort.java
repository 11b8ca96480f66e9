package io.miniredis.server.net;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.config.BindParameter;
import io.miniredis.server.log.ServerLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One port on all addresses of {@code bind}: {@code port} or {@code tls-port}. */
final class TcpPort {
    /** {@link #number()} before the server listens. */
    private static final int NONE = 0;

    private final Transport transport;
    private final Sockets sockets;
    private final BindParameter bind;
    private final ServerLog log;
    private final Supplier<ChannelHandler> acceptors;
    private List<Listener> listeners = new ArrayList<>();
    private int number = NONE;

    /** One address that is listened on. */
    private record Listener(String host, int port, Channel channel) {}

    TcpPort(
            Transport transport,
            Sockets sockets,
            BindParameter bind,
            ServerLog log,
            Supplier<ChannelHandler> acceptors) {
        this.transport = transport;
        this.sockets = sockets;
        this.bind = bind;
        this.log = log;
        this.acceptors = acceptors;
    }

    /** The port; 0 if there is none. */
    int number() {
        return number;
    }

    boolean isOpen() {
        return !listeners.isEmpty();
    }

    /**
     * Listens on all addresses and on no others (on a free port if 0 is wanted), or, after a log line, on none but the
     * old ones. What is listened on already stays untouched, and what is not wanted any more is closed last unless it
     * is in the way.
     */
    boolean open(int wantedPort) {
        List<Listener> before = List.copyOf(listeners);
        List<Listener> wanted = new ArrayList<>();
        int chosen = wantedPort;
        closeUnwantedOn(wantedPort);
        for (ByteString text : bind.addresses()) {
            ListenAddress address = ListenAddress.parse(text.utf8());
            if (!open(address, chosen, wanted)) {
                wanted.removeAll(before);
                wanted.forEach(this::close);
                return false;
            }
            chosen = wanted.isEmpty() ? chosen : wanted.get(0).port();
        }
        for (Listener listener : listeners) {
            if (!wanted.contains(listener)) {
                close(listener);
            }
        }
        listeners = wanted;
        number = wanted.isEmpty() ? NONE : chosen;
        return true;
    }

    /** One address may be in the way of another on the same port, as {@code *} is of all. */
    private void closeUnwantedOn(int wantedPort) {
        List<Listener> kept = new ArrayList<>();
        for (Listener listener : listeners) {
            if (listener.port() == wantedPort && !isConfigured(listener.host())) {
                close(listener);
            } else {
                kept.add(listener);
            }
        }
        listeners = kept;
    }

    private boolean isConfigured(String host) {
        for (ByteString text : bind.addresses()) {
            if (ListenAddress.parse(text.utf8()).host().equals(host)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the listener for an address to the wanted ones, if it can and may be had. False if it must and cannot. */
    private boolean open(ListenAddress address, int wantedPort, List<Listener> wanted) {
        for (Listener listener : listeners) {
            if (listener.port() == wantedPort && listener.host().equals(address.host())) {
                wanted.add(listener);
                return true;
            }
        }
        try {
            Channel channel = sockets.bind(
                    transport.newTcpListener(address.isIpv6()), address.resolve(wantedPort), acceptors.get());
            wanted.add(new Listener(address.host(), ((InetSocketAddress) channel.localAddress()).getPort(), channel));
            return true;
        } catch (IOException | ChannelException | UnsupportedOperationException e) {
            String reason = Sockets.reason(e);
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

    /** Stops listening; connections stay. */
    void close() {
        listeners.forEach(this::close);
        listeners = new ArrayList<>();
        number = NONE;
    }

    private void close(Listener listener) {
        sockets.close(listener.channel());
    }

    @Override
    public String toString() {
        return "TcpPort[" + number + " on " + listeners.size() + " addresses]";
    }
}
