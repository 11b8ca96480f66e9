package io.miniredis.server.aof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.file.MemoryFileSystem;
import io.miniredis.persistence.file.MemoryFileSystem.Operation;
import io.miniredis.persistence.file.Survival;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AppendOnlyFileTest {
    private static final String INCREMENT = "appendonly.aof.1.incr.aof";

    @Nested
    class Writing {
        /** Redis measures by it what has reached the disk, with replicas or without. */
        @Test
        void countsChangesThatAreKeptForNoReplica() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1");
                redis.show("PUBLISH channel message");
                assertEquals(1, redis.redis.server().replication().offset());

                redis.show("MULTI");
                redis.show("SET a 1");
                redis.show("INCR a");
                redis.show("EXEC");
                assertEquals(5, redis.redis.server().replication().offset(), "MULTI and EXEC are commands, too");
            }
        }

        @Test
        void putsSelectBeforeTheFirstChangeOfADatabase() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1");
                redis.show("SET b 2");
                redis.show("SELECT 3");
                redis.show("SET c 3");
                redis.flush();

                assertEquals(
                        List.of("SELECT 0", "SET a 1", "SET b 2", "SELECT 3", "SET c 3"), redis.commands(INCREMENT));
            }
        }

        @Test
        void wrapsATransactionIntoMultiAndExec() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("MULTI");
                redis.show("SET a 1");
                redis.show("INCR a");
                redis.show("EXEC");
                redis.flush();

                assertEquals(List.of("MULTI", "SELECT 0", "SET a 1", "INCR a", "EXEC"), redis.commands(INCREMENT));
            }
        }

        @Test
        void notesTheTimeOncePerSecond() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "aof-timestamp-enabled", "yes")) {
                redis.show("SET a 1");
                redis.show("SET b 1");
                redis.redis.advance(Duration.ofSeconds(2));
                redis.show("SET c 1");
                redis.flush();

                assertEquals(
                        List.of("#TS:1700000000", "SELECT 0", "SET a 1", "SET b 1", "#TS:1700000002", "SET c 1"),
                        redis.commands(INCREMENT));
            }
        }

        @Test
        void writesOncePerTurn() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "no")) {
                redis.onMain(() -> {
                    for (int i = 0; i < 10; i++) {
                        redis.show("SET a " + i);
                    }
                    return redis.flush();
                });
                assertEquals(
                        1,
                        redis.files.journal().stream()
                                .filter(line -> line.startsWith("write ") && Integer.parseInt(line.substring(6)) > 200)
                                .count());
            }
        }

        @Test
        void writesDeletionsOfExpiredKeys() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1 PX 500");
                redis.redis.advance(Duration.ofSeconds(1));
                redis.show("GET a");
                redis.flush();

                assertEquals(List.of("SELECT 0", "SET a 1 PXAT 1700000000500", "DEL a"), redis.commands(INCREMENT));
            }
        }
    }

    @Nested
    class Flushing {
        @Test
        void alwaysIsOnDiskBeforeReplies() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "always")) {
                redis.show("SET a 1");
                assertTrue(redis.flush());

                try (AofFixture found = new AofFixture(
                        redis.files.restarted(Survival.FORCED_ONLY, new RandomSource(1)), "appendonly", "yes")) {
                    assertEquals("\"1\"", found.show("GET a"));
                }
            }
        }

        @Test
        void alwaysFlushesOnceForAllThatComeWhileOthersAreServed() throws InterruptedException {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "always")) {
                ServerFixture.Peer first = redis.redis.connect();
                ServerFixture.Peer second = redis.redis.connect();
                ServerFixture.Peer late = redis.redis.connect();
                CountDownLatch lateOnDisk = new CountDownLatch(1);
                long before = flushes(redis);

                redis.onMain(() -> {
                    first.show("SET a 1");
                    second.show("SET b 1");
                    redis.redis.server().mainThread().executeNextTurn(() -> late.show("SET c 1"));
                    whenReplied(redis, lateOnDisk::countDown);
                    return true;
                });

                assertTrue(lateOnDisk.await(20, TimeUnit.SECONDS));
                assertEquals(before + 1, flushes(redis));
                assertTrue(redis.commands("appendonly.aof.1.incr.aof").contains("SET c 1"));
            }
        }

        private long flushes(AofFixture redis) {
            return redis.files.journal().stream()
                    .filter(line -> line.startsWith("force"))
                    .count();
        }

        /** Looks turn by turn whether replies still wait. */
        private void whenReplied(AofFixture redis, Runnable action) {
            redis.redis.server().mainThread().executeNextTurn(() -> {
                if (redis.aof().holdsReplies()) {
                    whenReplied(redis, action);
                } else {
                    action.run();
                }
            });
        }

        @Test
        void everysecIsOnDiskASecondLater() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1");
                redis.flush();
                redis.seconds(2);

                try (AofFixture found = new AofFixture(
                        redis.files.restarted(Survival.FORCED_ONLY, new RandomSource(1)), "appendonly", "yes")) {
                    assertEquals("\"1\"", found.show("GET a"));
                }
            }
        }

        @Test
        void alwaysEndsTheServerWhenItCannotWrite() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "always")) {
                redis.files.failNext(Operation.WRITE, "No space left on device", 1);
                redis.show("SET a 1");

                assertFalse(redis.flush());
                assertEquals(1, redis.redis.server().shutdown().finished().join());
                assertTrue(redis.log.contains("Error writing to the AOF file: No space left on device"));
                assertTrue(redis.log.contains("Can't recover from AOF write error"));
            }
        }

        @Test
        void alwaysEndsTheServerWhenItCannotFlush() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "always")) {
                redis.files.failNext(Operation.FORCE, "Input/output error", 1);
                redis.show("SET a 1");

                assertFalse(redis.flush());
                assertTrue(redis.log.contains("Can't persist AOF for fsync error when the AOF fsync policy is 'always':"
                        + " Input/output error. Exiting..."));
            }
        }

        @Test
        void writesAgainWhenThereIsSpaceAgain() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.files.spaceBytes(10);
                redis.show("SET a 1");
                assertTrue(redis.flush());
                assertEquals(
                        "No space left on device",
                        redis.onMain(() -> String.valueOf(redis.aof().failure())));

                redis.files.spaceBytes(Long.MAX_VALUE);
                redis.seconds(1);
                assertEquals(null, redis.aof().failure());
                assertEquals(List.of("SELECT 0", "SET a 1"), redis.commands(INCREMENT));
                assertTrue(redis.log.contains("AOF write error looks solved, Redis can write again."));
            }
        }

        @Test
        void refusesWritesAfterAFailedFlushInTheBackground() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.files.failNext(Operation.FORCE, "Input/output error", 1);
                redis.show("SET a 1");
                redis.redis.advance(Duration.ofSeconds(2));
                redis.flush();
                redis.drain();
                assertEquals("Input/output error", redis.aof().failure());

                assertEquals(
                        "(error) MISCONF Errors writing to the AOF file: Input/output error", redis.show("SET a 2"));
                assertEquals("(error) MISCONF Errors writing to the AOF file: Input/output error", redis.show("PING"));
                assertEquals("\"1\"", redis.show("GET a"));

                // Nobody can tell what of the file is on disk: a new one mends that.
                redis.rewrite();
                assertEquals("OK", redis.show("SET a 2"));
            }
        }
    }

    @Nested
    class Rewriting {
        private static final String DATA = """
                SET a 1
                APPEND a 23
                SET e 1 EX 100
                RPUSH l a b 3
                SADD s 1 2 3
                SADD t x y
                ZADD z 1.5 a inf b
                HSET h f v g w
                HPEXPIRE h 100000 FIELDS 1 f
                XADD x 1-1 k v
                XGROUP CREATE x g 0
                XREADGROUP GROUP g c STREAMS x >
                XGROUP CREATECONSUMER x g d
                XADD y MAXLEN 0 5-5 a b
                SELECT 2
                INCR n
                """;

        /** A rewrite whose base cannot be put in its place. */
        private static void failRewrite(AofFixture redis) {
            redis.onMain(() -> {
                redis.aof().rewrite().begin();
                redis.files.failNext(Operation.RENAME, "Input/output error", 1);
                return true;
            });
            redis.finishRewrite();
        }

        private static void fill(AofFixture redis) {
            DATA.lines().forEach(redis::show);
            for (int i = 0; i < 200; i++) {
                redis.show("SADD large member:" + i);
                redis.show("ZADD ranks " + i + " member:" + i);
                redis.show("HSET fields f" + i + " v" + i);
                redis.show("RPUSH queue " + i);
            }
            redis.show("HPEXPIRE fields 100000 FIELDS 2 f3 f77");
            redis.flush();
        }

        @Test
        void keepsTheDataAndForgetsTheirHistory() {
            for (String preamble : List.of("no", "yes")) {
                try (AofFixture redis = new AofFixture("appendonly", "yes", "aof-use-rdb-preamble", preamble)) {
                    fill(redis);
                    String digest = redis.digest();
                    redis.rewrite();
                    redis.show("SET behind 1");
                    redis.show("DEL behind");
                    redis.flush();

                    assertTrue(
                            redis.log.contains("Background AOF rewrite finished successfully"), redis.log.toString());
                    assertFalse(redis.manifest().contains("type h"), redis.manifest());
                    assertFalse(redis.files.exists(AofFixture.path(INCREMENT)));
                    assertEquals(digest, redis.digest());
                    redis.show("DEBUG LOADAOF");
                    assertEquals(digest, redis.digest());
                    assertEquals(
                            0,
                            redis.onMain(() ->
                                    redis.redis.server().persistence().rdb().changes()));
                    try (AofFixture found = new AofFixture(
                            redis.files.restarted(Survival.EVERYTHING, new RandomSource(1)), "appendonly", "yes")) {
                        assertEquals(digest, found.digest());
                    }
                }
            }
        }

        @Test
        void beginsByItselfWhenTheFileHasGrown() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "auto-aof-rewrite-min-size", "1000")) {
                for (int i = 0; i < 50; i++) {
                    redis.show("SET a " + i);
                }
                redis.flush();
                redis.seconds(1);
                redis.finishRewrite();

                assertTrue(redis.log.contains("Starting automatic rewriting of AOF on "), redis.log.toString());
                assertEquals(1, redis.aof().rewrite().rewrites());
            }
        }

        @Test
        void waitsLongerAfterEachFailure() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "auto-aof-rewrite-min-size", "1000")) {
                for (int i = 0; i < 50; i++) {
                    redis.show("SET a " + i);
                }
                redis.flush();
                for (int i = 0; i < 3; i++) {
                    failRewrite(redis);
                }
                assertEquals(3, redis.aof().rewrite().failuresInRow());

                redis.seconds(1);
                assertTrue(redis.log.contains("will retry in 1 minutes"), redis.log.toString());
                assertFalse(redis.aof().rewrite().isRunning());
                redis.seconds(61);
                redis.finishRewrite();
                redis.seconds(1);
                redis.finishRewrite();
                assertEquals(0, redis.aof().rewrite().failuresInRow());
            }
        }

        @Test
        void failsWithoutLosingAnything() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                fill(redis);
                String digest = redis.digest();
                failRewrite(redis);
                redis.show("DEBUG LOADAOF");

                assertEquals(digest, redis.digest());
                assertTrue(redis.aof().rewrite().hasLastFailed());
            }
        }
    }

    @Nested
    class Switching {
        @Test
        void onWritesABaseFirst() {
            try (AofFixture redis = new AofFixture()) {
                redis.show("SET a 1");
                assertEquals("OK", redis.show("CONFIG SET appendonly yes"));
                redis.show("SET b 2");
                redis.finishRewrite();
                redis.show("SET c 3");
                redis.flush();
                String digest = redis.digest();

                assertTrue(redis.manifest().contains("appendonly.aof.1.incr.aof seq 1 type i"), redis.manifest());
                try (AofFixture found = new AofFixture(
                        redis.files.restarted(Survival.EVERYTHING, new RandomSource(1)), "appendonly", "yes")) {
                    assertEquals(digest, found.digest());
                }
            }
        }

        @Test
        void offFlushesAndWritesNoMore() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1");
                assertEquals("OK", redis.show("CONFIG SET appendonly no"));
                redis.show("SET b 2");
                redis.flush();

                assertEquals(List.of("SELECT 0", "SET a 1"), redis.commands(INCREMENT));
                assertFalse(redis.aof().isOn());
            }
        }

        @Test
        void onIsRefusedWhenItCannotBegin() {
            try (AofFixture redis = new AofFixture()) {
                redis.files.failNext(Operation.CREATE_DIRECTORY, "Permission denied", 1);

                assertEquals(
                        "(error) ERR CONFIG SET failed (possibly related to argument 'appendonly') - Unable to turn on"
                                + " AOF. Check server logs.",
                        redis.show("CONFIG SET appendonly yes"));
                assertTrue(redis.log.contains(
                        "Failed applying new configuration. Possibly related to new appendonly setting."
                                + " Restoring previous settings."));
                assertEquals(
                        "no",
                        redis.redis
                                        .run("CONFIG", "GET", "appendonly")
                                        .toString()
                                        .contains("no")
                                ? "no"
                                : "");
                assertFalse(redis.aof().isOn());
            }
        }
    }

    @Nested
    class Loading {
        private MemoryFileSystem disk(String increment) {
            MemoryFileSystem disk = AofFixture.newDisk();
            disk.put(
                    AofFixture.path("appendonly.aof.manifest"),
                    ("file " + INCREMENT + " seq 1 type i\n").getBytes(ISO_8859_1));
            disk.put(AofFixture.path(INCREMENT), increment.getBytes(ISO_8859_1));
            return disk;
        }

        private String resp(String... words) {
            StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append("$")
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            return text.toString();
        }

        @Test
        void cutsOffWhatACrashLeftIncomplete() {
            String whole = resp("SET", "a", "1");
            try (AofFixture redis = new AofFixture(disk(whole + "*3\r\n$3\r\nSET\r\n$1\r\nb"), "appendonly", "yes")) {
                assertEquals("\"1\"", redis.show("GET a"));
                assertEquals("(integer) 1", redis.show("DBSIZE"));
                assertTrue(redis.log.contains("!!! Truncating the AOF " + INCREMENT + " at offset 27 !!!"));
                assertEquals(whole, new String(redis.files.content(AofFixture.path(INCREMENT)), ISO_8859_1));
            }
        }

        @Test
        void cutsOffATransactionWithinACommand() {
            String before = resp("SET", "a", "1");
            String cut = before + resp("MULTI") + resp("SET", "b", "1") + "*1\r\n$4\r\nEX";
            try (AofFixture redis = new AofFixture(disk(cut), "appendonly", "yes")) {
                assertEquals("(integer) 1", redis.show("DBSIZE"));
                assertEquals(before, new String(redis.files.content(AofFixture.path(INCREMENT)), ISO_8859_1));
            }
        }

        @Test
        void cutsOffATransactionWithoutExec() {
            String whole = resp("SET", "a", "1");
            try (AofFixture redis =
                    new AofFixture(disk(whole + "*1\r\n$5\r\nMULTI\r\n" + whole + whole), "appendonly", "yes")) {
                assertTrue(redis.log.contains("Revert incomplete MULTI/EXEC transaction in AOF file " + INCREMENT));
                assertEquals(whole, new String(redis.files.content(AofFixture.path(INCREMENT)), ISO_8859_1));
            }
        }

        @Test
        void refusesAFileThatWasCutOffIfToldTo() {
            try (AofFixture redis =
                    new AofFixture(disk("*3\r\n$3\r\nSET\r\n$1"), "appendonly", "yes", "aof-load-truncated", "no")) {
                assertFalse(redis.started);
                assertTrue(redis.log.contains("Unexpected end of file reading the append only file " + INCREMENT));
            }
        }

        @Test
        void refusesWhatIsNoCommand() {
            try (AofFixture redis = new AofFixture(disk("!hello"), "appendonly", "yes")) {
                assertFalse(redis.started);
                assertTrue(redis.log.contains("Bad file format reading the append only file " + INCREMENT));
            }
            try (AofFixture redis = new AofFixture(disk("*1\r\n$3\r\nNAY\r\n"), "appendonly", "yes")) {
                assertFalse(redis.started);
                assertTrue(redis.log.contains("Unknown command 'NAY' reading the append only file " + INCREMENT));
            }
        }

        @Test
        void refusesABrokenManifest() {
            MemoryFileSystem disk = disk("");
            disk.put(AofFixture.path("appendonly.aof.manifest"), "file x seq 1 typ i\n".getBytes(ISO_8859_1));
            try (AofFixture redis = new AofFixture(disk, "appendonly", "yes")) {
                assertFalse(redis.started);
                assertTrue(redis.log.contains("*** FATAL AOF MANIFEST FILE ERROR ***"));
                assertTrue(redis.log.contains(">>> 'file x seq 1 typ i'"));
            }
        }

        @Test
        void refusesAManifestThatNamesWhatIsNotThere() {
            MemoryFileSystem disk = disk("");
            disk.put(
                    AofFixture.path("appendonly.aof.manifest"),
                    ("file nowhere seq 1 type b\nfile " + INCREMENT + " seq 1 type i\n").getBytes(ISO_8859_1));
            try (AofFixture redis = new AofFixture(disk, "appendonly", "yes")) {
                assertFalse(redis.started);
                assertTrue(redis.log.contains(
                        "Unable to obtain the AOF file nowhere length. stat: No such file or directory"));
            }
        }

        @Test
        void takesOverTheSingleFileOfAnOldRedis() {
            MemoryFileSystem disk = AofFixture.newDisk();
            disk.put(
                    AofFixture.home().resolve("appendonly.aof"),
                    resp("SET", "a", "1").getBytes(ISO_8859_1));
            try (AofFixture redis = new AofFixture(disk, "appendonly", "yes")) {
                assertEquals("\"1\"", redis.show("GET a"));
                assertEquals(
                        "file appendonly.aof seq 1 type b\nfile " + INCREMENT + " seq 1 type i\n", redis.manifest());
                redis.rewrite();
                assertFalse(redis.files.exists(AofFixture.path("appendonly.aof")));
            }
        }

        @Test
        void letsNoKeyExpireThatALaterCommandMeans() {
            // The key's time is over now, and was not when INCR was executed.
            String log = resp("SET", "a", "5", "PXAT", "1600000000000") + resp("INCR", "a");
            try (AofFixture redis = new AofFixture(disk(log), "appendonly", "yes")) {
                assertEquals("(nil)", redis.show("GET a"));
            }
        }
    }

    @Nested
    class Waitaof {
        @Test
        void wantsNumbers() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                assertEquals("(error) ERR value is not an integer or out of range", redis.show("WAITAOF x 0 0"));
                assertEquals("(error) ERR value is out of range, must be positive", redis.show("WAITAOF 0 x 0"));
                assertEquals("(error) ERR value is out of range, must be positive", redis.show("WAITAOF 0 -1 0"));
            }
        }

        @Test
        void answersAtOnceWhenAllIsOnDisk() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "always")) {
                redis.show("SET a 1");
                redis.flush();
                assertEquals("1) (integer) 1\n2) (integer) 0", redis.show("WAITAOF 1 0 0"));
            }
        }

        @Test
        void waitsForTheFlush() {
            try (AofFixture redis = new AofFixture("appendonly", "yes")) {
                redis.show("SET a 1");
                assertEquals(List.of(), redis.redis.peer().send("WAITAOF 1 0 0"));

                redis.seconds(1);

                assertEquals(
                        "[1) (integer) 1\n2) (integer) 0]",
                        redis.redis.peer().received().toString());
            }
        }

        @Test
        void endsWithWhatIsWhenItsTimeIsOver() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "no")) {
                redis.show("SET a 1");
                assertEquals(List.of(), redis.redis.peer().send("WAITAOF 1 0 500"));
                redis.redis.advance(Duration.ofSeconds(1));
                assertEquals(
                        "[1) (integer) 0\n2) (integer) 0]",
                        redis.redis.peer().received().toString());
            }
        }

        @Test
        void isRefusedWithoutAnAppendOnlyFile() {
            try (AofFixture redis = new AofFixture()) {
                assertEquals(
                        "(error) ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.",
                        redis.show("WAITAOF 1 0 0"));
                assertEquals(
                        "(error) ERR value is out of range, value must between 0 and 1", redis.show("WAITAOF 2 0 0"));
                assertEquals("1) (integer) 0\n2) (integer) 0", redis.show("WAITAOF 0 0 0"));
            }
        }

        @Test
        void failsWhenTheFileIsSwitchedOff() {
            try (AofFixture redis = new AofFixture("appendonly", "yes", "appendfsync", "no")) {
                redis.show("SET a 1");
                assertEquals(List.of(), redis.redis.peer().send("WAITAOF 1 0 0"));
                redis.redis.connect().show("CONFIG SET appendonly no");
                assertTrue(redis.redis.peer().received().toString().contains("appendonly is disabled"));
            }
        }
    }
}
