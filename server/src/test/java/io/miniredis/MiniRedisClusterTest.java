package io.miniredis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster in one line, as its users see it. */
@Timeout(100)
class MiniRedisClusterTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Test
    void servesAllSlotsWhenItHasStarted() {
        try (MiniRedisCluster redis = MiniRedisCluster.start(3)) {
            HashSet<MiniRedis> used = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                MiniRedis node = redis.primaryFor("key:" + i);
                assertEquals("OK", node.execute("SET", "key:" + i, "v").toString());
                used.add(node);
            }
            assertEquals(new HashSet<>(redis.nodes()), used);
            assertEquals(3, redis.addresses().size());

            redis.flushAll();
            for (MiniRedis node : redis.nodes()) {
                assertEquals("(integer) 0", node.execute("DBSIZE").toString());
            }
        }
    }

    @Test
    void oneNodeIsAClusterToo() {
        try (MiniRedisCluster redis = MiniRedisCluster.start(1)) {
            assertEquals("OK", redis.primaryFor("a").execute("SET", "a", "1").toString());
            assertTrue(Replies.text(redis.nodes().get(0).execute("CLUSTER", "INFO"))
                    .contains("cluster_slots_ok:16384"));
        }
    }

    @Test
    void aReplicaTakesOverAndTheOldPrimaryComesBackAsOne() {
        MiniRedis.Builder builder =
                MiniRedis.builder().config("cluster-node-timeout", "1000").config("requirepass", "secret");
        try (MiniRedisCluster redis = builder.startCluster(3, 1)) {
            assertEquals(6, redis.nodes().size());
            MiniRedis failing = redis.primaryFor("greeting");
            failing.execute("SET", "greeting", "hello");
            failing.execute("WAIT", "1", "5000");

            failing.close();
            redis.awaitFailover(LONGEST);

            MiniRedis elected = redis.primaryFor("greeting");
            assertNotSame(failing, elected);
            assertEquals("\"hello\"", elected.execute("GET", "greeting").toString());

            MiniRedis again = redis.restart(failing);
            assertEquals(failing.port(), again.port());
            Members.await(
                    "a replica more",
                    LONGEST,
                    () -> Replies.text(again.execute("INFO", "replication")).contains("master_link_status:up"));
            assertSame(elected, redis.primaryFor("greeting"));
        }
    }

    @Test
    void refusesWhatServersCannotShare(@TempDir Path directory) {
        assertThrows(IllegalArgumentException.class, () -> MiniRedisCluster.start(0));
        MiniRedis.Builder virtual = MiniRedis.builder().virtualClock();
        assertThrows(IllegalStateException.class, () -> virtual.startCluster(3, 0));
        MiniRedis.Builder persistent = MiniRedis.builder().persistence(directory);
        assertThrows(IllegalStateException.class, () -> persistent.startCluster(3, 0));
    }
}
