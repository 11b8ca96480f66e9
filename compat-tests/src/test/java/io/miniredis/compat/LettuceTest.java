package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ExpireArgs;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.miniredis.compat.servers.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Lettuce on the embedded server, used as programs use it. */
class LettuceTest {
    @Nested
    class Resp2 extends Conversation {
        Resp2() {
            super(ProtocolVersion.RESP2);
        }
    }

    @Nested
    class Resp3 extends Conversation {
        Resp3() {
            super(ProtocolVersion.RESP3);
        }
    }

    abstract static class Conversation {
        private final Target server = Ours.start();
        private final RedisClient client;
        private final StatefulRedisConnection<String, String> connection;
        private final RedisCommands<String, String> redis;

        Conversation(ProtocolVersion protocol) {
            RedisURI uri = RedisURI.builder()
                    .withHost("127.0.0.1")
                    .withPort(server.port())
                    .withClientName("lettuce-test")
                    .build();
            client = RedisClient.create(uri);
            client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
            connection = client.connect();
            redis = connection.sync();
        }

        @AfterEach
        void close() {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            server.close();
        }

        @Test
        void stringsAreSetReadAndChanged() {
            assertEquals("PONG", redis.ping());
            assertEquals("lettuce-test", redis.clientGetname());
            assertEquals("OK", redis.set("name", "Ada"));
            assertEquals("Ada", redis.get("name"));
            assertNull(redis.get("nobody"));
            assertEquals(12, redis.append("name", " Lovelace"));
            assertEquals("Lovelace", redis.getrange("name", 4, -1));
            assertEquals("OK", redis.mset(Map.of("a", "1", "b", "2")));
            assertEquals(
                    List.of(KeyValue.just("a", "1"), KeyValue.empty("x"), KeyValue.just("b", "2")),
                    redis.mget("a", "x", "b"));
            assertEquals("2", redis.getdel("b"));
            assertNull(redis.set("a", "5", SetArgs.Builder.nx()));
            assertEquals("1", redis.setGet("a", "6"));
            assertEquals(7, redis.incr("a"));
            assertEquals(7.5, redis.incrbyfloat("a", 0.5));
            RedisCommandExecutionException e =
                    assertThrows(RedisCommandExecutionException.class, () -> redis.incr("name"));
            assertEquals("ERR value is not an integer or out of range", e.getMessage());
        }

        @Test
        void keysLiveAsLongAsTheyShould() {
            redis.set("k", "v", SetArgs.Builder.ex(100));
            assertEquals(100, redis.ttl("k"));
            assertEquals(false, redis.expire("k", 50, ExpireArgs.Builder.gt()));
            assertEquals(true, redis.expire("k", 50, ExpireArgs.Builder.lt()));
            assertEquals("v", redis.getex("k", GetExArgs.Builder.persist()));
            assertEquals(-1, redis.ttl("k"));
            redis.set("short", "v", SetArgs.Builder.px(500));
            server.advance(Duration.ofMillis(600));
            assertNull(redis.get("short"));
        }

        @Test
        void keysAreRenamedCopiedListedAndDeleted() {
            redis.mset(Map.of("user:1", "a", "user:2", "b", "other", "c"));
            assertEquals(Set.of("user:1", "user:2"), new HashSet<>(redis.keys("user:*")));
            assertEquals("OK", redis.rename("user:1", "user:3"));
            assertEquals(true, redis.copy("user:3", "user:4"));
            assertEquals("string", redis.type("user:4"));
            assertEquals("embstr", redis.objectEncoding("user:4"));
            assertEquals(2, redis.del("user:3", "user:4", "nokey"));
            assertEquals(2, redis.dbsize());
            assertEquals("OK", redis.flushall());
            assertEquals(0, redis.dbsize());
        }

        @Test
        void scanReturnsEveryKey() {
            Map<String, String> entries = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                entries.put("scan:" + i, "v");
            }
            redis.mset(entries);
            redis.set("other", "v");
            Set<String> seen = new HashSet<>();
            ScanArgs args = ScanArgs.Builder.limit(50).match("scan:*");
            KeyScanCursor<String> page = redis.scan(ScanCursor.INITIAL, args);
            seen.addAll(page.getKeys());
            while (!page.isFinished()) {
                page = redis.scan(page, args);
                seen.addAll(page.getKeys());
            }
            assertEquals(entries.keySet(), seen);
        }

        @Test
        void aPipelineAnswersInOrder() throws ExecutionException, InterruptedException {
            connection.setAutoFlushCommands(false);
            RedisAsyncCommands<String, String> async = connection.async();
            List<RedisFuture<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                counts.add(async.incr("counter"));
            }
            connection.flushCommands();
            assertTrue(LettuceFutures.awaitAll(Duration.ofSeconds(10), counts.toArray(new RedisFuture<?>[0])));
            for (int i = 0; i < counts.size(); i++) {
                assertEquals(i + 1, counts.get(i).get());
            }
            connection.setAutoFlushCommands(true);
        }
    }
}
