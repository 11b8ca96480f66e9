package io.miniredis.server.metrics;

import io.miniredis.server.RedisServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps the endpoint for Prometheus where {@code metrics-port} says, or closed while that is 0. */
public final class MetricsPort {
    private final RedisServer server;
    private @Nullable MetricsEndpoint endpoint;

    public MetricsPort(RedisServer server) {
        this.server = server;
    }

    /** Opens the endpoint if there shall be one. @throws IOException if its port cannot be listened on */
    public void open() throws IOException {
        int port = server.config().monitoring.metricsPort.value();
        if (port == 0) {
            return;
        }
        try {
            endpoint = MetricsEndpoint.open(server, port);
        } catch (IOException e) {
            throw new IOException("Could not listen on metrics-port " + port + ": " + e.getMessage(), e);
        }
        server.log().notice("Metrics for Prometheus at port " + port);
    }

    /** From now on CONFIG SET moves the endpoint. The old port is given up first, as with {@code port}. */
    public void followConfiguration() {
        server.config().monitoring.metricsPort.onChange(this::reopen);
    }

    private @Nullable String reopen() {
        close();
        try {
            open();
            return null;
        } catch (IOException e) {
            server.log().warning(String.valueOf(e.getMessage()));
            return "Unable to listen on this port. Check server logs.";
        }
    }

    public void close() {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
    }

    @Override
    public String toString() {
        return "MetricsPort[" + (endpoint == null ? "closed" : endpoint.port()) + "]";
    }
}
