package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CronTest {
    private static int hz(ServerFixture redis) {
        return redis.onMain(() -> redis.server().cron().hz());
    }

    private static void connect(ServerFixture redis, int clients) {
        for (int i = 0; i < clients; i++) {
            redis.connect();
        }
    }

    @Test
    void expiresKeysInTheBackground() {
        try (ServerFixture redis = new ServerFixture()) {
            redis.startCron();
            redis.show("SET a 1");
            redis.show("PEXPIRE a 250");
            redis.propagated();

            redis.advance(Duration.ofMillis(250));
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            redis.advance(Duration.ofMillis(50));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
            assertEquals("[0 DEL a]", redis.propagated().toString());
        }
    }

    @Test
    void runsFasterWhenThereAreManyClients() {
        try (ServerFixture redis = new ServerFixture(ServerConfig.defaults().with("hz", "1"))) {
            redis.startCron();
            redis.advance(Duration.ofSeconds(1));
            assertEquals(1, hz(redis));

            connect(redis, 450);
            redis.advance(Duration.ofSeconds(1));
            assertEquals(4, hz(redis), "no more than 200 clients a round: 451 / 2 is too many");
        }
    }

    @Test
    void keepsItsPaceIfToldSo() {
        try (ServerFixture redis =
                new ServerFixture(ServerConfig.defaults().with("hz", "1").with("dynamic-hz", "no"))) {
            redis.startCron();
            connect(redis, 450);
            redis.advance(Duration.ofSeconds(2));

            assertEquals(1, hz(redis));
        }
    }
}
