package io.miniredis.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of INFO as metrics. Names and units are those of redis_exporter, which most dashboards for Redis are made
 * for: seconds, bytes, {@code _total} for what only grows.
 */
final class InfoMetrics {
    /** A field that is one number. */
    private record Field(String name, String metric, boolean isCounter, double unit, String help) {}

    private static final double MICROS = 1e-6;
    private static final double MILLIS = 1e-3;

    private static final List<Field> FIELDS = List.of(
            gauge("uptime_in_seconds", "uptime_in_seconds", "Seconds since the start"),
            gauge("connected_clients", "connected_clients", "Connected clients"),
            gauge("blocked_clients", "blocked_clients", "Clients that wait for a key or a replica"),
            gauge("tracking_clients", "tracking_clients", "Clients that are told what changes of what they read"),
            gauge("maxclients", "config_maxclients", "Most clients that may be connected"),
            gauge("used_memory", "memory_used_bytes", "Memory in use"),
            gauge("used_memory_rss", "memory_used_rss_bytes", "Memory of the process"),
            gauge("used_memory_peak", "memory_used_peak_bytes", "Most memory ever in use"),
            gauge("used_memory_dataset", "memory_used_dataset_bytes", "Memory in use for data"),
            gauge("maxmemory", "memory_max_bytes", "Most memory that data may use, 0 without limit"),
            gauge("mem_clients_normal", "mem_clients_normal", "Memory of clients' buffers"),
            gauge("rdb_changes_since_last_save", "rdb_changes_since_last_save", "Changes since the last save"),
            gauge("rdb_bgsave_in_progress", "rdb_bgsave_in_progress", "1 while a save is running"),
            gauge("rdb_last_save_time", "rdb_last_save_timestamp_seconds", "When the data set was saved last"),
            gauge("aof_enabled", "aof_enabled", "1 if there is an append-only file"),
            gauge("aof_rewrite_in_progress", "aof_rewrite_in_progress", "1 while the append-only file is rewritten"),
            gauge("loading", "loading_dump_file", "1 while data is being loaded"),
            counter("total_connections_received", "connections_received_total", "Connections accepted"),
            counter("rejected_connections", "rejected_connections_total", "Connections turned away by maxclients"),
            counter("total_commands_processed", "commands_processed_total", "Commands executed"),
            counter("total_net_input_bytes", "net_input_bytes_total", "Bytes read from clients"),
            counter("total_net_output_bytes", "net_output_bytes_total", "Bytes written to clients"),
            counter("expired_keys", "expired_keys_total", "Keys that expired"),
            counter("evicted_keys", "evicted_keys_total", "Keys evicted because of maxmemory"),
            counter("evicted_clients", "evicted_clients_total", "Clients evicted because of maxmemory-clients"),
            counter("keyspace_hits", "keyspace_hits_total", "Reads of keys that were there"),
            counter("keyspace_misses", "keyspace_misses_total", "Reads of keys that were not there"),
            counter("total_error_replies", "total_error_replies", "Errors replied"),
            gauge("pubsub_channels", "pubsub_channels", "Channels that somebody listens to"),
            gauge("pubsub_patterns", "pubsub_patterns", "Patterns that somebody listens to"),
            gauge("connected_slaves", "connected_slaves", "Connected replicas"),
            gauge("master_repl_offset", "master_repl_offset", "Bytes of replication stream so far"),
            new Field(
                    "expire_cycle_cpu_milliseconds",
                    "expire_cycle_cpu_time_seconds",
                    true,
                    MILLIS,
                    "Time spent looking for expired keys"),
            counter("used_cpu_sys", "cpu_sys_seconds_total", "Processor time in the system"),
            counter("used_cpu_user", "cpu_user_seconds_total", "Processor time in the program"),
            gauge("cluster_enabled", "cluster_enabled", "1 as part of a cluster"));

    private static Field gauge(String name, String metric, String help) {
        return new Field(name, metric, false, 1, help);
    }

    private static Field counter(String name, String metric, String help) {
        return new Field(name, metric, true, 1, help);
    }

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<MetricSnapshot> snapshots = new ArrayList<>();

    /** @param info lines of {@code name:value} */
    InfoMetrics(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
    }

    MetricSnapshots snapshots() {
        add("up", "1 if the server answers", false, new Series().add(Labels.EMPTY, 1));
        instance();
        for (Field field : FIELDS) {
            Double value = number(fields.get(field.name));
            if (value != null) {
                add(field.metric, field.help, field.isCounter, new Series().add(Labels.EMPTY, value * field.unit));
            }
        }
        commands();
        series("errorstat_", "err", counter("count", "errors_total", "Errors replied, by code"));
        databases();
        return new MetricSnapshots(snapshots);
    }

    /** What is said of a server that does not answer. */
    static MetricSnapshots down() {
        InfoMetrics metrics = new InfoMetrics("");
        metrics.add("up", "1 if the server answers", false, new Series().add(Labels.EMPTY, 0));
        return new MetricSnapshots(metrics.snapshots);
    }

    private void instance() {
        Labels labels = Labels.EMPTY;
        for (String name :
                List.of("redis_version", "redis_mode", "role", "os", "tcp_port", "run_id", "maxmemory_policy")) {
            labels = labels.merge(Labels.of(name, fields.getOrDefault(name, "")));
        }
        snapshots.add(InfoSnapshot.builder()
                .name("redis_instance")
                .help("What kind of server it is")
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build());
    }

    private void commands() {
        String stat = "cmdstat_";
        String label = "cmd";
        series(stat, label, counter("calls", "commands_total", "Calls, by command"));
        series(stat, label, new Field("usec", "commands_duration_seconds_total", true, MICROS, "Time, by command"));
        series(stat, label, counter("rejected_calls", "commands_rejected_calls_total", "Refused, by command"));
        series(stat, label, counter("failed_calls", "commands_failed_calls_total", "Errors, by command"));
    }

    private void databases() {
        series("db", "db", gauge("keys", "db_keys", "Keys, by database"));
        series("db", "db", gauge("expires", "db_keys_expiring", "Keys that expire, by database"));
        series(
                "db",
                "db",
                new Field("avg_ttl", "db_avg_ttl_seconds", false, MILLIS, "Average time to live, by database"));
    }

    /** One metric of all fields that begin alike and are lists of {@code part=number}. */
    private void series(String prefix, String label, Field part) {
        Series series = new Series();
        fields.forEach((name, value) -> {
            Double number = name.startsWith(prefix) ? number(part(value, part.name)) : null;
            if (number != null) {
                String which = prefix.equals("db") ? name : name.substring(prefix.length());
                series.add(Labels.of(label, which), number * part.unit);
            }
        });
        if (!series.isEmpty()) {
            add(part.metric, part.help, part.isCounter, series);
        }
    }

    private static @Nullable String part(String list, String name) {
        for (String each : list.split(",", -1)) {
            if (each.startsWith(name) && each.startsWith("=", name.length())) {
                return each.substring(name.length() + 1);
            }
        }
        return null;
    }

    private static @Nullable Double number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException other) {
            return null;
        }
    }

    private void add(String metric, String help, boolean isCounter, Series series) {
        snapshots.add(series.snapshot("redis_" + metric, help, isCounter));
    }

    /** The numbers of one metric. */
    private static final class Series {
        private final List<Labels> labels = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        Series add(Labels label, double value) {
            labels.add(label);
            values.add(value);
            return this;
        }

        boolean isEmpty() {
            return labels.isEmpty();
        }

        MetricSnapshot snapshot(String name, String help, boolean isCounter) {
            return isCounter ? counter(name, help) : gauge(name, help);
        }

        private MetricSnapshot gauge(String name, String help) {
            GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
            for (int i = 0; i < labels.size(); i++) {
                builder.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels.get(i))
                        .value(values.get(i))
                        .build());
            }
            return builder.build();
        }

        private MetricSnapshot counter(String name, String help) {
            // The library adds "_total".
            String stem = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
            CounterSnapshot.Builder builder =
                    CounterSnapshot.builder().name(stem).help(help);
            for (int i = 0; i < labels.size(); i++) {
                builder.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels.get(i))
                        .value(values.get(i))
                        .build());
            }
            return builder.build();
        }
    }
}
