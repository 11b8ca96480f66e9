package io.miniredis.server.monitoring;

import io.miniredis.server.config.IntParameter;
import io.miniredis.server.log.ServerLog;
import io.miniredis.server.time.Clock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log what the main thread is doing when it has not come round for longer than {@code watchdog-period}
 * (debug.c: enableWatchdog; there a timer's signal interrupts the main thread, here another thread looks at its stack).
 *
 * <p>{@link #alive} is called by cron; the thread that looks is there only while the period is not 0.
 */
public final class Watchdog {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int LOOKS_PER_PERIOD = 4;

    private final IntParameter periodMillis;
    private final IntParameter hz;
    private final Clock clock;
    private final ServerLog log;
    private volatile long aliveAtNanos;
    private volatile @Nullable Thread watched;
    private volatile @Nullable Thread watcher;
    private long toldOfNanos;

    /** @param hz how often a second the main thread comes round */
    public Watchdog(IntParameter periodMillis, IntParameter hz, Clock clock, ServerLog log) {
        this.periodMillis = periodMillis;
        this.hz = hz;
        this.clock = clock;
        this.log = log;
    }

    /** The main thread comes round. */
    public void alive() {
        if (periodMillis.value() == 0) {
            return;
        }
        aliveAtNanos = clock.nanos();
        watched = Thread.currentThread();
        if (watcher == null) {
            toldOfNanos = Long.MIN_VALUE;
            Thread thread = new Thread(this::watch, "redis-watchdog");
            thread.setDaemon(true);
            watcher = thread;
            thread.start();
        }
    }

    /** The server ends. */
    public void close() {
        Thread thread = watcher;
        watcher = null;
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (watcher == Thread.currentThread()) {
            long nanos = periodNanos();
            if (nanos == 0) {
                watcher = null;
                return;
            }
            check(nanos);
            LockSupport.parkNanos(this, nanos / LOOKS_PER_PERIOD);
        }
    }

    /** At least two rounds. */
    private long periodNanos() {
        int millis = periodMillis.value();
        return millis == 0 ? 0 : Math.max(millis, 2_000 / hz.value()) * NANOS_PER_MILLI;
    }

    private void check(long periodNanos) {
        long alive = aliveAtNanos;
        Thread thread = watched;
        if (thread != null && alive != toldOfNanos && clock.nanos() - alive > periodNanos) {
            toldOfNanos = alive;
            log.raw("\n--- WATCHDOG TIMER EXPIRED ---\n" + CrashReport.stackOf(thread) + "--------\n\n");
        }
    }

    @Override
    public String toString() {
        return watcher == null ? "Watchdog[off]" : "Watchdog[" + periodNanos() / NANOS_PER_MILLI + " ms]";
    }
}
