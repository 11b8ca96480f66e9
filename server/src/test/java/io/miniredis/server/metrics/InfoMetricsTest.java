package io.miniredis.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InfoMetricsTest {
    private static String text(MetricSnapshots snapshots) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, snapshots);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String text(String info) throws IOException {
        return text(new InfoMetrics(info).snapshots());
    }

    @Test
    void givesFieldsTheNamesOfDashboards() throws IOException {
        String text = text("# Clients\r\nconnected_clients:3\r\nexpired_keys:7\r\nused_memory:1024\r\n");

        assertTrue(text.contains("\nredis_connected_clients 3.0\n"), text);
        assertTrue(text.contains("\nredis_expired_keys_total 7.0\n"), text);
        assertTrue(text.contains("\nredis_memory_used_bytes 1024.0\n"), text);
        assertTrue(text.contains("\nredis_up 1.0\n"), text);
    }

    @Test
    void labelsCommandsErrorsAndDatabases() throws IOException {
        String text = text("""
                cmdstat_config|get:calls=2,usec=1500000,usec_per_call=750000.00,rejected_calls=1,failed_calls=0
                errorstat_WRONGTYPE:count=4
                db3:keys=10,expires=5,avg_ttl=2500
                """);

        assertTrue(text.contains("redis_commands_total{cmd=\"config|get\"} 2.0\n"), text);
        assertTrue(text.contains("redis_commands_duration_seconds_total{cmd=\"config|get\"} 1.5\n"), text);
        assertTrue(text.contains("redis_errors_total{err=\"WRONGTYPE\"} 4.0\n"), text);
        assertTrue(text.contains("redis_db_keys{db=\"db3\"} 10.0\n"), text);
        assertTrue(text.contains("redis_db_avg_ttl_seconds{db=\"db3\"} 2.5\n"), text);
    }

    @Test
    void leavesOutWhatIsNoNumber() throws IOException {
        assertFalse(text("connected_clients:many\r\n").contains("redis_connected_clients"));
    }

    @Test
    void tellOfAServerThatDoesNotAnswer() throws IOException {
        String text = text(InfoMetrics.down());

        assertTrue(text.contains("\nredis_up 0.0\n"), text);
        assertEquals(3, text.lines().count(), text);
    }
}
