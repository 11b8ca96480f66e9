package io.miniredis.server.cluster;

import io.miniredis.cluster.Cluster;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A node of a cluster whose other nodes are only known to it, from a file:
 *
 * <pre>
 *   a…  127.0.0.1:7001  slots     0 - 5460    "bar" (5061), "hello" (866), "{bar}2"
 *   b…  127.0.0.1:7002  slots  5461 - 10922
 *   c…  127.0.0.1:7003  slots 10923 - 16383   "foo" (12182)
 *   d…  127.0.0.1:7004  replica of a…
 * </pre>
 */
final class ClusterFixture implements AutoCloseable {
    static final String A = "a".repeat(40);
    static final String B = "b".repeat(40);
    static final String C = "c".repeat(40);
    static final String D = "d".repeat(40);

    private final Path directory;
    private final ServerFixture server;

    /** The node of this id; its cluster is in order. */
    static ClusterFixture node(String id, String... parameters) {
        ClusterFixture fixture = new ClusterFixture(id, "0-5460", parameters);
        fixture.settle();
        return fixture;
    }

    /** The same, but some slots are nobody's. */
    static ClusterFixture withoutSlots(String slotsOfA, String... parameters) {
        ClusterFixture fixture = new ClusterFixture(A, slotsOfA, parameters);
        fixture.settle();
        return fixture;
    }

    private ClusterFixture(String me, String slotsOfA, String... parameters) {
        try {
            directory = Files.createTempDirectory("cluster");
            Files.writeString(directory.resolve("nodes.conf"), nodes(me, slotsOfA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerConfig config = ServerConfig.defaults()
                .with("cluster-enabled", "yes")
                .with("databases", "1")
                .with("dir", directory.toString());
        for (int i = 0; i < parameters.length; i += 2) {
            config.with(parameters[i], parameters[i + 1]);
        }
        server = new ServerFixture(config);
        server.onMain(() -> {
            Objects.requireNonNull(server.server().cluster()).start();
            return true;
        });
    }

    private static String nodes(String me, String slotsOfA) {
        return line(A, 7001, me, "master -", 1, slotsOfA)
                + line(B, 7002, me, "master -", 2, "5461-10922")
                + line(C, 7003, me, "master -", 3, "10923-16383")
                + line(D, 7004, me, "slave " + A, 1, "")
                + "vars currentEpoch 3 lastVoteEpoch 0\n";
    }

    private static String line(String id, int port, String me, String role, int epoch, String slots) {
        String shard = id.equals(D) ? A : id;
        return id + " 127.0.0.1:" + port + "@" + (port + 10000) + (id.equals(C) ? ",c.example" : ",")
                + ",tls-port=0,shard-id=" + shard + " " + (id.equals(me) ? "myself," : "") + role + " 0 0 " + epoch
                + " connected " + slots + "\n";
    }

    private void settle() {
        tick();
        server.advance(Duration.ofSeconds(3));
        tick();
    }

    /** Lets the node look at its cluster. */
    void tick() {
        server.onMain(() -> {
            cluster().cron();
            cluster().beforeSleep();
            return true;
        });
    }

    Cluster cluster() {
        return Objects.requireNonNull(server.server().cluster()).cluster();
    }

    ServerFixture server() {
        return server;
    }

    String show(String line) {
        return server.show(line);
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(directory.resolve("nodes.conf"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
