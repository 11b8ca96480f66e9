package io.miniredis.server.monitoring;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientLife;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.config.MonitoringParameters;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.time.Clock;

/**
 * Is told of every command that was executed, and passes it on to whoever is interested: the slow log, the latency
 * monitor, the histogram of the command, clients that monitor. When nothing is remarkable that costs a few comparisons.
 *
 * <p>Confined to the main thread.
 */
public final class Observation {
    private final MonitoringParameters config;
    private final Clock clock;
    private final SlowLog slowLog;
    private final LatencyMonitor latency;
    private final Monitors monitors;

    public Observation(MonitoringParameters config, Clock clock, ClientLife clientLife) {
        this.config = config;
        this.clock = clock;
        this.slowLog = new SlowLog(config);
        this.latency = new LatencyMonitor(config);
        this.monitors = new Monitors(clientLife);
    }

    /** A command is done. {@code request} may be a form of it without its secrets. */
    public void commandDone(Client client, Command command, Request request, long nanos) {
        if (config.latencyTracking.value()) {
            command.latencies().record(nanos);
        }
        if (config.latencyMonitorThresholdMillis.value() > 0) {
            String event = command.spec().has(CommandFlag.FAST) ? "fast-command" : "command";
            latency.add(event, clock.millis() / 1_000, nanos);
        }
        if (slowLog.isSlow(nanos) && !command.spec().has(CommandFlag.SKIP_SLOWLOG)) {
            ByteString name = client.name();
            FlightEvents.slowCommand(
                    command.fullName(), client.id(), client.connection().remoteAddress(), request.count(), nanos);
            slowLog.add(
                    clock.millis() / 1_000,
                    nanos / 1_000,
                    request,
                    client.connection().remoteAddress(),
                    name == null ? ByteString.EMPTY : name);
        }
    }

    /** A command was tried for the first time: it may block its client, and be done much later. */
    public void commandSeen(Client client, Command command, Request request) {
        if (!monitors.isEmpty()
                && !command.spec().has(CommandFlag.SKIP_MONITOR)
                && !command.spec().has(CommandFlag.ADMIN)) {
            monitors.feed(clock.micros(), client, request);
        }
    }

    /** A command that will call others is shown before them; it is one that {@link #commandSeen} passes over. */
    public void announce(Client client, Request request) {
        if (!monitors.isEmpty()) {
            monitors.feed(clock.micros(), client, request);
        }
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    public LatencyMonitor latency() {
        return latency;
    }

    public Monitors monitors() {
        return monitors;
    }

    @Override
    public String toString() {
        return "Observation[" + slowLog + ", " + latency + ", " + monitors + "]";
    }
}
