package io.miniredis.server.net;

import io.miniredis.server.time.CommandTime;

/**
 * One client's share of the main thread: from the first request of a read to the moment it has written or run for so
 * much that others should be served first. Confined to the main thread.
 */
final class Turn {
    /** Two megabytes of replies are copied in about a millisecond. */
    static final long MOST_REPLY_BYTES = 2 * 1024 * 1024;

    static final long MOST_NANOS = 5_000_000;

    private final CommandTime time;
    private final ChannelConnection connection;
    private boolean running;
    private long startNanos;

    Turn(CommandTime time, ChannelConnection connection) {
        this.time = time;
        this.connection = connection;
    }

    /**
     * A request was executed: true if the client has had its share. Time is counted from the end of the first request
     * on, for that needs no further look at the clock.
     */
    boolean isUsedUp() {
        if (!running) {
            running = true;
            startNanos = time.nanos();
        }
        return connection.turnBytes() > MOST_REPLY_BYTES || time.nanos() - startNanos > MOST_NANOS;
    }

    void end() {
        running = false;
        connection.forgetTurn();
    }

    @Override
    public String toString() {
        return running ? "Turn[" + connection.turnBytes() + " B so far]" : "Turn[over]";
    }
}
