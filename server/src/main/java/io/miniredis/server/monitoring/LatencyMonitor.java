package io.miniredis.server.monitoring;

import io.miniredis.server.config.MonitoringParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What took at least {@code latency-monitor-threshold}, by kind of work (latency.c): {@code command} and {@code
 * fast-command} for commands by their flag, {@code expire-cycle}.
 *
 * <p>Confined to the main thread.
 */
public final class LatencyMonitor {
    private final MonitoringParameters config;
    private final Map<String, LatencySeries> series = new LinkedHashMap<>();

    public LatencyMonitor(MonitoringParameters config) {
        this.config = config;
    }

    /** True if anything is noted: only then is the time worth measuring. */
    public boolean isOn() {
        return config.latencyMonitorThresholdMillis.value() > 0;
    }

    /** Notes that something took so long, if that is too long. */
    public void add(String event, long timeSeconds, long nanos) {
        long thresholdMillis = config.latencyMonitorThresholdMillis.value();
        if (thresholdMillis > 0 && nanos / 1_000_000 >= thresholdMillis) {
            LatencySeries known = series.get(event);
            if (known == null) {
                known = new LatencySeries();
                series.put(event, known);
            }
            known.add(timeSeconds, nanos / 1_000_000);
        }
    }

    public @Nullable LatencySeries find(String event) {
        return series.get(event);
    }

    public int count() {
        return series.size();
    }

    public void forEach(BiConsumer<String, LatencySeries> visitor) {
        series.forEach(visitor);
    }

    /** Forgets the spikes of this kind. Returns true if there were any. */
    public boolean reset(String event) {
        return series.remove(event) != null;
    }

    public void resetAll() {
        series.clear();
    }

    @Override
    public String toString() {
        return "LatencyMonitor" + series;
    }
}
