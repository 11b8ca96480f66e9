package io.miniredis.server.command.monitoring;

import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.info.InfoText;
import io.miniredis.server.monitoring.LatencyMonitor;
import io.miniredis.server.monitoring.LatencySeries;

/** LATENCY DOCTOR: what was seen, and what may help, in words. */
final class LatencyAdvice {
    private LatencyAdvice() {}

    static String of(LatencyMonitor monitor, ServerConfig config) {
        long thresholdMillis = config.monitoring.latencyMonitorThresholdMillis.value();
        if (monitor.count() == 0 && thresholdMillis == 0) {
            return "Nothing is known: the latency monitor is off. CONFIG SET latency-monitor-threshold <milliseconds>"
                    + " turns it on.\n";
        }
        if (monitor.count() == 0) {
            return "Nothing has taken " + thresholdMillis + " ms or more.\n";
        }
        StringBuilder text = new StringBuilder("These kinds of work took " + thresholdMillis + " ms or more:\n\n");
        monitor.forEach((event, series) -> spikes(text, event, series));
        text.append("\nWhat may help:\n\n");
        if (monitor.find("command") != null) {
            commands(text, config, thresholdMillis);
        }
        if (monitor.find("fast-command") != null) {
            text.append(
                    "- Fast commands are slow when the process does not get its processor, or while the JVM collects"
                            + " garbage. Lower the load of the machine, look for pauses with -Xlog:gc, give the JVM a larger"
                            + " heap.\n");
        }
        if (monitor.find("expire-cycle") != null && config.keyspace.hz.value() < 100) {
            text.append("- Many keys expire at the same time. CONFIG SET hz 100 spreads their deletion.\n");
        }
        if (monitor.find("eviction-cycle") != null) {
            text.append(
                    "- Clients wait while keys are deleted to make room. A lower maxmemory-eviction-tenacity makes them"
                            + " wait less at a time, a higher maxmemory more rarely.\n");
        }
        return text.toString();
    }

    private static void spikes(StringBuilder text, String event, LatencySeries series) {
        long seconds = series.seconds(series.size() - 1) - series.seconds(0);
        text.append("- ").append(event).append(": ").append(series.size()).append(" times, on average ");
        text.append(series.averageMillis()).append(" ms (mean deviation ");
        text.append(series.meanDeviationMillis()).append(" ms), every ");
        text.append(InfoText.decimals((double) seconds / series.size(), 2)).append(" s; at most ");
        text.append(series.maxMillis()).append(" ms.\n");
    }

    private static void commands(StringBuilder text, ServerConfig config, long thresholdMillis) {
        long slowMicros = config.monitoring.slowLogThresholdMicros.value();
        if (slowMicros < 0 || slowMicros / 1_000 > thresholdMillis) {
            text.append("- The slow log does not note these commands. CONFIG SET slowlog-log-slower-than ");
            text.append(thresholdMillis * 1_000).append(" makes it do so.\n");
        }
        text.append("- SLOWLOG GET tells which commands they are. Look for those that visit many elements at once, and"
                + " for keys that are too big.\n");
    }
}
