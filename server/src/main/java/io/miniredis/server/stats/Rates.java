package io.miniredis.server.stats;

/** The rates that INFO calls instantaneous. Confined to the main thread. */
public final class Rates {
    private final Rate commands = new Rate();
    private final Rate input = new Rate();
    private final Rate output = new Rate();

    /** Takes a sample of each counter; called ten times a second. */
    public void sample(ServerStats stats, long nowNanos) {
        commands.sample(stats.totalCommandsProcessed, nowNanos);
        input.sample(stats.totalNetInputBytes, nowNanos);
        output.sample(stats.totalNetOutputBytes, nowNanos);
    }

    /** Commands per second. */
    public Rate commands() {
        return commands;
    }

    /** Bytes received per second. */
    public Rate input() {
        return input;
    }

    /** Bytes sent per second. */
    public Rate output() {
        return output;
    }

    /** CONFIG RESETSTAT. */
    public void reset() {
        commands.reset();
        input.reset();
        output.reset();
    }
}
