package io.miniredis.server.time;

import java.time.Instant;

/** The machine's clock. May be called from any thread. */
public final class SystemClock implements Clock {
    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
