package io.miniredis.server.net;

import io.miniredis.protocol.DecoderLimits;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.NetworkParameters;
import io.miniredis.server.net.SteadyEventLoops.SteadyLoop;
import java.io.IOException;

/**
 * The server's way to the world: the event loops that carry bytes, the sockets that are listened on, and how large
 * requests may be.
 *
 * <p>Made, opened and ended by the thread that starts and stops the server.
 */
public final class Network {
    private final NetworkParameters config;
    private final Transport transport = Transport.best();
    private final SteadyEventLoops mainLoops;
    private final SteadyEventLoops clientLoops;
    private final DecoderLimits decoderLimits = new DecoderLimits();
    private final Listeners listeners;

    /** @param onExhaustion run by a loop's thread that was out of memory */
    public Network(RedisServer server, Runnable onExhaustion) {
        this.config = server.config().network;
        this.mainLoops = loops("redis-main", 1, onExhaustion);
        int ioThreads = config.ioThreads.value();
        this.clientLoops = ioThreads == 1 ? mainLoops : loops("redis-io", ioThreads - 1, onExhaustion);
        this.listeners = new Listeners(server, transport, mainLoops, clientLoops, decoderLimits);
    }

    private SteadyEventLoops loops(String name, int threads, Runnable onExhaustion) {
        return new SteadyEventLoops(threads, name, transport.ioHandlers(), onExhaustion);
    }

    /** Lets CONFIG SET reach what does not look its parameter up at each use. */
    public void followConfiguration() {
        decoderLimits.maxBulkLength(config.protoMaxBulkLength.value());
        config.protoMaxBulkLength.onChange(() -> {
            decoderLimits.maxBulkLength(config.protoMaxBulkLength.value());
            return null;
        });
    }

    /**
     * Begins to listen.
     *
     * @param freePort true to listen on a free port, the same on all addresses, whatever {@code port} says
     * @throws IOException with what is to be logged before the server gives up
     */
    public void open(boolean freePort) throws IOException {
        listeners.open(freePort);
    }

    // ---- the end, step by step, since others end between the steps ----

    /** Nobody comes any more; connections stay. */
    public void stopListening() {
        listeners.close();
    }

    /** Ends the I/O threads and their connections: first, for what they still hand over needs the main thread. */
    public void endClientLoops() {
        if (clientLoops != mainLoops) {
            clientLoops.end();
        }
    }

    /** Ends the main thread, and the connections that it serves itself. */
    public void endMainLoop() {
        mainLoops.end();
    }

    // ---- parts ----

    /** The loop that is to be the main thread. */
    public SteadyLoop mainLoop() {
        return (SteadyLoop) mainLoops.next();
    }

    /** The operating system's way of waiting for sockets. */
    public Transport transport() {
        return transport;
    }

    /** How large requests may be, and what memory they have taken in advance. */
    public DecoderLimits decoderLimits() {
        return decoderLimits;
    }

    /** Where this server listens. */
    public Listeners listeners() {
        return listeners;
    }

    @Override
    public String toString() {
        return "Network[port " + listeners.port() + ", tls-port " + listeners.tlsPort() + ", " + transport + "]";
    }
}
