package io.miniredis.replication.sentinel;

/** The periods of one sentinel, which SENTINEL DEBUG may shorten for a test. */
public final class Timings {
    private final long[] millis = new long[Timing.values().length];

    Timings() {
        for (Timing timing : Timing.values()) {
            set(timing, timing.defaultMillis());
        }
    }

    public long millis(Timing timing) {
        return millis[timing.ordinal()];
    }

    public void set(Timing timing, long newMillis) {
        millis[timing.ordinal()] = newMillis;
    }
}
