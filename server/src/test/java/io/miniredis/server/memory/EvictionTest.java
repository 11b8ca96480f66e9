package io.miniredis.server.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionTest {
    private static final String OOM = "(error) OOM command not allowed when used memory > 'maxmemory'.";
    private static final String VALUE = "x".repeat(1_000);

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private long used() {
        return redis.onMain(() -> redis.server().memory().use().usedBytes());
    }

    /** Lets so much more be used than is now. */
    private void room(long bytes, String policy) {
        assertEquals("OK", redis.show("CONFIG SET maxmemory-policy " + policy + " maxmemory " + (used() + bytes)));
    }

    private void fill(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            redis.show("SET " + prefix + i + " " + VALUE);
        }
    }

    private int size() {
        return (int) ((RespValue.IntegerValue) redis.run("DBSIZE")).value();
    }

    private int count(String pattern) {
        return ((RespValue.Array) redis.run("KEYS", pattern)).elements().size();
    }

    private long evicted() {
        return redis.onMain(() -> redis.server().stats().evictedKeys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allkeys-lru",
                "allkeys-lfu",
                "allkeys-random",
                "volatile-lru",
                "volatile-lfu",
                "volatile-random",
                "volatile-ttl"
            })
    void keysGoWhenTheLimitIsReached(String policy) {
        room(100_000, policy);

        for (int i = 0; i < 300; i++) {
            assertEquals("OK", redis.show("SETEX key:" + i + " 10000 " + VALUE));
            assertTrue(used() < redis.server().memory().use().limitBytes() + 2_000, "after " + i);
        }

        assertTrue(size() > 70 && size() < 100, "left are " + size());
        assertEquals(300 - size(), evicted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"})
    void onlyKeysWithATimeToLiveGoIfThePolicySaysSo(String policy) {
        room(100_000, policy);
        fill("keep:", 50);
        for (int i = 0; i < 100; i++) {
            redis.show("SETEX temporary:" + i + " 1000 " + VALUE);
        }
        assertEquals(50, count("keep:*"));

        for (int i = 50; i < 80; i++) {
            redis.show("SET keep:" + i + " " + VALUE);
        }
        assertEquals(80, count("keep:*"));
        for (int i = 80; i < 120; i++) {
            redis.show("SET keep:" + i + " " + VALUE);
        }
        assertEquals(OOM, redis.show("SET another value"));
        assertEquals(0, count("temporary:*"));
    }

    @Test
    void theOldestGoesFirstWithLru() {
        fill("key:", 100);
        redis.advance(Duration.ofMinutes(10));
        for (int i = 0; i < 50; i++) {
            redis.show("GET key:" + i);
        }
        room(0, "allkeys-lru");
        redis.advance(Duration.ofMinutes(1));
        fill("new:", 30);

        assertTrue(count("key:?") + count("key:[1-4]?") >= 48, "of those read are left " + count("key:[1-4]?"));
    }

    @Test
    void theRarestGoesFirstWithLfu() {
        redis.show("CONFIG SET maxmemory-policy allkeys-lfu lfu-decay-time 0");
        fill("key:", 100);
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 30; j++) {
                redis.show("GET key:" + i);
            }
        }
        room(0, "allkeys-lfu");
        fill("new:", 30);

        assertTrue(count("key:?") + count("key:[1-4]?") >= 48, "of the frequent are left " + count("key:[1-4]?"));
    }

    @Test
    void theShortestTimeToLiveGoesFirst() {
        for (int i = 0; i < 100; i++) {
            redis.show("SETEX key:" + i + " " + (1000 + 100 * i) + " " + VALUE);
        }
        room(0, "volatile-ttl");
        fill("new:", 20);

        assertEquals(50, count("key:[5-9]?"));
    }

    @Nested
    class WithoutEviction {
        @Test
        void whatNeedsMemoryIsRefusedAndTheRestIsNot() {
            fill("key:", 10);
            room(-1_000, "noeviction");

            assertEquals(OOM, redis.show("SET a b"));
            assertEquals(OOM, redis.show("LPUSH list a"));
            assertTrue(redis.show("GET key:1").startsWith("\"xxx"));
            assertEquals("(integer) 2", redis.show("DEL key:1 key:2"));
            assertEquals("OK", redis.show("SET a b"));
            assertEquals(0, evicted());
        }

        @Test
        void nothingMoreIsQueued() {
            redis.show("MULTI");
            redis.show("GET a");
            room2();

            assertEquals(OOM, redis.show("GET a"));
            assertEquals("(error) EXECABORT Transaction discarded because of previous errors.", redis.show("EXEC"));

            redis.connect().show("CONFIG SET maxmemory 0");
            redis.show("MULTI");
            redis.show("GET a");
            room2();
            assertEquals("1) (nil)", redis.show("EXEC"));
        }

        @Test
        void aQueueWithAWriteIsDiscarded() {
            redis.show("MULTI");
            redis.show("SET a b");
            room2();

            assertEquals(
                    "(error) EXECABORT Transaction discarded because of: OOM command not allowed when used memory >"
                            + " 'maxmemory'.",
                    redis.show("EXEC"));
        }

        private void room2() {
            redis.connect().show("CONFIG SET maxmemory 1000");
        }
    }

    @Test
    void isReportedAndPropagated() {
        fill("key:", 3);
        redis.propagated();
        redis.events();
        room(-2_500, "allkeys-random");
        redis.show("PING");

        List<String> propagated = redis.propagated();
        assertEquals(3, propagated.size(), propagated.toString());
        assertTrue(propagated.get(0).startsWith("0 DEL key:"), propagated.toString());
        assertTrue(redis.events().get(0).startsWith("evicted key:"));
    }

    @Test
    void isPropagatedAsUnlinkIfThatIsWished() {
        redis.show("CONFIG SET lazyfree-lazy-eviction yes");
        fill("key:", 1);
        redis.propagated();
        room(-100, "allkeys-lru");
        redis.show("PING");

        assertEquals(List.of("0 UNLINK key:0"), redis.propagated());
    }

    @Test
    void beginsAtOnceWhenTheLimitIsLowered() {
        fill("key:", 100);
        room(-50_000, "allkeys-lru");
        redis.onMain(() -> true);
        redis.onMain(() -> true);

        assertTrue(redis.onMain(() -> redis.server().databases().get(0).size()) < 60);
    }

    @Test
    void doesNotHappenWhileThePauseLasts() {
        fill("key:", 100);
        redis.show("CLIENT PAUSE 100000 WRITE");
        room(-50_000, "allkeys-lru");

        redis.show("PING");

        assertEquals(100, size());
        redis.show("CLIENT UNPAUSE");
        redis.show("PING");
        assertTrue(size() < 60);
    }

    @Test
    void takesAllDatabases() {
        redis.show("SELECT 5");
        fill("five:", 20);
        redis.show("SELECT 0");
        fill("zero:", 20);
        redis.advance(Duration.ofSeconds(10));
        room(0, "allkeys-lru");
        fill("new:", 30);

        redis.show("SELECT 5");
        assertTrue(size() < 15, "left in 5 are " + size());
    }

    @Test
    void moreTenacityTakesMoreTime() {
        assertEquals(0, Eviction.limitNanos(0));
        assertEquals(500_000, Eviction.limitNanos(10));
        assertEquals(575_000, Eviction.limitNanos(11));
        assertEquals(126_205, Eviction.limitNanos(99) / 1_000_000);
        assertEquals(Long.MAX_VALUE, Eviction.limitNanos(100));
    }

    @Nested
    class Pool {
        private final EvictionPool pool = new EvictionPool();

        private void offer(int... scores) {
            for (int score : scores) {
                pool.offer(new byte[] {(byte) score}, score, 0, score);
            }
        }

        @Test
        void givesTheBestFirst() {
            offer(3, 9, 1, 7, 7);

            assertEquals("EvictionPool[1 3 7 7 9]", pool.toString());
            assertEquals(9, pool.hash());
            pool.dropBest();
            assertEquals(7, pool.key()[0]);
        }

        @Test
        void keepsTheSixteenBest() {
            for (int i = 0; i < 40; i++) {
                offer(i * 7 % 40);
            }

            assertEquals("EvictionPool[24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39]", pool.toString());
            offer(1);
            assertEquals(39, pool.hash());
            pool.clear();
            assertTrue(pool.isEmpty());
        }
    }

    @Nested
    class Clients {
        @Test
        void theLargestIsClosed() {
            redis.show("CLIENT NO-EVICT ON");
            redis.show("CONFIG SET maxmemory-clients 200000");
            ServerFixture.Peer small = redis.connect();
            ServerFixture.Peer large = redis.connect();
            small.show("MULTI");
            small.show("SET a " + "x".repeat(40_000));
            large.show("MULTI");
            large.show("SET a " + "x".repeat(140_000));
            assertFalse(large.isClosed());
            small.show("SET b " + "x".repeat(30_000));

            redis.show("PING");

            assertTrue(large.isClosed());
            assertFalse(small.isClosed());
            assertTrue(redis.show("INFO stats").contains("evicted_clients:1\\r"));
        }

        @Test
        void whoIsProtectedStays() {
            redis.show("CONFIG SET maxmemory-clients 150000");
            redis.show("CLIENT NO-EVICT ON");
            ServerFixture.Peer large = redis.connect();
            large.show("CLIENT NO-EVICT ON");
            large.show("MULTI");
            large.show("SET a " + "x".repeat(300_000));
            redis.show("PING");

            assertFalse(large.isClosed());
        }
    }
}
