package io.miniredis.server.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.log.LogLevel;
import io.miniredis.server.log.ServerLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void tellsOnceWhatTheMainThreadDoesWhenItDoesNotComeRound() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        Watchdog watchdog = watchdog(told);
        redis.show("CONFIG SET watchdog-period 500");
        watchdog.alive();

        redis.advance(Duration.ofMillis(501));

        String text = told.get(20, TimeUnit.SECONDS);
        watchdog.close();
        assertTrue(
                text.startsWith("\n--- WATCHDOG TIMER EXPIRED ---\n"
                        + Thread.currentThread().getName()),
                text);
        assertTrue(text.contains("tellsOnceWhatTheMainThreadDoesWhenItDoesNotComeRound"), text);
    }

    private Watchdog watchdog(CompletableFuture<String> told) {
        var config = redis.server().config();
        return new Watchdog(
                config.process.watchdogPeriodMillis,
                config.keyspace.hz,
                redis.server().time().clock(),
                new ServerLog() {
                    @Override
                    public void log(LogLevel level, String text) {}

                    @Override
                    public boolean isEnabled(LogLevel level) {
                        return true;
                    }

                    @Override
                    public void raw(String text) {
                        told.complete(text);
                    }

                    @Override
                    public void failure(String text, Throwable cause) {}
                });
    }

    @Test
    void looksWhileThePeriodIsNotZero() {
        Watchdog watchdog = redis.server().watchdog();
        watchdog.alive();

        assertEquals("Watchdog[off]", watchdog.toString());

        redis.show("CONFIG SET watchdog-period 10000");
        watchdog.alive();

        assertEquals("Watchdog[10000 ms]", watchdog.toString());
    }
}
