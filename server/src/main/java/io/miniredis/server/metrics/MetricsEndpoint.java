package io.miniredis.server.metrics;

import io.miniredis.server.RedisServer;
import io.miniredis.server.info.InfoReport;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers {@code GET /metrics} in Prometheus's text format, on threads of its own. Each scrape asks the main thread for
 * INFO once; a server that does not answer in time is told as {@code redis_up 0}.
 *
 * <p>There is no password: in protected mode without one, only this machine is served, as the Redis ports do it.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final HTTPServer http;

    private MetricsEndpoint(HTTPServer http) {
        this.http = http;
    }

    /**
     * @param port 1 to 65535, or 0 for a free one
     * @throws IOException if the port cannot be listened on
     */
    public static MetricsEndpoint open(RedisServer server, int port) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register((MultiCollector) () -> collect(server));
        boolean isLocalOnly = server.config().network.protectedMode.value()
                && server.config().security.requirePassword.value().isEmpty();
        HTTPServer.Builder builder = HTTPServer.builder().port(port).registry(registry);
        if (isLocalOnly) {
            builder.inetAddress(InetAddress.getLoopbackAddress());
        }
        return new MetricsEndpoint(builder.buildAndStart());
    }

    private static MetricSnapshots collect(RedisServer server) {
        CompletableFuture<byte[]> info = new CompletableFuture<>();
        server.mainThread().execute(() -> info.complete(new InfoReport(server).sections(List.of("everything"))));
        try {
            byte[] text = info.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new InfoMetrics(new String(text, StandardCharsets.UTF_8)).snapshots();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return InfoMetrics.down();
        } catch (ExecutionException | TimeoutException busy) {
            return InfoMetrics.down();
        }
    }

    public int port() {
        return http.getPort();
    }

    @Override
    public void close() {
        http.close();
    }
}
