package io.miniredis.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.protocol.RespClient;
import io.miniredis.replication.ReplicationBacklog;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.memory.MemoryUse;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots and the stream of changes over sockets, on each transport, with and without I/O threads. */
class ReplicaStreamTest {
    private final List<SocketServer> servers = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void stop() {
        for (SocketServer server : servers) {
            server.close();
            assertFalse(server.hasLogged("FAILURE"), () -> server.log().toString());
        }
    }

    private SocketServer start(SocketServer.Mode mode, String disklessSync, String disklessLoad) throws IOException {
        Path own = folder.resolve(String.valueOf(servers.size()));
        assertTrue(own.toFile().mkdir());
        ServerConfig config = ServerConfig.defaults()
                .with("dir", own.toString())
                .with("save", "")
                .with("repl-diskless-sync", disklessSync)
                .with("repl-diskless-sync-delay", "0")
                .with("repl-diskless-load", disklessLoad)
                .with("enable-debug-command", "yes");
        SocketServer server = SocketServer.start(mode, config);
        servers.add(server);
        return server;
    }

    private static String call(SocketServer server, String... words) {
        try (RespClient client = server.connect()) {
            return client.call(words).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets time pass for all until something is so. */
    private void until(String what, Callable<Boolean> isSo) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!isSo.call()) {
            assertTrue(System.nanoTime() - deadline < 0, what + " did not come true");
            for (SocketServer server : servers) {
                server.advance(Duration.ofMillis(100));
            }
            Thread.sleep(5);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @ParameterizedTest
    @EnumSource
    void anOldReplicaGetsAFileAndThenEveryChange(SocketServer.Mode mode) throws Exception {
        SocketServer primary = start(mode, "yes", "disabled");
        call(primary, "SET", "a", "1");
        try (Socket socket = primary.socket()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write("SYNC\r\n".getBytes(ISO_8859_1));
            String header = line(in);
            while (header.isEmpty()) {
                header = line(in);
            }
            byte[] snapshot = in.readNBytes(Integer.parseInt(header.substring(1)));
            assertEquals("REDIS", new String(snapshot, 0, 5, ISO_8859_1));

            call(primary, "SET", "b", "2");

            String expected = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n";
            assertEquals(expected, new String(in.readNBytes(expected.length()), ISO_8859_1));

            long toReplica = statistic(primary, "total_net_repl_output_bytes");
            assertTrue(toReplica >= header.length() + snapshot.length + expected.length(), toReplica + " bytes");
            assertTrue(statistic(primary, "total_net_output_bytes") > toReplica, "and others got something, too");
        }
    }

    private static long statistic(SocketServer server, String field) {
        String[] halves = call(server, "INFO", "stats").split(field + ":", 2);
        assertEquals(2, halves.length, field);
        int digits = 0;
        while (Character.isDigit(halves[1].charAt(digits))) {
            digits++;
        }
        return Long.parseLong(halves[1].substring(0, digits));
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotWithoutAFileEndsWithItsMark(SocketServer.Mode mode) throws Exception {
        SocketServer primary = start(mode, "yes", "disabled");
        call(primary, "DEBUG", "POPULATE", "1000", "key", "100");
        try (Socket socket = primary.socket()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write("REPLCONF capa eof rdb-only 1\r\n".getBytes(ISO_8859_1));
            assertEquals("+OK", line(in));
            socket.getOutputStream().write("SYNC\r\n".getBytes(ISO_8859_1));
            String header = line(in);
            while (header.isEmpty()) {
                header = line(in);
            }
            assertTrue(header.startsWith("$EOF:"), header);

            String all = new String(in.readAllBytes(), ISO_8859_1);

            assertTrue(all.startsWith("REDIS"));
            assertTrue(all.endsWith(header.substring(5)), "and nothing comes after it");
            assertTrue(all.length() > 100_000 / 50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaWhoAsksIsSentAway(SocketServer.Mode mode) throws Exception {
        SocketServer primary = start(mode, "no", "disabled");
        try (Socket socket = primary.socket()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write("SYNC\r\n".getBytes(ISO_8859_1));
            until("a replica", () -> primary.hasLogged("Synchronization with replica"));
            socket.getOutputStream().write("PING\r\n".getBytes(ISO_8859_1));

            in.readAllBytes();

            assertTrue(primary.hasLogged("Replica generated a reply to command 'ping', disconnecting it"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBacklogKeepsWhatAReplicaWithoutItsSnapshotNeeds(SocketServer.Mode mode) throws Exception {
        SocketServer primary = start(mode, "no", "disabled");
        call(primary, "CONFIG", "SET", "rdb-key-save-delay", "10000000", "repl-backlog-size", "16kb");
        call(primary, "DEBUG", "POPULATE", "100", "key", "10");
        try (Socket socket = primary.socket()) {
            socket.getOutputStream().write("SYNC\r\n".getBytes(ISO_8859_1));
            until("a snapshot", () -> call(primary, "INFO", "persistence").contains("rdb_bgsave_in_progress:1"));

            call(primary, "SET", "large", "x".repeat(1_000_000));

            assertTrue(keptBytes(primary) > 1_000_000, "sixty times the size of the backlog");
        }
        until("an end", () -> keptBytes(primary) < 40_000);
    }

    @ParameterizedTest
    @EnumSource
    void whatAReplicaDoesNotReadIsCounted(SocketServer.Mode mode) throws Exception {
        SocketServer primary = start(mode, "no", "disabled");
        try (Socket socket = primary.socket()) {
            socket.getOutputStream().write("SYNC\r\n".getBytes(ISO_8859_1));
            until("a replica", () -> primary.hasLogged("Synchronization with replica"));

            until("output that waits", () -> {
                call(primary, "SET", "large", "x".repeat(1_000_000));
                return memory(primary, "mem_total_replication_buffers") > 4_000_000;
            });

            assertTrue(memory(primary, "mem_clients_slaves") > 2_000_000);
            long counted = primary.onMain(() -> {
                MemoryUse use = primary.server().memory().use();
                return use.usedBytes() - primary.server().replication().replicasMemoryBytes();
            });
            assertTrue(counted < 6_000_000, "a value, the backlog, and not what waits for replicas: " + counted);
            assertEquals("OK", call(primary, "CONFIG", "SET", "maxmemory", "6000000"));
            assertEquals("OK", call(primary, "SET", "b", "there is room"));
        }
    }

    private static long memory(SocketServer server, String field) {
        String info = call(server, "INFO", "memory");
        int start = info.indexOf(field + ":") + field.length() + 1;
        int end = start;
        while (Character.isDigit(info.charAt(end))) {
            end++;
        }
        return Long.parseLong(info.substring(start, end));
    }

    private static long keptBytes(SocketServer server) {
        return server.onMain(() -> {
            ReplicationBacklog backlog = server.server().replication().backlog();
            return backlog == null ? 0 : backlog.lengthBytes();
        });
    }

    @ParameterizedTest
    @EnumSource
    void twoServersHaveTheSameDataByFile(SocketServer.Mode mode) throws Exception {
        haveTheSameData(mode, "no", "disabled");
    }

    @ParameterizedTest
    @EnumSource
    void twoServersHaveTheSameDataBySocket(SocketServer.Mode mode) throws Exception {
        haveTheSameData(mode, "yes", "swapdb");
    }

    private void haveTheSameData(SocketServer.Mode mode, String disklessSync, String disklessLoad) throws Exception {
        SocketServer primary = start(mode, disklessSync, disklessLoad);
        SocketServer replica = start(mode, disklessSync, disklessLoad);
        call(primary, "DEBUG", "POPULATE", "2000", "key", "50");
        call(primary, "RPUSH", "list", "a", "b", "c");

        assertEquals("OK", call(replica, "REPLICAOF", "127.0.0.1", Integer.toString(primary.port())));
        until("a link", () -> call(replica, "ROLE").contains("connected"));
        call(primary, "LPOP", "list");
        until("equal data", () -> call(primary, "DEBUG", "DIGEST").equals(call(replica, "DEBUG", "DIGEST")));

        call(replica, "CLIENT", "KILL", "TYPE", "master");
        call(primary, "INCR", "counter");
        until("equal data again", () -> call(primary, "DEBUG", "DIGEST").equals(call(replica, "DEBUG", "DIGEST")));
        assertEquals(
                1,
                primary.onMain(() -> primary.server().replication().replicas().fullSyncs()));
        assertEquals(
                1,
                primary.onMain(() -> primary.server().replication().replicas().partialSyncs()));

        try (RespClient client = primary.connect()) {
            client.call("INCR", "counter");
            assertEquals("(integer) 1", client.call("WAIT", "1", "0").toString());
        }
    }
}
