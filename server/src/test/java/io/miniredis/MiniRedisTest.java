package io.miniredis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.config.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server inside the JVM, as its users see it. */
class MiniRedisTest {
    private static RespClient connect(MiniRedis redis) throws IOException {
        return RespClient.connect(redis.host(), redis.port(), 5_000);
    }

    @Test
    void servesAClientOnAFreePort() throws IOException {
        try (MiniRedis redis = MiniRedis.builder().port(0).start();
                RespClient client = connect(redis)) {
            assertEquals("OK", client.call("SET", "greeting", "hello").toString());
            assertEquals("\"hello\"", client.call("GET", "greeting").toString());
            assertEquals("redis://127.0.0.1:" + redis.port(), redis.uri().toString());
        }
    }

    @Test
    void severalServersShareNothing() throws IOException {
        try (MiniRedis one = MiniRedis.start();
                MiniRedis other = MiniRedis.start();
                RespClient toOne = connect(one);
                RespClient toOther = connect(other)) {
            assertNotEquals(one.port(), other.port());
            toOne.call("SET", "k", "v");
            assertEquals("(nil)", toOther.call("GET", "k").toString());
        }
    }

    @Test
    void aPortInUseIsReported() {
        try (MiniRedis first = MiniRedis.start()) {
            MiniRedis.Builder second = MiniRedis.builder().port(first.port());
            String message = String.valueOf(
                    assertThrows(UncheckedIOException.class, second::start).getMessage());
            assertTrue(message.contains("127.0.0.1:" + first.port()), message);
            assertTrue(message.endsWith("Address already in use"), message);
        }
    }

    @Test
    void aServerCanBeStartedInThePlaceOfAnother() throws IOException {
        MiniRedis first = MiniRedis.start();
        first.close();
        try (MiniRedis second = MiniRedis.builder().port(first.port()).start();
                RespClient client = connect(second)) {
            assertEquals(first.uri(), second.uri());
            assertEquals("PONG", client.call("PING").toString());
        }
    }

    @Test
    void aBuilderStartsServersThatShareNothing() {
        MiniRedis.Builder builder = MiniRedis.builder().config("hz", "33").virtualClock();
        try (MiniRedis one = builder.start();
                MiniRedis other = builder.start()) {
            one.execute("CONFIG", "SET", "hz", "44");
            one.clock().advance(Duration.ofSeconds(1));
            assertEquals(
                    "1) \"hz\"\n2) \"33\"", other.execute("CONFIG", "GET", "hz").toString());
            assertEquals(Instant.parse("2026-01-01T00:00:00Z"), other.clock().now());
        }
    }

    @Test
    void theAddressHasThePassword() throws IOException {
        try (MiniRedis redis =
                MiniRedis.builder().config("requirepass", "s:e@c%").start()) {
            assertEquals(":s:e@c%", redis.uri().getUserInfo());
            assertEquals(redis.port(), redis.uri().getPort());
            assertFalse(redis.toString().contains("s:e"), redis.toString());
        }
    }

    @Test
    void aWrongParameterIsReportedWhereItIsSet() {
        MiniRedis.Builder builder = MiniRedis.builder();
        assertThrows(ConfigException.class, () -> builder.config("no-such-parameter", "1"));
        ConfigException refused = assertThrows(ConfigException.class, () -> builder.config("hz", "often"));
        assertEquals("hz \"often\": argument couldn't be parsed into an integer", refused.getMessage());
        assertTrue(refused.getStackTrace().length > 0, "where it was set");
    }

    @Test
    void anAppendOnlyFileIsNotWrittenJustAnywhere() {
        MiniRedis.Builder builder = MiniRedis.builder().config("appendonly", "yes");
        assertThrows(IllegalStateException.class, builder::start);
    }

    /** Commands that the JVM's own code gives. */
    @Nested
    class Execute {
        @Test
        void repliesAsValues() {
            try (MiniRedis redis = MiniRedis.start()) {
                assertEquals("OK", redis.execute("SET", "greeting", "hello").toString());
                assertEquals(RespValue.Bulk.of("hello"), redis.execute("GET", "greeting"));
                assertEquals(RespValue.Null.BULK, redis.execute("GET", "no such key"));
                assertEquals(new RespValue.IntegerValue(3), redis.execute("RPUSH", "list", "a", "b", "c"));
                assertEquals(
                        "1) \"a\"\n2) \"b\"",
                        redis.execute("LRANGE", "list", "0", "1").toString());
            }
        }

        @Test
        void throwsWhatIsAnError() {
            try (MiniRedis redis = MiniRedis.start()) {
                redis.execute("SET", "word", "abc");
                CommandFailedException failure =
                        assertThrows(CommandFailedException.class, () -> redis.execute("INCR", "word"));
                assertEquals("ERR value is not an integer or out of range", failure.getMessage());
                assertEquals("ERR", failure.code());
                assertEquals(
                        "WRONGTYPE",
                        assertThrows(CommandFailedException.class, () -> redis.execute("LPUSH", "word", "x"))
                                .code());
            }
        }

        @Test
        void needsNoPasswordAndNoPermission() {
            try (MiniRedis redis =
                    MiniRedis.builder().config("requirepass", "secret").start()) {
                redis.execute("ACL", "SETUSER", "default", "-@all");
                assertEquals("OK", redis.execute("SET", "k", "v").toString());
            }
        }

        @Test
        void leavesNoClientBehind() {
            try (MiniRedis redis = MiniRedis.start()) {
                redis.execute("MULTI");
                redis.execute("SUBSCRIBE", "news");
                assertThrows(CommandFailedException.class, () -> redis.execute("CLIENT", "REPLY", "OFF"));
                String clients = redis.execute("CLIENT", "LIST").toString();
                assertEquals(1, clients.split("id=", -1).length - 1, clients);
            }
        }

        @Test
        @Timeout(60)
        void waitsAsLongAsTheCommandDoes() throws IOException {
            try (MiniRedis redis = MiniRedis.start();
                    RespClient client = connect(redis)) {
                CompletableFuture<RespValue> popped =
                        CompletableFuture.supplyAsync(() -> redis.execute("BLPOP", "queue", "0"));
                client.call("RPUSH", "queue", "job");
                assertEquals("1) \"queue\"\n2) \"job\"", popped.join().toString());
            }
        }

        @Test
        @Timeout(60)
        void endsWithTheServer() {
            MiniRedis redis = MiniRedis.start();
            CompletableFuture<RespValue> popped =
                    CompletableFuture.supplyAsync(() -> redis.execute("BLPOP", "queue", "0"));
            redis.close();
            CompletionException failure = assertThrows(CompletionException.class, popped::join);
            assertInstanceOf(IllegalStateException.class, failure.getCause());
            assertThrows(IllegalStateException.class, () -> redis.execute("PING"));
        }

        @Test
        void flushAllLeavesNoKeyAndAllElse() throws IOException {
            try (MiniRedis redis = MiniRedis.start();
                    RespClient client = connect(redis)) {
                client.call("SELECT", "3");
                client.call("SET", "k", "v");
                client.call("CONFIG", "SET", "hz", "33");
                redis.flushAll();
                assertEquals("(integer) 0", client.call("DBSIZE").toString());
                assertEquals(
                        "1) \"hz\"\n2) \"33\"",
                        client.call("CONFIG", "GET", "hz").toString());
            }
        }
    }

    @Test
    void timeMovesOnlyWhenItIsMoved() throws IOException {
        Instant start = Instant.parse("2030-06-01T12:00:00Z");
        try (MiniRedis redis = MiniRedis.builder().virtualClock(start).start();
                RespClient client = connect(redis)) {
            client.call("SET", "session", "42", "EX", "1800");
            redis.clock().advance(Duration.ofSeconds(1_799));
            assertEquals("(integer) 1", client.call("TTL", "session").toString());
            redis.clock().advance(Duration.ofSeconds(2));
            assertEquals("(nil)", client.call("GET", "session").toString());
            assertEquals(start.plusSeconds(1_801), redis.clock().now());
        }
    }

    @Test
    void aServerOnTheMachinesClockCannotBeMoved() {
        try (MiniRedis redis = MiniRedis.start()) {
            assertThrows(IllegalStateException.class, redis::clock);
        }
    }

    @Test
    void timeDoesNotRunBackwards() {
        try (MiniRedis redis = MiniRedis.builder().virtualClock().start()) {
            assertThrows(IllegalArgumentException.class, () -> redis.clock().advance(Duration.ofMillis(-1)));
        }
    }

    @Test
    @Timeout(60)
    void timeEndsWithTheServer() {
        MiniRedis redis = MiniRedis.builder().virtualClock().start();
        RedisClock clock = redis.clock();
        redis.close();
        assertThrows(IllegalStateException.class, () -> clock.advance(Duration.ofSeconds(1)));
    }

    @Test
    void closingCutsConnectionsAndLeavesNoThread() throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        MiniRedis redis = MiniRedis.builder().config("io-threads", "2").start();
        RespClient client = connect(redis);
        client.call("PING");
        redis.close();
        redis.close();
        assertThrows(IOException.class, () -> client.call("PING"));
        Set<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("redis"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertEquals(Set.of(), left);
    }

    @Test
    @Timeout(60)
    void closingDoesNotWaitForAScriptThatNeverEnds() throws IOException {
        try (MiniRedis redis = MiniRedis.start();
                RespClient client = connect(redis)) {
            client.call("SET", "begun", "no");
            client.write("EVAL \"redis.call('SET', 'begun', 'yes') while true do end\" 0\r\n"
                    .getBytes(StandardCharsets.UTF_8));
            client.flush();
        }
    }

    @Test
    @Timeout(60)
    void closingRacesWithShutdown() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (MiniRedis redis = MiniRedis.start();
                    RespClient client = connect(redis)) {
                client.write("SHUTDOWN NOSAVE\r\n".getBytes(StandardCharsets.UTF_8));
                client.flush();
            }
        }
    }

    @Test
    void theLogGoesWhereItIsAsked() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (MiniRedis redis = MiniRedis.builder().log(log).start();
                RespClient client = connect(redis)) {
            client.call("CONFIG", "SET", "locale-collate", "C");
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("locale-collate is accepted but not built yet"), text);
        assertTrue(text.contains("Ready to accept connections"), text);
    }

    @Test
    void theLogSaysAsMuchAsConfigSetWants() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (MiniRedis redis = MiniRedis.builder().log(log).start();
                RespClient first = connect(redis)) {
            assertFalse(log.toString(StandardCharsets.UTF_8).contains("Accepted"), log::toString);
            first.call("CONFIG", "SET", "loglevel", "verbose");
            try (RespClient second = connect(redis)) {
                second.call("PING");
            }
        }
        assertTrue(log.toString(StandardCharsets.UTF_8).contains(" - Accepted 127.0.0.1:"), log::toString);
    }

    @Test
    void shutdownEndsTheServerButNotTheJvm() throws IOException {
        try (MiniRedis redis = MiniRedis.start();
                RespClient client = connect(redis)) {
            assertThrows(IOException.class, () -> client.call("SHUTDOWN", "NOSAVE"));
            assertThrows(IOException.class, () -> connect(redis).close());
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void dataKeptInADirectoryAreThereAgain(@TempDir Path directory) throws IOException {
        try (MiniRedis redis = MiniRedis.builder().persistence(directory).start();
                RespClient client = connect(redis)) {
            client.call("SET", "greeting", "hello");
            client.call("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 7 end)");
        }
        try (MiniRedis redis = MiniRedis.builder().persistence(directory).start();
                RespClient client = connect(redis)) {
            assertEquals("\"hello\"", client.call("GET", "greeting").toString());
            assertEquals("(integer) 7", client.call("FCALL", "f", "0").toString());
        }
    }

    @Test
    void savePointsOfOnesOwnHoldWheneverTheyAreSet(@TempDir Path directory) throws IOException {
        try (MiniRedis redis = MiniRedis.builder()
                        .config("save", "")
                        .persistence(directory)
                        .start();
                RespClient client = connect(redis)) {
            client.call("SET", "greeting", "hello");
        }
        assertFalse(Files.exists(directory.resolve("dump.rdb")));
    }

    @Test
    void withAnAppendOnlyFileNothingIsLostEvenIfNobodySaves(@TempDir Path directory) throws IOException {
        MiniRedis.Builder builder = MiniRedis.builder()
                .persistence(directory)
                .config("appendonly", "yes")
                .config("save", "");
        try (MiniRedis redis = builder.start();
                RespClient client = connect(redis)) {
            client.call("SET", "greeting", "hello");
        }
        try (MiniRedis redis = MiniRedis.builder()
                        .persistence(directory)
                        .config("appendonly", "yes")
                        .start();
                RespClient client = connect(redis)) {
            assertEquals("\"hello\"", client.call("GET", "greeting").toString());
        }
    }

    /** There may be no RDB file that has them. */
    @Test
    void whatAnAppendOnlyFileSaysIsUnsavedForSnapshots(@TempDir Path directory) {
        MiniRedis.Builder builder = MiniRedis.builder()
                .persistence(directory)
                .config("appendonly", "yes")
                .config("save", "");
        try (MiniRedis redis = builder.start()) {
            redis.execute("MSET", "a", "1", "b", "2");
            redis.execute("SET", "c", "3");
        }
        try (MiniRedis redis = builder.start()) {
            String info = redis.execute("INFO", "persistence").toString();
            assertTrue(info.contains("rdb_changes_since_last_save:3"), info);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsRefused(@TempDir Path directory) {
        MiniRedis.Builder builder = MiniRedis.builder();
        assertThrows(ConfigException.class, () -> builder.persistence(directory.resolve("nowhere")));
    }

    @Test
    void aDamagedFileIsReported(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("dump.rdb"), "REDIS0010 and then something else");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        MiniRedis.Builder builder = MiniRedis.builder().persistence(directory).log(log);
        String message = String.valueOf(
                assertThrows(UncheckedIOException.class, builder::start).getMessage());
        assertTrue(message.contains(directory.toString()), message);
        assertTrue(message.contains("Terminating server after rdb file reading failure."), message);
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("Terminating server after rdb file reading failure."));
    }

    @Test
    void aFileOfARunningServerIsLeftAloneWithoutPersistence(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("dump.rdb"), "not to be read");
        try (MiniRedis redis =
                        MiniRedis.builder().config("dir", directory.toString()).start();
                RespClient client = connect(redis)) {
            client.call("SET", "a", "1");
        }
        assertEquals("not to be read", Files.readString(directory.resolve("dump.rdb")));
    }
}
