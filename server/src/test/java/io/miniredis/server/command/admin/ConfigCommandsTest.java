package io.miniredis.server.command.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void close() {
        redis.close();
    }

    @Nested
    class Get {
        @Test
        void answersSeveralNamesAndPatternsWithoutRepetition() {
            assertEquals("1) \"hz\"\n2) \"10\"", redis.show("CONFIG GET hz"));
            String shown = redis.show("CONFIG GET maxmem* maxmemory");
            assertEquals(shown, redis.show("CONFIG GET maxmem*"));
        }

        @Test
        void anUnknownNameIsLeftOut() {
            assertEquals("(empty array)", redis.show("CONFIG GET nothing-like-it"));
        }

        @Test
        void wantsAName() {
            assertEquals("(error) ERR wrong number of arguments for 'config|get' command", redis.show("CONFIG GET"));
        }
    }

    @Nested
    class Set {
        @Test
        void changesSeveralAtOnce() {
            assertEquals("OK", redis.show("CONFIG SET hz 50 timeout 7"));
            assertEquals("1) \"hz\"\n2) \"50\"", redis.show("CONFIG GET hz"));
            assertEquals("1) \"timeout\"\n2) \"7\"", redis.show("CONFIG GET timeout"));
        }

        @Test
        void changesNothingIfOneIsWrong() {
            assertEquals(
                    "(error) ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be"
                            + " parsed into an integer",
                    redis.show("CONFIG SET hz 50 timeout soon"));
            assertEquals("1) \"hz\"\n2) \"10\"", redis.show("CONFIG GET hz"));
        }

        @Test
        void wantsAValueForEachName() {
            assertEquals("(error) ERR syntax error", redis.show("CONFIG SET hz 10 timeout"));
        }

        @Test
        void refusesWhatCannotBeChanged() {
            assertEquals(
                    "(error) ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable"
                            + " config",
                    redis.show("CONFIG SET databases 5"));
        }
    }

    @Nested
    class Rewrite {
        @Test
        void needsAFile() {
            assertEquals("(error) ERR The server is running without a config file", redis.show("CONFIG REWRITE"));
        }

        @Test
        void keepsWhatPeopleWrote(@TempDir Path dir) throws IOException {
            Path file = dir.resolve("redis.conf");
            Files.writeString(file, "# our server\nhz 20\n");
            try (ServerFixture own = new ServerFixture(ServerConfig.defaults().load(file))) {
                own.show("CONFIG SET hz 30 timeout 9");
                assertEquals("OK", own.show("CONFIG REWRITE"));
            }
            String text = Files.readString(file);
            assertTrue(text.startsWith("# our server\nhz 30\n"), text);
            assertTrue(text.contains("\ntimeout 9\n"), text);
        }
    }

    @Test
    void resetstatSetsCountersBack() {
        redis.show("GET nothing");
        assertTrue(redis.show("INFO stats").contains("keyspace_misses:1"));
        assertEquals("OK", redis.show("CONFIG RESETSTAT"));
        assertTrue(redis.show("INFO stats").contains("keyspace_misses:0"));
        assertTrue(redis.show("INFO commandstats").contains("cmdstat_config|resetstat:calls=1"));
    }
}
