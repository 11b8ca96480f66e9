package io.miniredis.server.cluster;

import static io.miniredis.server.cluster.ClusterFixture.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.miniredis.cluster.HashSlot;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.SlotIndex;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NodeContentsTest {
    @Test
    void aSlotsKeysAreDeletedOneByOne() {
        try (ClusterFixture node = ClusterFixture.node(A)) {
            node.show("MSET {bar}1 a {bar}2 b");
            node.show("SET hello c");
            node.server().propagated();
            node.server().events();
            node.server().onMain(() -> {
                new NodeContents(node.server().server()).deleteKeys(HashSlot.of(ByteString.of("bar")));
                return true;
            });

            assertEquals(List.of("0 DEL {bar}2", "0 DEL {bar}1"), node.server().propagated());
            assertEquals("\"hello\"", node.show("RANDOMKEY"));
            assertEquals("(integer) 0", node.show("CLUSTER COUNTKEYSINSLOT 5061"));
        }
    }

    @Test
    void deletionIsCalledUnlinkWhereItIsLazy() {
        try (ClusterFixture node = ClusterFixture.node(A, "lazyfree-lazy-server-del", "yes")) {
            node.show("SET bar a");
            node.server().propagated();
            node.server().onMain(() -> {
                new NodeContents(node.server().server()).deleteKeys(HashSlot.of(ByteString.of("bar")));
                return true;
            });

            assertEquals(List.of("0 UNLINK bar"), node.server().propagated());
        }
    }

    @Test
    void noServerButANodeKeepsAnIndex() {
        try (ServerFixture server = new ServerFixture(ServerConfig.defaults())) {
            server.show("SET a b");

            assertEquals(
                    "no index",
                    server.onMain(
                            () -> server.server().databases().get(0).keys().slots() == null ? "no index" : "an index"));
        }
    }

    /** What commands do to keys, and what the server does by itself, leaves the index as if it were made anew. */
    @Property(tries = 12)
    void theIndexFollowsWhateverHappensToKeys(
            @ForAll @Size(min = 20, max = 60) List<@IntRange(max = 999) Integer> steps) {
        try (ClusterFixture node = ClusterFixture.node(A)) {
            for (int step : steps) {
                node.show(command(step));
                if (step % 50 == 7) {
                    node.server().advance(Duration.ofSeconds(2));
                }
            }
            node.server().onMain(() -> {
                check(node);
                return true;
            });
        }
    }

    private static String command(int step) {
        String key = "{bar}" + step / 100;
        String other = "{bar}" + step % 7;
        return switch (step % 14) {
            case 0, 1, 2 -> "SET " + key + " x";
            case 3 -> "RENAME " + key + " " + other;
            case 4 -> "COPY " + key + " " + other + " REPLACE";
            case 5 -> "PEXPIRE " + key + " 1000";
            case 6 -> "SET " + key + " x PX 1000";
            case 7 -> "PERSIST " + key;
            case 8 -> "DEL " + key;
            case 9 -> "RPUSH l" + key + " x";
            case 10 -> "LPOP l" + key;
            case 11 -> step % 5 == 0 ? "FLUSHALL ASYNC" : "GETEX " + key + " PX 1000";
            case 12 -> "UNLINK " + key + " " + other;
            default -> "EVAL \"redis.call('set', KEYS[1], 1) redis.call('del', KEYS[2])\" 2 " + key + " " + other;
        };
    }

    private static void check(ClusterFixture node) {
        Map<Integer, Integer> counts = new HashMap<>();
        SlotIndex slots = Objects.requireNonNull(
                node.server().server().databases().get(0).keys().slots());
        node.server()
                .server()
                .databases()
                .get(0)
                .keys()
                .forEach((KeyEntry entry) -> counts.merge(HashSlot.of(entry.key()), 1, Integer::sum));
        assertNull(slots.flaw());
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            assertEquals(counts.getOrDefault(slot, 0), slots.count(slot));
        }
    }
}
