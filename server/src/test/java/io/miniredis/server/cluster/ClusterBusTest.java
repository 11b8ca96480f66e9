package io.miniredis.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.MiniRedis;
import io.miniredis.protocol.RespClient;
import io.miniredis.server.net.tls.TestCertificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over real sockets; what they say to each other is tested without any. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClusterBusTest {
    @TempDir
    Path directory;

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private MiniRedis start(String name) throws IOException {
        Path own = directory.resolve(name);
        Files.createDirectories(own);
        return MiniRedis.builder().clusterNode(own).start();
    }

    private static RespClient connect(MiniRedis node) throws IOException {
        return RespClient.connect(node.host(), node.port(), 60_000);
    }

    private static String text(RespClient client, String... command) throws IOException {
        return client.call(command).toString();
    }

    /** {@code a} meets {@code b}: where its bus listens is in its own line of CLUSTER NODES, behind the @. */
    private static void join(RespClient a, MiniRedis b, RespClient ofB) throws IOException, InterruptedException {
        String line = text(ofB, "CLUSTER", "NODES");
        int at = line.indexOf('@');
        String busPort = line.substring(at + 1, line.indexOf(' ', at));
        assertEquals("OK", text(a, "CLUSTER", "MEET", "127.0.0.1", portForNodes(b, ofB), busPort));
        await(() -> text(a, "CLUSTER", "INFO").contains("cluster_known_nodes:2"));
        await(() -> text(ofB, "CLUSTER", "INFO").contains("cluster_known_nodes:2"));
        await(() -> !text(a, "CLUSTER", "NODES").contains("handshake")
                && !text(ofB, "CLUSTER", "NODES").contains("handshake"));
    }

    /** Where it serves clients by the kind of connection that the bus uses. */
    private static String portForNodes(MiniRedis node, RespClient client) throws IOException {
        boolean encrypts = text(client, "CONFIG", "GET", "tls-cluster").contains("yes");
        return encrypts ? tlsPort(client) : String.valueOf(node.port());
    }

    @Test
    void aReplicaTakesItsPrimarysPlaceWithAllData() throws IOException, InterruptedException {
        try (MiniRedis first = start("a");
                MiniRedis second = start("b");
                RespClient a = connect(first);
                RespClient b = connect(second)) {
            text(a, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            join(a, second, b);
            await(() -> text(a, "CLUSTER", "INFO").contains("cluster_state:ok"));
            text(a, "SET", "k", "v");
            String id = text(a, "CLUSTER", "MYID").replace("\"", "");
            await(() -> text(b, "CLUSTER", "REPLICATE", id).equals("OK"));
            await(() -> text(b, "INFO", "replication").contains("master_link_status:up"));

            await(() -> text(b, "CLUSTER", "FAILOVER").equals("OK"));
            await(() -> text(b, "INFO", "replication").contains("role:master"));
            await(() -> text(a, "INFO", "replication").contains("master_link_status:up"));

            await(() -> text(b, "GET", "k").equals("\"v\""));
            assertTrue(text(a, "GET", "k").contains("MOVED"));
        }
    }

    @Test
    void whatIsPublishedAtOneNodeReachesTheOther() throws IOException, InterruptedException {
        try (MiniRedis first = start("a");
                MiniRedis second = start("b");
                RespClient a = connect(first);
                RespClient b = connect(second);
                RespClient subscriber = connect(second)) {
            join(a, second, b);
            await(() -> text(a, "CLUSTER", "LINKS").contains("\"to\""));
            text(subscriber, "SUBSCRIBE", "news");

            text(a, "PUBLISH", "news", "hello");

            assertTrue(subscriber.receive().toString().contains("hello"));
        }
    }

    @Test
    void aNodeIsSeenAsWhatItAnnounces() throws IOException, InterruptedException {
        try (MiniRedis first = start("a");
                MiniRedis second = start("b");
                RespClient a = connect(first);
                RespClient b = connect(second)) {
            join(a, second, b);

            text(a, "CONFIG", "SET", "cluster-announce-port", "5555", "cluster-announce-tls-port", "5556");
            text(a, "CONFIG", "SET", "cluster-announce-hostname", "one.example");

            assertTrue(text(a, "CLUSTER", "NODES").contains(" 127.0.0.1:5555@"), "at once");
            await(() -> text(b, "CLUSTER", "NODES").contains(" 127.0.0.1:5555@"));
            await(() -> text(b, "CLUSTER", "NODES").contains(",one.example "));
            assertTrue(text(b, "CLUSTER", "SHARDS").contains("5556"), "where clients come in encrypted");
        }
    }

    @Test
    void nodesSpeakEncryptedIfTheyShall() throws IOException, InterruptedException {
        new TestCertificates(directory).issue("redis");
        try (MiniRedis first = startEncrypted("a");
                MiniRedis second = startEncrypted("b");
                RespClient a = connect(first);
                RespClient b = connect(second)) {
            text(a, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            join(a, second, b);
            String id = text(a, "CLUSTER", "MYID").replace("\"", "");
            await(() -> text(b, "CLUSTER", "REPLICATE", id).equals("OK"));
            await(() -> text(b, "INFO", "replication").contains("master_link_status:up"));

            assertTrue(text(b, "INFO", "replication").contains("master_port:" + tlsPort(a)));
            String asked = text(b, "GET", "k");
            assertTrue(asked.contains(":" + first.port()), asked + " is for who asks in plain");
            assertTrue(text(b, "CLUSTER", "SHARDS").contains(tlsPort(a)), "both ports are told there");
        }
    }

    private MiniRedis startEncrypted(String name) throws IOException {
        Path own = directory.resolve(name);
        Files.createDirectories(own);
        return MiniRedis.builder()
                .config("tls-port", String.valueOf(freePort()))
                .config("cluster-port", String.valueOf(freePort()))
                .config("tls-cert-file", directory.resolve("redis.crt").toString())
                .config("tls-key-file", directory.resolve("redis.key").toString())
                .config("tls-ca-cert-file", directory.resolve("ca.crt").toString())
                .config("tls-cluster", "yes")
                .config("tls-replication", "yes")
                .clusterNode(own)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String tlsPort(RespClient node) throws IOException {
        String reply = text(node, "CONFIG", "GET", "tls-port");
        return reply.substring(reply.indexOf(' ', reply.indexOf("2)"))).replaceAll("[^0-9]", "");
    }

    @Test
    void whatCannotBeSavedIsNotToldToOthers() throws IOException, InterruptedException {
        try (MiniRedis first = start("a");
                MiniRedis second = start("b");
                RespClient a = connect(first);
                RespClient b = connect(second)) {
            text(b, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            join(a, second, b);
            String idOfA = text(a, "CLUSTER", "MYID").replace("\"", "");
            String idOfB = text(b, "CLUSTER", "MYID").replace("\"", "");
            await(() -> text(a, "CLUSTER", "SETSLOT", "7", "IMPORTING", idOfB).equals("OK"));
            removeFolderOf("a");

            assertThrows(IOException.class, () -> {
                text(a, "CLUSTER", "SETSLOT", "7", "NODE", idOfA);
                await(() -> text(a, "PING").isEmpty());
            });

            await(() -> text(b, "CLUSTER", "NODES").contains(" disconnected"));
            assertTrue(text(b, "CLUSTER", "NODES").contains(" 0-16383"), "still b's, all of them");
        }
    }

    /** Nothing can be saved there any more. */
    private void removeFolderOf(String name) throws IOException {
        Path own = directory.resolve(name);
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(own);
    }
}
