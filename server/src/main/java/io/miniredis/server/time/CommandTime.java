package io.miniredis.server.time;

/**
 * The time a command sees: read once when it begins and standing still until it ends, so that a key cannot expire in
 * its middle, and so that the clock is read once per command and not once per key.
 *
 * <p>Confined to the main thread.
 */
public final class CommandTime {
    private final Clock clock;
    private long millis;
    private long nanos;
    private int frozen;

    public CommandTime(Clock clock) {
        this.clock = clock;
        refresh();
    }

    /** Reads the clock, unless a command that called others is still running: they share its time. */
    public void refresh() {
        if (frozen == 0) {
            nanos = clock.nanos();
            millis = clock.millis();
        }
    }

    /** Keeps the time as it is until the matching {@link #release()}; nests. */
    public void freeze() {
        frozen++;
    }

    public void release() {
        frozen--;
    }

    /** Milliseconds since 1970-01-01 UTC. */
    public long millis() {
        return millis;
    }

    /** The steady clock's reading at the same moment, in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    public Clock clock() {
        return clock;
    }
}
