package io.miniredis;

import static io.miniredis.Replies.elements;
import static io.miniredis.Replies.number;
import static io.miniredis.Replies.text;

import io.miniredis.cluster.HashSlot;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.cluster.ClusterService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A cluster inside this JVM, for tests of applications that use one.
 *
 * <pre>{@code
 * try (MiniRedisCluster redis = MiniRedisCluster.start(3)) {
 *     RedisClusterClient client = RedisClusterClient.create(RedisURI.create(redis.uris().get(0)));
 * }
 * }</pre>
 *
 * <p>Its nodes know each other and serve all slots when {@code start} returns. They are servers like any other, on the
 * machine's clock: {@code close()} on one is a failure that the others notice, after two seconds unless {@code
 * config("cluster-node-timeout", …)} says otherwise. All methods may be called from any thread.
 */
public final class MiniRedisCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_PRIMARIES = 100;
    private static final int SLOTS = HashSlot.COUNT;

    private final Members members = new Members();
    private final int primaries;
    private final int replicasEach;

    private MiniRedisCluster(int primaries, int replicasEach) {
        if (primaries < 1 || primaries > MOST_PRIMARIES || replicasEach < 0 || replicasEach > MOST_PRIMARIES) {
            throw new IllegalArgumentException(
                    "1 to 100 primaries with up to 100 replicas each, not " + primaries + " with " + replicasEach);
        }
        this.primaries = primaries;
        this.replicasEach = replicasEach;
    }

    /**
     * A cluster without replicas; {@link MiniRedis.Builder#startCluster} starts others, and says what may go wrong.
     *
     * @param primaries how many nodes it has, 1 to 100
     */
    public static MiniRedisCluster start(int primaries) {
        return MiniRedis.builder().startCluster(primaries, 0);
    }

    static MiniRedisCluster start(MiniRedis.Builder description, int primaries, int replicasEach) {
        MiniRedisCluster cluster = new MiniRedisCluster(primaries, replicasEach);
        try {
            cluster.create(description);
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
        return cluster;
    }

    // ---- how it is made ----

    private void create(MiniRedis.Builder description) {
        for (int i = 0; i < primaries * (1 + replicasEach); i++) {
            startNode(description, i);
        }
        for (int i = 0; i < primaries; i++) {
            giveSlots(i);
        }
        introduceAll();
        Members.await("a cluster of " + size(), START_LIMIT, this::isKnownEverywhere);
        for (int i = primaries; i < size(); i++) {
            nodes().get(i).execute("CLUSTER", "REPLICATE", id(nodes().get(i % primaries)));
        }
        Members.await("a cluster that serves all slots", START_LIMIT, this::isComplete);
    }

    private void startNode(MiniRedis.Builder description, int number) {
        Path directory = members.directory("node" + number);
        MiniRedis.Builder node = description.member(number, directory).clusterNode(directory);
        MiniRedis server = members.start(node);
        // Others look for it there when it is started again.
        node.config("cluster-port", busPort(server));
        ClusterService service = server.server().cluster();
        if (service != null) {
            server.server().mainThread().execute(service.cluster()::startsWithAllOthers);
        }
    }

    private void giveSlots(int number) {
        int first = SLOTS * number / primaries;
        int last = SLOTS * (number + 1) / primaries - 1;
        MiniRedis node = nodes().get(number);
        node.execute("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
        node.execute("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(number + 1));
    }

    /** Nodes would hear of each other from a third one, but later. */
    private void introduceAll() {
        List<MiniRedis> nodes = nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (MiniRedis other : nodes.subList(i + 1, nodes.size())) {
                nodes.get(i).execute("CLUSTER", "MEET", other.host(), String.valueOf(other.port()), busPort(other));
            }
        }
    }

    private boolean isKnownEverywhere() {
        String all = "cluster_known_nodes:" + size() + "\r\n";
        return nodes().stream().allMatch(node -> {
            String info = text(node.execute("CLUSTER", "INFO"));
            return info.contains(all)
                    && info.contains("cluster_slots_assigned:" + SLOTS)
                    && !text(node.execute("CLUSTER", "NODES")).contains("handshake");
        });
    }

    private boolean isComplete() {
        return nodes().stream()
                .allMatch(node -> text(node.execute("CLUSTER", "INFO")).contains("cluster_state:ok")
                        && countReplicas(text(node.execute("CLUSTER", "NODES"))) == primaries * replicasEach
                        && isInStep(node));
    }

    private static int countReplicas(String nodes) {
        return (int) nodes.lines().filter(line -> line.contains("slave ")).count();
    }

    private static boolean isInStep(MiniRedis node) {
        String replication = text(node.execute("INFO", "replication"));
        return replication.contains("role:master") || replication.contains("master_link_status:up");
    }

    private int size() {
        return members.all().size();
    }

    // ---- what it offers ----

    /** All nodes: first those that were primaries at the beginning; also those that were closed. */
    public List<MiniRedis> nodes() {
        return members.all();
    }

    /**
     * The node that serves a key now, as the others see it; it may just have failed.
     *
     * @throws IllegalStateException if all nodes have ended
     */
    public MiniRedis primaryFor(String key) {
        MiniRedis asked = anyRunning();
        long slot = number(asked.execute("CLUSTER", "KEYSLOT", key));
        for (RespValue range : elements(asked.execute("CLUSTER", "SLOTS"))) {
            List<RespValue> fields = elements(range);
            if (slot >= number(fields.get(0)) && slot <= number(fields.get(1))) {
                return members.atPort((int) number(elements(fields.get(2)).get(1)));
            }
        }
        throw new IllegalStateException("nobody serves slot " + slot);
    }

    /** {@code redis://127.0.0.1:port} of all nodes. */
    public List<URI> uris() {
        return nodes().stream().map(MiniRedis::uri).toList();
    }

    /** {@code 127.0.0.1:port} of all nodes. */
    public Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        nodes().forEach(node -> addresses.add(node.host() + ":" + node.port()));
        return addresses;
    }

    /** Deletes all keys of all nodes: between two tests, for example. */
    public void flushAll() {
        for (MiniRedis node : members.running()) {
            if (text(node.execute("INFO", "replication")).contains("role:master")) {
                node.flushAll();
            }
        }
    }

    /**
     * Waits until all running nodes serve, and none of them counts on one that was closed.
     *
     * @throws IllegalStateException if it takes longer
     */
    public void awaitFailover(Duration limit) {
        Members.await("a failover", limit, () -> members.running().stream().allMatch(this::hasMovedOn));
    }

    private boolean hasMovedOn(MiniRedis node) {
        if (!text(node.execute("CLUSTER", "INFO")).contains("cluster_state:ok") || !isInStep(node)) {
            return false;
        }
        for (RespValue range : elements(node.execute("CLUSTER", "SLOTS"))) {
            long port = number(elements(elements(range).get(2)).get(1));
            if (!members.atPort((int) port).isRunning()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Starts a node that was closed again, at its port and with what it knew of the cluster, but without keys unless
     * they were written down ({@code config("appendonly", "yes")}).
     *
     * @return the server that takes its place in {@link #nodes()}
     * @throws IllegalArgumentException if it is running, or is none of the nodes
     * @throws java.io.UncheckedIOException if somebody else has its port by now
     */
    public MiniRedis restart(MiniRedis closed) {
        return members.restart(closed);
    }

    /** Closes all nodes. */
    @Override
    public void close() {
        members.close();
    }

    @Override
    public String toString() {
        return "MiniRedisCluster" + members;
    }

    // ---- what nodes say ----

    private MiniRedis anyRunning() {
        List<MiniRedis> running = members.running();
        if (running.isEmpty()) {
            throw new IllegalStateException("all nodes have ended");
        }
        return running.get(0);
    }

    private static String id(MiniRedis node) {
        return text(node.execute("CLUSTER", "MYID"));
    }

    /** {@code id 127.0.0.1:30001@40001 myself,master …}. */
    private static String busPort(MiniRedis node) {
        String line = text(node.execute("CLUSTER", "NODES"));
        int begin = line.indexOf('@') + 1;
        int end = begin;
        while (Character.isDigit(line.charAt(end))) {
            end++;
        }
        return line.substring(begin, end);
    }
}
