package io.miniredis.server.time;

/**
 * The only source of time in the server.
 *
 * <p>Two readings, as operating systems have them: the calendar's, which may jump, and a steady one for durations.
 */
public interface Clock {
    /** Milliseconds since 1970-01-01 UTC. */
    long millis();

    /** Microseconds since 1970-01-01 UTC. */
    long micros();

    /** Nanoseconds on a steady clock with an arbitrary zero: only differences mean anything. */
    long nanos();

    /** Does nothing for so long. For DEBUG SLEEP alone, which is made to stop the server. */
    void sleep(long nanos);
}
