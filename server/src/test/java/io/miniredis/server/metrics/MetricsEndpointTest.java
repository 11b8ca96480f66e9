package io.miniredis.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
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
