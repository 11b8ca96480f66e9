package io.miniredis.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void movesAndEndsByConfiguration() throws IOException, InterruptedException {
        try (ServerFixture redis = new ServerFixture()) {
            redis.server().start(true, false);
            int port = freePort();
            assertEquals("OK", redis.show("CONFIG SET metrics-port " + port));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());

            try (ServerSocket taken = new ServerSocket(0)) {
                assertEquals(
                        "(error) ERR CONFIG SET failed (possibly related to argument 'metrics-port')"
                                + " - Unable to listen on this port. Check server logs.",
                        redis.show("CONFIG SET metrics-port " + taken.getLocalPort()));
            }
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());

            assertEquals("OK", redis.show("CONFIG SET metrics-port 0"));
            assertThrows(ConnectException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void answersPrometheus() throws IOException, InterruptedException {
        try (ServerFixture redis = new ServerFixture();
                MetricsEndpoint endpoint = MetricsEndpoint.open(redis.server(), 0)) {
            redis.show("SET a b");
            URI address = URI.create("http://localhost:" + endpoint.port() + "/metrics");

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

            assertEquals(200, response.statusCode());
            assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
            assertTrue(response.body().contains("redis_commands_total{cmd=\"set\"} 1.0\n"), response.body());
        }
    }
}
