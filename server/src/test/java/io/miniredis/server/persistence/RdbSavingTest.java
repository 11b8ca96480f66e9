package io.miniredis.server.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.info.InfoReport;
import io.miniredis.server.log.KeptLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdbSavingTest {
    private static final int MOST_LOOKS = 2_000_000;

    @TempDir
    Path directory;

    private final RefusingFileSystem files = new RefusingFileSystem();
    private final KeptLog log = new KeptLog();
    private ServerFixture redis;

    @BeforeEach
    void start() {
        redis = newServer();
    }

    private ServerFixture newServer() {
        ServerConfig config =
                ServerConfig.defaults().with("dir", directory.toString()).with("enable-debug-command", "yes");
        return new ServerFixture(config, files, log);
    }

    @AfterEach
    void end() {
        redis.close();
    }

    private void awaitSave() {
        for (int i = 0; i < MOST_LOOKS; i++) {
            if (!redis.onMain(() -> redis.server().persistence().rdb().isInBackground())) {
                return;
            }
        }
        throw new AssertionError("the save does not end");
    }

    private String info(String field) {
        String report = redis.onMain(
                () -> new String(new InfoReport(redis.server()).sections(List.of("all")), StandardCharsets.UTF_8));
        int start = report.indexOf("\n" + field + ":");
        assertTrue(start >= 0, "no field " + field);
        return report.substring(start + field.length() + 2, report.indexOf('\r', start));
    }

    private Path dump() {
        return directory.resolve("dump.rdb");
    }

    private boolean hasTemporaryFile() throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.anyMatch(path -> path.getFileName().toString().startsWith("temp-"));
        }
    }

    private String reloadedElsewhere() {
        try (ServerFixture other = newServer()) {
            assertEquals("OK", other.show("DEBUG RELOAD NOSAVE"));
            return other.show("DEBUG DIGEST");
        }
    }

    private void fill() {
        redis.show("SET string abc");
        redis.show("SET number 12345");
        redis.show("SET volatile x PX 100000");
        redis.show("RPUSH list a b c");
        redis.show("HSET hash a 1 b 2");
        redis.show("HSET expiring a 1 b 2");
        redis.show("HEXPIRE expiring 100 FIELDS 1 a");
        redis.show("SADD set 1 2 x");
        redis.show("ZADD zset 1 a 2.5 b");
        redis.show("XADD stream 1-1 f v");
        redis.show("XGROUP CREATE stream g 0");
        redis.show("SELECT 3");
        for (int i = 0; i < 700; i++) {
            redis.show("SADD bigset member" + i);
            redis.show("HSET bighash field" + i + " " + i);
            redis.show("ZADD bigzset " + i + " member" + i);
            redis.show("RPUSH biglist element" + i);
        }
        redis.show("HEXPIRE bighash 100 FIELDS 1 field7");
        redis.show("SELECT 0");
    }

    @Nested
    class Save {
        @Test
        void writesEverythingThereIs() throws IOException {
            fill();
            assertEquals("OK", redis.show("SAVE"));
            assertEquals(redis.show("DEBUG DIGEST"), reloadedElsewhere());
            assertFalse(hasTemporaryFile());
            assertTrue(log.contains("DB saved on disk"));
        }

        @Test
        void setsTheCountOfChangesBack() {
            redis.show("MSET a 1 b 2");
            assertEquals("2", info("rdb_changes_since_last_save"));
            redis.show("SAVE");
            assertEquals("0", info("rdb_changes_since_last_save"));
            assertEquals("1", info("rdb_saves"));
        }

        @Test
        void keepsTheOldFileIfTheDiskRefuses() throws IOException {
            redis.show("SET a 1");
            redis.show("SAVE");
            byte[] before = Files.readAllBytes(dump());
            redis.show("SET a 2");
            files.refused = "rename";
            assertEquals("(error) ERR", redis.show("SAVE"));
            assertArrayEquals(before, Files.readAllBytes(dump()));
            assertFalse(hasTemporaryFile());
            assertEquals("1", info("rdb_changes_since_last_save"));
        }

        @Test
        void isRefusedWhileASaveIsMadeInTheBackground() {
            redis.show("CONFIG SET rdb-key-save-delay 100000000");
            redis.show("SET a 1");
            redis.show("BGSAVE");
            assertEquals("(error) ERR Background save already in progress", redis.show("SAVE"));
        }
    }

    @Nested
    class Bgsave {
        @Test
        void writesTheDataAsTheyWereWhenItBegan() {
            fill();
            String digest = redis.show("DEBUG DIGEST");
            redis.onMain(() -> {
                redis.show("BGSAVE");
                redis.show("FLUSHDB");
                redis.show("SET string changed");
                redis.show("SELECT 3");
                redis.show("ZADD bigzset 5000 member3");
                redis.show("HSET bighash field3 changed");
                redis.show("SREM bigset member3");
                redis.show("LPUSH biglist first");
                redis.show("SELECT 0");
                return true;
            });
            awaitSave();
            assertEquals(digest, reloadedElsewhere());
            assertEquals("ok", info("rdb_last_bgsave_status"));
            assertTrue(log.contains("Background saving terminated with success"), log.toString());
        }

        @Test
        void countsChangesMadeMeanwhile() {
            redis.show("SET a 1");
            redis.onMain(() -> {
                redis.show("BGSAVE");
                return redis.show("MSET b 1 c 2 d 3");
            });
            awaitSave();
            assertEquals("3", info("rdb_changes_since_last_save"));
        }

        @Test
        void isGivenUpByFlushall() throws IOException {
            redis.show("CONFIG SET rdb-key-save-delay 100000000");
            redis.show("MSET a 1 b 2");
            assertEquals("Background saving started", redis.show("BGSAVE"));
            assertEquals("1", info("rdb_bgsave_in_progress"));
            redis.show("FLUSHALL");
            awaitSave();
            assertFalse(hasTemporaryFile());
            assertFalse(Files.exists(dump()));
            assertEquals("ok", info("rdb_last_bgsave_status"));
            assertEquals("4", info("rdb_changes_since_last_save"));
            assertTrue(log.contains("Background saving terminated by signal 10"));
        }

        @Test
        void isScheduledInATransaction() {
            redis.show("MULTI");
            redis.show("BGSAVE");
            assertEquals("1) Background saving scheduled", redis.show("EXEC"));
            redis.startCron();
            awaitSave();
            assertEquals("1", info("rdb_saves"));
        }

        @Test
        void takesNoOtherOption() {
            assertEquals("(error) ERR syntax error", redis.show("BGSAVE NOW"));
            assertEquals("(error) ERR syntax error", redis.show("BGSAVE SCHEDULE NOW"));
        }

        @Test
        void thatFailsStopsWritesUntilOneSucceeds() {
            redis.show("CONFIG SET save \"100 1\"");
            files.refused = "create";
            redis.show("SET a 1");
            redis.show("BGSAVE");
            awaitSave();
            assertEquals("err", info("rdb_last_bgsave_status"));
            assertTrue(redis.show("SET a 2").startsWith("(error) MISCONF Redis is configured to save RDB"));
            assertTrue(redis.show("PING").startsWith("(error) MISCONF"));
            assertEquals("\"1\"", redis.show("GET a"));
            redis.show("CONFIG SET stop-writes-on-bgsave-error no");
            assertEquals("OK", redis.show("SET a 2"));
            redis.show("CONFIG SET stop-writes-on-bgsave-error yes");
            files.refused = "";
            redis.show("BGSAVE");
            awaitSave();
            assertEquals("OK", redis.show("SET a 3"));
        }

        @Test
        void tellsHowFarItIs() {
            redis.show("CONFIG SET rdb-key-save-delay 100000000");
            redis.show("MSET a 1 b 2");
            redis.show("BGSAVE");
            assertEquals("2", info("current_save_keys_total"));
            assertEquals("0", info("rdb_current_bgsave_time_sec"));
            assertEquals("1", info("total_forks"));
        }
    }

    @Nested
    class SavePoints {
        @Test
        void areReachedByChangesAndTime() throws IOException {
            redis.show("CONFIG SET save \"60 2\"");
            redis.startCron();
            redis.show("SET a 1");
            redis.advance(Duration.ofSeconds(62));
            assertFalse(Files.exists(dump()));
            redis.show("SET b 1");
            redis.advance(Duration.ofSeconds(1));
            awaitSave();
            assertTrue(Files.exists(dump()));
            assertTrue(log.contains("2 changes in 60 seconds. Saving..."));
            assertEquals("0", info("rdb_changes_since_last_save"));
            assertEquals("(integer) " + (ServerFixture.START_MILLIS / 1_000 + 63), redis.show("LASTSAVE"));
        }

        @Test
        void areTriedAgainSomeSecondsAfterAFailure() {
            redis.show("CONFIG SET save \"1 1\"");
            files.refused = "create";
            redis.startCron();
            redis.show("SET a 1");
            redis.advance(Duration.ofSeconds(3));
            awaitSave();
            assertEquals("err", info("rdb_last_bgsave_status"));
            assertEquals("1", info("rdb_saves"));
            files.refused = "";
            redis.advance(Duration.ofSeconds(4));
            assertEquals("1", info("rdb_saves"));
            redis.advance(Duration.ofSeconds(3));
            awaitSave();
            assertEquals("ok", info("rdb_last_bgsave_status"));
        }

        @Test
        void letFlushallEmptyTheFileToo() {
            redis.show("CONFIG SET save \"60 100\"");
            redis.show("SET a 1");
            redis.show("SAVE");
            redis.show("FLUSHALL");
            assertEquals("0", info("rdb_changes_since_last_save"));
            assertEquals("0000000000000000000000000000000000000000", reloadedElsewhere());
        }
    }

    @Nested
    class Shutdown {
        @Test
        void savesIfThereAreSavePoints() throws IOException {
            redis.show("CONFIG SET save \"60 100\"");
            redis.show("SET a 1");
            redis.peer().send(ByteString.of("SHUTDOWN"));
            assertTrue(Files.exists(dump()));
            assertTrue(redis.server().shutdown().finished().isDone());
        }

        @Test
        void savesOrNotAsItIsTold() throws IOException {
            redis.show("CONFIG SET save \"60 100\"");
            redis.show("SET a 1");
            shutdown("NOSAVE");
            assertFalse(Files.exists(dump()));
            redis.close();
            redis = newServer();
            redis.show("SET a 1");
            shutdown("SAVE");
            assertTrue(Files.exists(dump()));
        }

        private void shutdown(String option) {
            redis.peer().send(ByteString.of("SHUTDOWN"), ByteString.of(option));
            assertTrue(redis.server().shutdown().finished().isDone());
        }

        @Test
        void goesOnIfItCannotSave() {
            redis.show("CONFIG SET save \"60 100\"");
            files.refused = "rename";
            assertEquals("(error) ERR Errors trying to SHUTDOWN. Check logs.", redis.show("SHUTDOWN"));
            assertTrue(log.contains("Error trying to save the DB, can't exit."));
            assertEquals("PONG", redis.show("PING"));
            shutdown("FORCE");
            assertTrue(log.contains("Error trying to save the DB. Exit anyway."));
        }

        @Test
        void endsASaveInTheBackground() throws IOException {
            redis.show("CONFIG SET rdb-key-save-delay 100000000");
            redis.show("SET a 1");
            redis.show("BGSAVE");
            shutdown("NOSAVE");
            assertFalse(hasTemporaryFile());
            assertFalse(Files.exists(dump()));
        }
    }

    @Nested
    class DebugReload {
        @Test
        void changesNothing() {
            fill();
            String digest = redis.show("DEBUG DIGEST");
            assertEquals("OK", redis.show("DEBUG RELOAD"));
            assertEquals(digest, redis.show("DEBUG DIGEST"));
            assertEquals("0", info("loading"));
            assertEquals("13", info("rdb_last_load_keys_loaded"));
        }

        @Test
        void leavesOutKeysWhoseTimeHasPassed() {
            redis.show("SET a 1 PX 1000");
            redis.show("SET b 1");
            redis.show("SAVE");
            redis.advance(Duration.ofSeconds(2));
            redis.show("DEBUG RELOAD NOSAVE");
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            assertEquals("1", info("rdb_last_load_keys_expired"));
        }

        @Test
        void mergesWithWhatIsThere() {
            redis.show("MSET a 1 b 2");
            redis.show("SAVE");
            redis.show("MSET b changed c 3");
            assertEquals("OK", redis.show("DEBUG RELOAD NOSAVE NOFLUSH MERGE"));
            assertEquals("1) \"1\"\n2) \"2\"\n3) \"3\"", redis.show("MGET a b c"));
        }

        @Test
        void saysInTheLogWhatIsWrongWithTheFile() throws IOException {
            redis.show("SET a 1");
            redis.show("SAVE");
            Files.write(dump(), Arrays.copyOf(Files.readAllBytes(dump()), 30));
            assertEquals(
                    "(error) ERR Error trying to load the RDB dump, check server logs.",
                    redis.show("DEBUG RELOAD NOSAVE"));
            assertTrue(
                    log.contains("Internal error in RDB reading offset 28 -> Unexpected EOF reading RDB file"),
                    log.toString());
            assertFalse(log.contains("Exception"), log.toString());
        }

        @Test
        void refusesKeysThatAreThereAndOtherOptions() {
            redis.show("SET a 1");
            redis.show("SAVE");
            assertEquals(
                    "(error) ERR Error trying to load the RDB dump, check server logs.",
                    redis.show("DEBUG RELOAD NOSAVE NOFLUSH"));
            assertEquals(
                    "(error) ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.",
                    redis.show("DEBUG RELOAD MORE"));
        }
    }
}
