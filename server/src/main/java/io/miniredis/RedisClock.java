package io.miniredis;

import io.miniredis.server.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** The hands of a server's virtual clock. May be called from any thread. */
public final class RedisClock {
    private final RedisServer server;

    RedisClock(RedisServer server) {
        this.server = server;
    }

    /**
     * Lets time pass and returns when everything that became due has happened: keys expired, time-outs fired, in their
     * order.
     *
     * @param duration 0 or more
     * @throws IllegalArgumentException if it is less
     * @throws IllegalStateException if the server has ended
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + duration);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            server.mainThread().execute(() -> {
                try {
                    server.mainThread().advance(duration.toNanos());
                    done.complete(null);
                } catch (RuntimeException | Error failure) {
                    done.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException ended) {
            throw new IllegalStateException("the server has ended", ended);
        }
        CompletableFuture.anyOf(done, server.shutdown().finished()).join();
    }

    /** What the server's calendar shows. */
    public Instant now() {
        return Instant.ofEpochMilli(server.time().clock().millis());
    }
}
