package io.miniredis.server.stats;

import io.miniredis.server.time.CommandTime;

/** The rates that INFO calls instantaneous. Confined to the main thread. */
public final class Rates {
    private final Rate commands = new Rate();
    private final Rate input = new Rate();
    private final Rate output = new Rate();
    private final Rate replicationInput = new Rate();
    private final Rate replicationOutput = new Rate();
    private final Rate turns = new Rate();
    private final Rate turnsNanos = new Rate();

    /** Takes a sample of each counter; called ten times a second. */
    public void sample(ServerStats stats, CommandTime time) {
        long nowNanos = time.nanos();
        turns.sample(time.turns(), nowNanos);
        turnsNanos.sample(time.turnsNanos(), nowNanos);
        commands.sample(stats.totalCommandsProcessed, nowNanos);
        input.sample(stats.totalNetInputBytes, nowNanos);
        output.sample(stats.outputBytes(), nowNanos);
        replicationInput.sample(stats.replicationInputBytes, nowNanos);
        replicationOutput.sample(stats.replicationOutputBytes(), nowNanos);
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

    /** Bytes received from primaries per second. */
    public Rate replicationInput() {
        return replicationInput;
    }

    /** Bytes sent to replicas per second. */
    public Rate replicationOutput() {
        return replicationOutput;
    }

    /** Turns per second. */
    public Rate turns() {
        return turns;
    }

    /** What a turn takes, on average, in nanoseconds. */
    public long nanosPerTurn() {
        long perSecond = turns.perSecond();
        return perSecond == 0 ? 0 : turnsNanos.perSecond() / perSecond;
    }

    /** CONFIG RESETSTAT. */
    public void reset() {
        turns.reset();
        turnsNanos.reset();
        commands.reset();
        input.reset();
        output.reset();
        replicationInput.reset();
        replicationOutput.reset();
    }
}
