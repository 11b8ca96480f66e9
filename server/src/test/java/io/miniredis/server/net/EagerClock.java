package io.miniredis.server.net;

import io.miniredis.server.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by a millisecond whenever its steady time is read, however long that takes on the machine. */
final class EagerClock implements Clock {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long TICK_NANOS = 1_000_000;

    private final AtomicLong elapsedNanos = new AtomicLong();

    @Override
    public long millis() {
        return START_MILLIS + elapsedNanos.get() / 1_000_000;
    }

    @Override
    public long micros() {
        return START_MILLIS * 1_000 + elapsedNanos.get() / 1_000;
    }

    @Override
    public long nanos() {
        return elapsedNanos.addAndGet(TICK_NANOS);
    }

    @Override
    public void sleep(long nanos) {
        elapsedNanos.addAndGet(nanos);
    }
}
