package io.miniredis.server.keyspace;

import io.miniredis.server.time.Clock;

/** A clock on which each look at the steady time takes a while. */
final class TickingClock implements Clock {
    long millis = 1_700_000_000_000L;
    long nanos;
    long nanosPerLook;

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public long micros() {
        return millis * 1_000;
    }

    @Override
    public long nanos() {
        nanos += nanosPerLook;
        return nanos;
    }

    @Override
    public void sleep(long time) {
        nanos += time;
        millis += time / 1_000_000;
    }
}
