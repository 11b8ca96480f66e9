package io.miniredis.server.net.tls;

import io.miniredis.server.RedisServer;
import io.miniredis.server.config.TlsParameters;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the connections of {@code tls-port}. The keys may be changed while the server runs: connections that are
 * there keep theirs.
 *
 * <p>Made when there is such a port. Used by the main thread; {@link #handshakeEnded} is called by any.
 */
public final class TlsService {
    /** How long a peer may take to say hello, in milliseconds. */
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final RedisServer server;
    private final TlsParameters config;
    /** Signatures and key exchanges take milliseconds, in which the main thread can answer hundreds of requests. */
    private final ExecutorService arithmetic;

    private final AtomicInteger handshakes = new AtomicInteger();
    private @Nullable SslContext context;
    private @Nullable SslContext outgoing;

    public TlsService(RedisServer server) {
        this.server = server;
        this.config = server.config().tls;
        this.arithmetic = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "redis-tls");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads keys and certificates. False, after a line in the log, if they are no good: the old ones stay then. */
    public boolean configure() {
        try {
            TlsSetup setup =
                    new TlsSetup(config, server.config().process.directory.value());
            context = setup.build();
            outgoing = config.replication.value() || config.cluster.value() ? setup.buildOutgoing() : null;
            return true;
        } catch (TlsException e) {
            server.log().warning(e.reason());
            return false;
        }
    }

    public boolean isConfigured() {
        return context != null;
    }

    /**
     * Prepares a connection that was accepted. {@code client} gets what is decrypted, once the peers understand each
     * other. False if there are too many who have not come that far.
     */
    public boolean encrypt(Channel channel, ChannelHandler client) {
        SslContext current = context;
        long most = server.config().network.maxClients.value();
        if (current == null || server.clients().count() + handshakes.get() >= most) {
            return false;
        }
        SslHandler encryption = current.newHandler(channel.alloc(), arithmetic);
        encryption.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        prepare(encryption.engine());
        handshakes.incrementAndGet();
        channel.pipeline().addLast(encryption, new TlsHandshake(server, this, encryption.engine(), client));
        return true;
    }

    /**
     * Prepares a connection that another node of the cluster has opened; it must say who it is. False if that is
     * impossible.
     */
    public boolean encryptAccepted(Channel channel) {
        SslContext current = context;
        if (current == null) {
            return false;
        }
        SslHandler encryption = current.newHandler(channel.alloc(), arithmetic);
        encryption.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        prepare(encryption.engine());
        SSLParameters parameters = encryption.engine().getSSLParameters();
        parameters.setNeedClientAuth(true);
        encryption.engine().setSSLParameters(parameters);
        channel.pipeline().addLast(encryption);
        return true;
    }

    /** Prepares a connection that this server opens. False if there is nothing to do it with. */
    public boolean encryptOutgoing(Channel channel) {
        SslContext current = outgoing;
        if (current == null) {
            return false;
        }
        SslHandler encryption = current.newHandler(channel.alloc(), arithmetic);
        encryption.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        channel.pipeline().addLast(encryption);
        return true;
    }

    private void prepare(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(config.preferServerCiphers.value());
        switch (config.authClients.choice()) {
            case "yes" -> parameters.setNeedClientAuth(true);
            case "optional" -> parameters.setWantClientAuth(true);
            default -> parameters.setWantClientAuth(false);
        }
        engine.setSSLParameters(parameters);
    }

    /** A handshake has succeeded, failed or was broken off. */
    void handshakeEnded() {
        handshakes.decrementAndGet();
    }

    /** No more connections are accepted, and those there were are closed. */
    public void close() {
        arithmetic.shutdown();
    }

    @Override
    public String toString() {
        return "TlsService[" + (context == null ? "not configured" : context) + ", " + handshakes + " handshakes]";
    }
}
