package io.miniredis.server.time;

/**
 * A clock that stands still until it is moved, so that a test decides when a key expires.
 *
 * <p>Moved by the main thread only (see {@code MainThread#advance}); read from any thread.
 */
public final class VirtualClock implements Clock {
    private final long startMillis;
    private volatile long elapsedNanos;

    /** @param startMillis what the calendar shows at first, in milliseconds since 1970-01-01 UTC */
    public VirtualClock(long startMillis) {
        this.startMillis = startMillis;
    }

    @Override
    public long millis() {
        return startMillis + elapsedNanos / 1_000_000;
    }

    @Override
    public long micros() {
        return startMillis * 1_000 + elapsedNanos / 1_000;
    }

    @Override
    public long nanos() {
        return elapsedNanos;
    }

    @Override
    public void sleep(long nanos) {
        moveTo(elapsedNanos + nanos);
    }

    /** Moves the clock to a later reading of {@link #nanos()}; an earlier one is ignored. */
    void moveTo(long nanos) {
        elapsedNanos = Math.max(elapsedNanos, nanos);
    }
}
