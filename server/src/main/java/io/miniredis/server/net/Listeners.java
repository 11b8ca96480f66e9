package io.miniredis.server.net;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ApplyHook;
import io.miniredis.server.config.NetworkParameters;
import io.miniredis.server.config.Parameter;
import io.miniredis.server.config.TlsParameters;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.net.tls.TlsService;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets the server listens on, as {@code bind}, {@code port}, {@code tls-port} and {@code unixsocket} say
 * (listenToPort and initListeners in server.c).
 *
 * <p>They live on the main loop. Opened and closed by the thread that starts and stops the server, and opened anew by
 * the main thread when CONFIG SET moves them; connections stay.
 */
public final class Listeners {
    private static final String NO_TLS = "Unable to update TLS configuration. Check server logs.";
    private static final String NO_PORT = "Unable to listen on this port. Check server logs.";

    private final RedisServer server;
    private final ServerLog log;
    private final NetworkParameters config;
    private final TlsParameters tlsConfig;
    private final Transport transport;
    private final EventLoopGroup clientLoops;
    private final DecoderLimits limits;
    private final Sockets sockets;
    private final TcpPort plain;
    private final TcpPort encrypted;
    /** Made when there is a port for it: without one its classes are not even loaded. */
    private @Nullable TlsService tls;

    private @Nullable Channel unix;
    private boolean anyPort;

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
        this.tlsConfig = server.config().tls;
        this.transport = transport;
        this.clientLoops = clientLoops;
        this.limits = limits;
        this.sockets = new Sockets(server, mainLoop);
        this.plain = new TcpPort(transport, sockets, config.bind, log, () -> acceptor("", null));
        this.encrypted = new TcpPort(transport, sockets, config.bind, log, () -> acceptor("", tls));
    }

    private Acceptor acceptor(String unixSocketPath, @Nullable TlsService encryption) {
        return new Acceptor(server, transport, clientLoops, limits, unixSocketPath, encryption);
    }

    /**
     * Who comes waits, unanswered, until {@link #accept()}: as with Redis, which listens before it loads the data and
     * looks at its sockets when that is done or lasts. To be called before {@link #open}.
     */
    public void hold() {
        sockets.hold();
    }

    /** Lets in who has been kept waiting since {@link #hold()}, and who comes. On the main thread. */
    public void accept() {
        sockets.accept();
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
        if ((anyPort || wanted != 0) && !plain.open(anyPort ? 0 : wanted)) {
            throw new IOException("Failed listening on port " + wanted + " (tcp), aborting.");
        }
        if (tlsConfig.port.value() != 0) {
            openEncrypted(tlsConfig.port.value());
        }
        String path = config.unixSocket.isEmpty() ? "" : config.unixSocket.utf8();
        if (!path.isEmpty()) {
            openUnix(path);
        }
        if (!plain.isOpen() && !encrypted.isOpen() && unix == null) {
            throw new IOException("Configured to not listen anywhere, exiting.");
        }
        followConfiguration();
    }

    private void openEncrypted(int port) throws IOException {
        if (!configureTls(false)) {
            throw new IOException("Failed to configure TLS. Check logs for more info.");
        }
        if (!encrypted.open(port)) {
            throw new IOException("Failed listening on port " + port + " (tls), aborting.");
        }
    }

    private void followConfiguration() {
        config.port.onChange(() -> reopen() ? null : NO_PORT);
        config.bind.onChange(() -> reopen() && reopenEncrypted() ? null : "Failed to bind to specified addresses.");
        tlsConfig.port.onChange(() -> !configureTls(false) ? NO_TLS : reopenEncrypted() ? null : NO_PORT);
        // One for all of them: what is set at once is read once.
        ApplyHook reading = () -> !encrypted.isOpen() || configureTls(true) ? null : NO_TLS;
        for (Parameter parameter : tlsConfig.ofContext()) {
            parameter.onChange(reading);
        }
    }

    /** Reads keys and certificates, unless that was done and is not to be done again. */
    private boolean configureTls(boolean again) {
        TlsService service = tls;
        if (service == null) {
            service = new TlsService(server);
            tls = service;
        }
        return (service.isConfigured() && !again) || service.configure();
    }

    /** What encrypts connections that this server opens; null, after a line in the log, if that is not configured. */
    @Nullable
    TlsService outgoingTls() {
        return configureTls(false) ? tls : null;
    }

    /** Another port on all addresses of {@code bind}, not open yet. */
    TcpPort newPort(Supplier<ChannelHandler> acceptors) {
        return new TcpPort(transport, sockets, config.bind, log, acceptors);
    }

    /** Says so in the log, once the data are there too. */
    public void announce() {
        if (plain.isOpen()) {
            log.notice("Ready to accept connections tcp");
        }
        if (unix != null) {
            log.notice("Ready to accept connections unix");
        }
        if (encrypted.isOpen()) {
            log.notice("Ready to accept connections tls");
        }
    }

    /** The TCP port; 0 if there is none. */
    public int port() {
        return plain.number();
    }

    /** The port for encrypted connections; 0 if there is none. */
    public int tlsPort() {
        return encrypted.number();
    }

    private boolean reopen() {
        int configured = config.port.value();
        return follow(plain, configured == 0 && anyPort ? plain.number() : configured);
    }

    private boolean reopenEncrypted() {
        return follow(encrypted, tlsConfig.port.value());
    }

    private static boolean follow(TcpPort port, int wanted) {
        if (wanted == 0) {
            port.close();
            return true;
        }
        return port.open(wanted);
    }

    private void openUnix(String path) throws IOException {
        try {
            if (!Files.isDirectory(Path.of(path))) {
                Files.deleteIfExists(Path.of(path));
            }
            unix = sockets.bind(transport.newUnixListener(), transport.unixAddress(path), acceptor(path, null));
            int mode = config.unixSocketPermissions.value();
            if (mode != 0) {
                Files.setPosixFilePermissions(Path.of(path), permissions(mode));
            }
        } catch (IOException | ChannelException e) {
            throw new IOException("Failed opening Unix socket: " + Sockets.reason(e), e);
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

    /** Stops listening; connections stay. */
    public void close() {
        plain.close();
        encrypted.close();
        Channel socket = unix;
        if (socket != null) {
            unix = null;
            sockets.close(socket);
            removeSocketFile(config.unixSocket.utf8());
        }
        TlsService service = tls;
        if (service != null) {
            service.close();
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
        return "Listeners[" + plain + ", encrypted " + encrypted + (unix == null ? "]" : ", " + unix + "]");
    }
}
