package io.miniredis.server.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.persistence.snapshot.FrozenTable;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.info.InfoReport;
import io.miniredis.server.log.KeptLog;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.persistence.KeySaveDelay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that stands for a save. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ChildTest {
    private static final String FOR_EVER = "CONFIG SET rdb-key-save-delay 100000000";
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final KeptLog log = new KeptLog();
    private final List<ServerFixture> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(ServerFixture::close);
    }

    /** A server as an application embeds it. */
    private ServerFixture embedded() {
        ServerConfig config = ServerConfig.defaults()
                .with("dir", directory.toString())
                .with("save", "3600 1000")
                .with("enable-debug-command", "yes");
        ServerFixture redis = new ServerFixture(config, new DiskFileSystem(), log);
        servers.add(redis);
        return redis;
    }

    /** A server that is a process itself. */
    private ServerFixture standAlone() {
        return standAlone("cat");
    }

    private ServerFixture standAlone(String program) {
        ServerFixture redis = embedded();
        Children children = new Children(log, redis.server().oomScore(), program);
        redis.onMain(() -> {
            redis.server().persistence().snapshots().startChildren(children);
            return redis.show(FOR_EVER) + redis.show("MSET a 1 b 2 c 3");
        });
        return redis;
    }

    private static long processId(ServerFixture redis) {
        return redis.onMain(() -> redis.server().persistence().snapshots().processId());
    }

    private static boolean isAlive(long processId) {
        return ProcessHandle.of(processId).map(ProcessHandle::isAlive).orElse(false);
    }

    private static String info(ServerFixture redis, String field) {
        String report = redis.onMain(
                () -> new String(new InfoReport(redis.server()).sections(List.of("all")), StandardCharsets.UTF_8));
        int start = report.indexOf("\n" + field + ":");
        assertTrue(start >= 0, "no field " + field);
        return report.substring(start + field.length() + 2, report.indexOf('\r', start));
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what + "\n" + log);
            }
            Thread.onSpinWait();
        }
    }

    private void awaitEnd(ServerFixture redis) {
        await(
                "the save ends",
                () -> redis.onMain(
                        () -> !redis.server().persistence().snapshots().isRunning()));
    }

    private static void signal(long processId, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(processId)).start();
        assertEquals(0, kill.waitFor());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    @Nested
    class OfBgsave {
        @Test
        void isThereBeforeTheReplyAndGoneAfterTheSave() {
            ServerFixture redis = standAlone();
            redis.show("CONFIG SET rdb-key-save-delay 1000");

            long child = redis.onMain(() -> {
                redis.show("BGSAVE");
                assertTrue(isAlive(processId(redis)));
                return processId(redis);
            });
            assertNotEquals(ProcessId.current(), child);
            assertTrue(log.contains("Background saving started by pid " + child), log.toString());
            awaitEnd(redis);

            assertFalse(isAlive(child));
            assertTrue(log.contains("Background saving terminated with success"), log.toString());
            assertEquals("1", info(redis, "total_forks"));
        }

        @Test
        void namesTheFileWhileItIsWritten() {
            ServerFixture redis = standAlone();
            redis.show("BGSAVE");

            long child = processId(redis);

            await("a temporary file", () -> Files.exists(file("temp-" + child + ".rdb")));
        }

        @Test
        void endsTheSaveByItsEnd() throws Exception {
            ServerFixture redis = standAlone();
            redis.show("BGSAVE");
            long child = processId(redis);
            await("a temporary file", () -> Files.exists(file("temp-" + child + ".rdb")));

            signal(child, "KILL");
            awaitEnd(redis);

            assertTrue(log.contains("Background saving terminated by signal 9"), log.toString());
            assertEquals("0", info(redis, "rdb_bgsave_in_progress"));
            assertEquals("err", info(redis, "rdb_last_bgsave_status"));
            assertTrue(redis.show("SET a 2").startsWith("(error) MISCONF"));
            assertFalse(Files.exists(file("temp-" + child + ".rdb")));
            assertFalse(Files.exists(file("dump.rdb")));
        }

        @Test
        void isNoFailureIfSigusr1EndsIt() throws Exception {
            ServerFixture redis = standAlone();
            redis.show("BGSAVE");

            signal(processId(redis), "USR1");
            awaitEnd(redis);

            assertTrue(log.contains("Background saving terminated by signal 10"), log.toString());
            assertEquals("ok", info(redis, "rdb_last_bgsave_status"));
            assertEquals("OK", redis.show("SET a 2"));
        }

        /** Ctrl-C in a terminal and {@code systemctl stop} reach all processes of a server. */
        @ParameterizedTest
        @ValueSource(strings = {"TERM", "INT", "HUP", "PIPE"})
        void isNotMissedIfASignalEndsItThatIsNotMeantForIt(String signal) throws Exception {
            ServerFixture redis = standAlone();
            redis.show("CONFIG SET rdb-key-save-delay 100000");
            redis.show("BGSAVE");
            long child = processId(redis);

            signal(child, signal);
            await("the end of " + child, () -> !isAlive(child));
            awaitEnd(redis);

            assertTrue(log.contains("Background saving terminated with success"), log.toString());
            assertEquals("ok", info(redis, "rdb_last_bgsave_status"));
        }

        @Test
        void endsWithASaveThatIsGivenUp() {
            ServerFixture redis = standAlone();
            redis.show("BGSAVE");
            long child = processId(redis);

            redis.show("FLUSHALL");
            awaitEnd(redis);

            assertFalse(isAlive(child));
            assertTrue(log.contains("Background saving terminated by signal 10"), log.toString());
        }

        @Test
        void endsWithTheServer() {
            ServerFixture redis = standAlone();
            redis.show("BGSAVE");
            long child = processId(redis);

            redis.close();

            assertFalse(isAlive(child));
            assertFalse(Files.exists(file("temp-" + child + ".rdb")));
        }
    }

    @Nested
    class OfARewrite {
        private ServerFixture begun() {
            ServerFixture redis = standAlone();
            redis.show("BGREWRITEAOF");
            long child = processId(redis);
            assertTrue(log.contains("Background append only file rewriting started by pid " + child), log.toString());
            await("a temporary file", () -> Files.exists(temporary(child)));
            return redis;
        }

        private Path temporary(long child) {
            return file("temp-rewriteaof-bg-" + child + ".aof");
        }

        @Test
        void endsTheRewriteByItsEnd() throws Exception {
            ServerFixture redis = begun();
            long child = processId(redis);

            signal(child, "KILL");
            awaitEnd(redis);

            assertTrue(log.contains("Background AOF rewrite terminated by signal 9"), log.toString());
            assertEquals("err", info(redis, "aof_last_bgrewrite_status"));
            assertFalse(Files.exists(temporary(child)));
        }

        @Test
        void isNoFailureIfSigusr1EndsIt() throws Exception {
            ServerFixture redis = begun();

            signal(processId(redis), "USR1");
            awaitEnd(redis);

            assertTrue(log.contains("Background AOF rewrite terminated by signal 10"), log.toString());
            assertEquals("ok", info(redis, "aof_last_bgrewrite_status"));
            assertEquals("0", info(redis, "aof_rewrite_in_progress"));
        }

        @Test
        void endsWhenTheAppendOnlyFileIsSwitchedOff() {
            ServerFixture redis = standAlone();
            redis.onMain(() -> {
                redis.server().persistence().followConfiguration();
                return redis.show("CONFIG SET appendonly yes");
            });
            long child = processId(redis);

            redis.show("CONFIG SET appendonly no");

            assertFalse(isAlive(child));
            assertTrue(log.contains("Killing running AOF rewrite child: " + child), log.toString());
            assertFalse(Files.exists(temporary(child)));
        }
    }

    @Nested
    class OfASnapshotForReplicas {
        @Test
        void endsItByItsEndAndSavesAreNotToBlame() throws Exception {
            ServerFixture redis = standAlone();
            CountDownLatch told = new CountDownLatch(1);
            redis.onMain(() -> {
                redis.server().persistence().rdb().beginToSockets(new StuckTarget(), failure -> told.countDown());
                return true;
            });
            long child = processId(redis);
            assertTrue(log.contains("Background RDB transfer started by pid " + child), log.toString());

            signal(child, "KILL");
            awaitEnd(redis);

            assertTrue(told.await(20, TimeUnit.SECONDS));
            assertTrue(log.contains("Background transfer terminated by signal 9"), log.toString());
            assertEquals("ok", info(redis, "rdb_last_bgsave_status"));
        }
    }

    @Nested
    class Absence {
        @Test
        void isHowAnEmbeddedServerSaves() {
            ServerFixture redis = embedded();
            redis.show(FOR_EVER);
            redis.show("SET a 1");
            long before = ProcessHandle.current().children().count();
            redis.show("BGSAVE");

            assertEquals(ProcessId.current(), processId(redis));
            assertEquals(before, ProcessHandle.current().children().count());
            redis.show("FLUSHALL");
            awaitEnd(redis);
        }

        @Test
        void isToldOnceAndKeepsNobodyFromSaving() {
            ServerFixture redis = standAlone("/no/such/program");
            redis.show("CONFIG SET rdb-key-save-delay 0");

            for (int i = 0; i < 2; i++) {
                assertEquals("Background saving started", redis.show("BGSAVE"));
                awaitEnd(redis);
            }

            assertEquals("ok", info(redis, "rdb_last_bgsave_status"));
            assertTrue(Files.exists(file("dump.rdb")));
            assertEquals(1, log.toString().split("Saves have no process of their own", -1).length - 1);
        }

        @Test
        void isNoticedByNobodyIfTheProcessEndsByItself() {
            // It knows none of the arguments, says so and ends.
            ServerFixture redis = standAlone("false");
            redis.show("CONFIG SET rdb-key-save-delay 20000");

            redis.show("BGSAVE");
            awaitEnd(redis);

            assertEquals("ok", info(redis, "rdb_last_bgsave_status"));
        }

        @Test
        void isHowTheDataAreCopiedForADebugger() {
            ServerFixture redis = standAlone();
            redis.onMain(() -> {
                Snapshots snapshots = redis.server().persistence().snapshots();
                snapshots.begin("copy", new StuckTarget(), failure -> {});
                assertEquals(ProcessId.current(), snapshots.processId());
                return true;
            });
        }
    }

    @Test
    void whatIsRehearsedOfOursIsThereAndNoProcessComesOfIt() throws Exception {
        long before = ProcessHandle.current().children().count();
        Children.rehearse();
        assertEquals(before, ProcessHandle.current().children().count());
        for (String name : Children.OURS) {
            Class.forName(name);
        }
    }

    @Test
    @SuppressWarnings("Interruption") // that is what is tested
    void aDelayAfterAKeyEndsWhenItsThreadIsInterrupted() throws Exception {
        ServerConfig config = ServerConfig.defaults().with("rdb-key-save-delay", "100000000");
        List<String> end = new ArrayList<>();
        Thread writer = new Thread(() -> {
            try {
                new KeySaveDelay(config.persistence).afterKey();
                end.add("slept");
            } catch (InterruptedIOException e) {
                end.add("interrupted");
            } catch (IOException e) {
                end.add(e.toString());
            }
        });
        writer.start();
        writer.interrupt();
        writer.join(TimeUnit.NANOSECONDS.toMillis(LONGEST_NANOS));
        assertEquals(List.of("interrupted"), end);
    }

    /** Gets nowhere, as with a replica that reads nothing. */
    private static final class StuckTarget implements SnapshotTarget {
        @Override
        public void begin() throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void selectDatabase(int index, long keys, long expires) {}

        @Override
        public void entry(byte[] key, Object value, long expireAtMillis, int lru) {}

        @Override
        public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) {}

        @Override
        public void end() {}
    }
}
