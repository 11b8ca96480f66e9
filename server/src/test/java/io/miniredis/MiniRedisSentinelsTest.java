package io.miniredis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary, its replicas and sentinels in one line, as their users see them. */
@Timeout(100)
class MiniRedisSentinelsTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Test
    void allKnowEachOtherWhenTheyHaveStarted() {
        try (MiniRedisSentinels redis = MiniRedisSentinels.start(2, 3)) {
            assertSame(redis.servers().get(0), redis.primary());
            assertEquals(3, redis.servers().size());
            for (MiniRedis sentinel : redis.sentinels()) {
                String quorum = sentinel.execute("SENTINEL", "CKQUORUM", redis.primaryName())
                        .toString();
                assertTrue(quorum.startsWith("OK 3 usable Sentinels"), quorum);
            }
            assertTrue(redis.uri().toString().endsWith("#mymaster"), redis.uri().toString());
            assertEquals(3, redis.addresses().size());
        }
    }

    @Test
    void electAReplicaWhenThePrimaryIsClosed() {
        MiniRedis.Builder builder = MiniRedis.builder().config("requirepass", "secret");
        try (MiniRedisSentinels redis = builder.startSentinels(2, 3)) {
            redis.downAfter(Duration.ofMillis(500));
            MiniRedis failing = redis.primary();
            failing.execute("SET", "greeting", "hello");
            failing.execute("WAIT", "2", "5000");

            failing.close();
            MiniRedis elected = redis.awaitFailover(failing, LONGEST);

            assertNotSame(failing, elected);
            assertEquals("\"hello\"", elected.execute("GET", "greeting").toString());

            MiniRedis again = redis.restart(failing);
            Members.await(
                    "a replica more",
                    LONGEST,
                    () -> Replies.text(again.execute("INFO", "replication")).contains("role:slave"));
        }
    }

    @Test
    void anotherServerTakesOverWhenAskedTo() {
        try (MiniRedisSentinels redis = MiniRedisSentinels.start(1, 1)) {
            MiniRedis before = redis.primary();

            MiniRedis elected = redis.failover();

            assertNotSame(before, elected);
            assertSame(elected, redis.primary());
            redis.flushAll();
        }
    }

    @Test
    void needsASentinel() {
        assertThrows(IllegalArgumentException.class, () -> MiniRedisSentinels.start(1, 0));
    }
}
