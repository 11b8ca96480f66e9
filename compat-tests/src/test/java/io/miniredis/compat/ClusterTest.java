package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.MiniRedis;
import io.miniredis.compat.reply.Connection;
import io.miniredis.compat.reply.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** Three embedded nodes as a cluster, and Jedis as its client. */
class ClusterTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int KEYS = 300;

    private final List<MiniRedis> nodes = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void create() throws IOException {
        for (int i = 0; i < 3; i++) {
            Path directory = Files.createDirectory(folder.resolve("node" + i));
            nodes.add(MiniRedis.builder()
                    .clusterNode(directory)
                    .config("cluster-node-timeout", "2000")
                    .start());
        }
        int first = 0;
        for (int i = 0; i < 3; i++) {
            int last = i == 2 ? 16383 : first + 5460;
            call(i, "CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
            call(i, "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
            first = last + 1;
        }
        for (int i = 1; i < 3; i++) {
            call(i, "CLUSTER", "MEET", "127.0.0.1", String.valueOf(nodes.get(0).port()), busPort(0));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(MiniRedis::close);
    }

    /** As the node says itself: it listens on any port that was free. */
    private String busPort(int node) {
        String line = text(call(node, "CLUSTER", "NODES"));
        return line.substring(line.indexOf('@') + 1, line.indexOf(' ', line.indexOf('@')))
                .replaceAll(",.*", "");
    }

    private Reply call(int node, String... command) {
        try (Connection connection = new Connection(nodes.get(node).port())) {
            return connection.call(command);
        }
    }

    private static String text(Reply reply) {
        return reply.toString();
    }

    private void awaitOk() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            String info = "";
            while (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:3")) {
                Thread.sleep(50);
                info = text(call(i, "CLUSTER", "INFO"));
            }
        }
    }

    private RedisClusterClient client() {
        Set<HostAndPort> known =
                new HashSet<>(Set.of(new HostAndPort("127.0.0.1", nodes.get(0).port())));
        return RedisClusterClient.builder().nodes(known).build();
    }

    @Test
    void servesAClientThatKnowsOneNode() {
        Deadline.within(LONGEST, () -> {
            awaitOk();
            try (RedisClusterClient client = client()) {
                for (int i = 0; i < KEYS; i++) {
                    assertEquals("OK", client.set("key:" + i, "v" + i));
                }
                for (int i = 0; i < KEYS; i++) {
                    assertEquals("v" + i, client.get("key:" + i));
                }
                assertEquals(3, client.getClusterNodes().size());
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(text(call(i, "DBSIZE")).matches(":[1-9].*"), text(call(i, "DBSIZE")));
            }
        });
    }

    @Test
    void movesASlotWhileItIsUsed() {
        Deadline.within(LONGEST, () -> {
            awaitOk();
            String slot = text(call(0, "CLUSTER", "KEYSLOT", "{moving}")).substring(1);
            int from = owner("{moving}");
            int to = (from + 1) % 3;
            try (RedisClusterClient client = client()) {
                for (int i = 0; i < 20; i++) {
                    client.set("{moving}" + i, "v" + i);
                }
                call(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
                call(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
                for (int i = 0; i < 10; i++) {
                    String port = String.valueOf(nodes.get(to).port());
                    assertEquals("+OK", text(call(from, "MIGRATE", "127.0.0.1", port, "{moving}" + i, "0", "5000")));
                }
                for (int i = 0; i < 20; i++) {
                    assertEquals("v" + i, client.get("{moving}" + i));
                    client.set("{moving}" + i, "w" + i);
                }
                assertEquals(":10", text(call(to, "CLUSTER", "COUNTKEYSINSLOT", slot)));
            }
        });
    }

    @Test
    void losesNothingThatIsWrittenWhileSlotsMove() {
        Deadline.within(LONGEST, () -> {
            awaitOk();
            Map<String, Integer> written = new HashMap<>();
            AtomicBoolean moving = new AtomicBoolean(true);
            try (RedisClusterClient client = client()) {
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                    for (int i = 0; moving.get() || i % 1000 != 0; i++) {
                        String key = "key:" + i % 1000;
                        client.rpush(key, String.valueOf(i));
                        written.merge(key, 1, Integer::sum);
                    }
                });
                for (int slot = 0; slot < 60; slot++) {
                    move(slot * 90, 0, 1);
                }
                moving.set(false);
                writer.join();
                for (Map.Entry<String, Integer> entry : written.entrySet()) {
                    assertEquals(entry.getValue().longValue(), client.llen(entry.getKey()), entry.getKey());
                }
            }
        });
    }

    /** As redis-cli --cluster reshard does it. */
    private void move(int number, int from, int to) {
        String slot = String.valueOf(number);
        String port = String.valueOf(nodes.get(to).port());
        call(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        call(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
        String keys = text(call(from, "CLUSTER", "GETKEYSINSLOT", slot, "1"));
        while (!keys.equals("[]")) {
            String key = keys.substring(2, keys.length() - 2);
            assertEquals("+OK", text(call(from, "MIGRATE", "127.0.0.1", port, key, "0", "5000")));
            keys = text(call(from, "CLUSTER", "GETKEYSINSLOT", slot, "1"));
        }
        for (int node : new int[] {to, from}) {
            assertEquals("+OK", text(call(node, "CLUSTER", "SETSLOT", slot, "NODE", id(to))));
        }
    }

    private int owner(String key) {
        for (int i = 0; i < 3; i++) {
            if (!text(call(i, "GET", key)).startsWith("-MOVED")) {
                return i;
            }
        }
        throw new AssertionError("nobody's: " + key);
    }

    private String id(int node) {
        return text(call(node, "CLUSTER", "MYID")).replace("\"", "");
    }
}
