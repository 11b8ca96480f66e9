package io.miniredis.server.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasesCronTest {
    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void stop() {
        redis.close();
    }

    private Dict<KeyEntry> dict() {
        return redis.server().databases().get(0).keys().dict();
    }

    private long slots() {
        return redis.onMain(() -> dict().slots());
    }

    private boolean rehashing() {
        return redis.onMain(() -> dict().rehashing());
    }

    private void givenASparseTable() {
        redis.show("DEBUG POPULATE 1000");
        for (int i = 10; i < 1_000; i++) {
            redis.show("DEL key:" + i);
        }
        assertEquals(1_024, slots());
    }

    @Test
    void shrinksTablesThatAreNearlyEmpty() {
        givenASparseTable();

        redis.startCron();
        redis.advance(Duration.ofSeconds(1));

        assertEquals(16, slots());
        assertEquals("(integer) 10", redis.show("DBSIZE"));
    }

    @Test
    void leavesThemAloneIfResizingIsForbidden() {
        givenASparseTable();
        redis.show("DEBUG DICT-RESIZING 0");

        redis.startCron();
        redis.advance(Duration.ofSeconds(1));
        assertEquals(1_024, slots());

        redis.show("DEBUG DICT-RESIZING 1");
        redis.advance(Duration.ofSeconds(1));
        assertEquals(16, slots());
    }

    @Test
    void finishesARehashThatNobodyDrives() {
        redis.show("DEBUG POPULATE 1024");
        redis.show("SET one more");
        assertTrue(rehashing());

        redis.startCron();

        assertFalse(rehashing());
    }

    @Test
    void leavesItToCommandsIfConfigured() {
        redis.show("CONFIG SET activerehashing no");
        redis.show("DEBUG POPULATE 1024");
        redis.show("SET one more");

        redis.startCron();
        redis.advance(Duration.ofSeconds(1));

        assertTrue(rehashing());
    }

    @Test
    void aRehashStopsAfterAMillisecond() {
        TickingClock clock = new TickingClock();
        clock.nanosPerLook = 600_000;
        redis.show("CONFIG SET activerehashing no");
        redis.show("DEBUG POPULATE 4096");
        redis.show("SET one more");
        redis.onMain(() -> {
            Databases databases = redis.server().databases();
            ServerConfig config = ServerConfig.defaults();
            ActiveExpireCycle idle = redis.server().expireCycle();
            DatabasesCron cron = new DatabasesCron(
                    config, clock, databases, idle, redis.server().expiration());
            int rounds = 0;
            while (dict().rehashing()) {
                cron.run(10);
                rounds++;
            }
            assertTrue(rounds >= 4096 / 100 / 3, "took " + rounds + " rounds of two steps of 100 buckets");
            return true;
        });
    }
}
