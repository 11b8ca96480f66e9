package io.miniredis.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one server has saved another loads at its start: on a thread of its own, in batches, these in slices. */
class RdbLoadingTest {
    /** More than a batch holds, and no multiple of it. */
    private static final int KEYS = 300_000;

    @TempDir
    Path directory;

    private ServerFixture newServer() {
        return new ServerFixture(
                ServerConfig.defaults().with("dir", directory.toString()).with("enable-debug-command", "yes"));
    }

    private static boolean load(ServerFixture redis) throws Exception {
        return redis.server().persistence().rdbLoading().begin().get(30, TimeUnit.SECONDS);
    }

    @Test
    void everyKeyComesBackInItsDatabaseWithItsValueAndItsTime() throws Exception {
        try (ServerFixture redis = newServer()) {
            redis.show("DEBUG POPULATE " + KEYS);
            redis.show("SELECT 3");
            redis.show("SET a 1 PX 1000000");
            redis.show("RPUSH list x y");
            redis.show("SAVE");
        }

        try (ServerFixture redis = newServer()) {
            assertTrue(load(redis));

            assertEquals("(integer) " + KEYS, redis.show("DBSIZE"));
            for (int i = 0; i < KEYS; i += 997) {
                assertEquals("\"value:" + i + "\"", redis.show("GET key:" + i));
            }
            redis.show("SELECT 3");
            assertEquals("(integer) 1000000", redis.show("PTTL a"));
            assertEquals("(integer) 2", redis.show("LLEN list"));
            Loading loading = redis.server().persistence().loading();
            assertEquals(KEYS + 2, loading.keysLoaded());
            assertFalse(loading.isActive());
            assertEquals(loading.totalBytes(), loading.loadedBytes());
        }
    }

    @Test
    void anEmptyFileIsLoaded() throws Exception {
        try (ServerFixture redis = newServer()) {
            redis.show("SAVE");
        }

        try (ServerFixture redis = newServer()) {
            assertTrue(load(redis));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
        }
    }
}
