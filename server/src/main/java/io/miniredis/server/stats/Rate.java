package io.miniredis.server.stats;

/**
 * How fast a counter rises, as the mean of the last 16 samples (trackInstantaneousMetric). Sampled by cron ten times a
 * second.
 */
public final class Rate {
    private static final int SAMPLES = 16;

    private final long[] perSecond = new long[SAMPLES];
    private int next;
    private long lastValue;
    private long lastNanos = Long.MIN_VALUE;

    /** Notes the counter's value at a moment of the steady clock. */
    void sample(long value, long nowNanos) {
        if (lastNanos != Long.MIN_VALUE) {
            long elapsed = Math.max(1, nowNanos - lastNanos);
            double delta = Math.max(0, value - lastValue);
            perSecond[next] = (long) (delta * 1e9 / elapsed);
            next = (next + 1) % SAMPLES;
        }
        lastValue = value;
        lastNanos = nowNanos;
    }

    public long perSecond() {
        long sum = 0;
        for (long sample : perSecond) {
            sum += sample;
        }
        return sum / SAMPLES;
    }

    void reset() {
        java.util.Arrays.fill(perSecond, 0);
        lastNanos = Long.MIN_VALUE;
    }
}
