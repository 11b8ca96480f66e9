package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** What the server notes of its own work: slow commands, latency, tracked keys, long scripts. */
public final class MonitoringParameters {
    /** -1: note none, 0: note all. */
    public final LongParameter slowLogThresholdMicros;

    public final LongParameter slowLogMaxLength;
    /** 0: note none. */
    public final LongParameter latencyMonitorThresholdMillis;

    public final BooleanParameter latencyTracking;
    public final PercentilesParameter latencyPercentiles;
    /** Where Prometheus asks; 0: nowhere. Not a parameter of Redis. */
    public final IntParameter metricsPort;

    public final LongParameter trackingTableMaxKeys;
    public final LongParameter busyReplyThresholdMillis;

    public final BooleanParameter luaEnableDeprecatedApi;

    MonitoringParameters(ParameterTable table) {
        slowLogThresholdMicros = table.number(named("slowlog-log-slower-than"), 10000, -1, Long.MAX_VALUE);
        slowLogMaxLength = table.number(named("slowlog-max-len"), 128, 0, Long.MAX_VALUE);
        latencyMonitorThresholdMillis = table.number(named("latency-monitor-threshold"), 0, 0, Long.MAX_VALUE);
        latencyTracking = table.flag(named("latency-tracking"), true);
        latencyPercentiles = table.add(new PercentilesParameter(named("latency-tracking-info-percentiles")));
        trackingTableMaxKeys = table.number(named("tracking-table-max-keys"), 1000000, 0, Long.MAX_VALUE);
        metricsPort = table.integer(named("metrics-port"), 0, 0, 65535);
        busyReplyThresholdMillis =
                table.number(named("busy-reply-threshold").alias("lua-time-limit"), 5000, 0, Long.MAX_VALUE);
        luaEnableDeprecatedApi = table.flag(
                named("lua-enable-deprecated-api").immutable().hidden().later("let scripts use what Lua deprecates"),
                false);
    }
}
