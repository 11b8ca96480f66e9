package io.miniredis.compat.servers;

import java.time.Duration;

/** A running server to play on. */
public interface Target extends AutoCloseable {
    int port();

    /** Lets this much time pass for the server. */
    void advance(Duration time);

    /** What failure messages call it. */
    String name();

    @Override
    void close();
}
