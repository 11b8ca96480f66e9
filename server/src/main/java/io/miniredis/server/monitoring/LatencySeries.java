package io.miniredis.server.monitoring;

/** The latest spikes of one kind, at most one a second: the longest (struct latencyTimeSeries). */
public final class LatencySeries {
    private static final int LENGTH = 160;

    private final long[] seconds = new long[LENGTH];
    private final long[] millis = new long[LENGTH];
    private int next;
    private int size;
    private long maxMillis;

    void add(long timeSeconds, long latencyMillis) {
        maxMillis = Math.max(maxMillis, latencyMillis);
        int previous = (next + LENGTH - 1) % LENGTH;
        if (size > 0 && seconds[previous] == timeSeconds) {
            millis[previous] = Math.max(millis[previous], latencyMillis);
            return;
        }
        seconds[next] = timeSeconds;
        millis[next] = latencyMillis;
        next = (next + 1) % LENGTH;
        size = Math.min(size + 1, LENGTH);
    }

    /** 1 or more. */
    public int size() {
        return size;
    }

    /** When a spike was, in seconds since 1970-01-01 UTC; 0 is the oldest. */
    public long seconds(int index) {
        return seconds[at(index)];
    }

    /** How long it took. */
    public long millis(int index) {
        return millis[at(index)];
    }

    private int at(int index) {
        return (next - size + index + LENGTH) % LENGTH;
    }

    /** The longest of all, those included that are no longer here. */
    public long maxMillis() {
        return maxMillis;
    }

    public long averageMillis() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += millis(i);
        }
        return sum / size;
    }

    /** By how much a spike differs from the average, on average. */
    public long meanDeviationMillis() {
        long average = averageMillis();
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.abs(millis(i) - average);
        }
        return sum / size;
    }

    @Override
    public String toString() {
        return "LatencySeries[" + size + " spikes, max " + maxMillis + " ms]";
    }
}
