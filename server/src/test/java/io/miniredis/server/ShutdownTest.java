package io.miniredis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.info.InfoReport;
import io.miniredis.server.log.KeptLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the end of a server waits for while a replica lags behind. */
class ShutdownTest {
    private static final String FAILED = "[(error) ERR Errors trying to SHUTDOWN. Check logs.]";
    private static final Duration ROUND = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private final KeptLog log = new KeptLog();
    private ServerFixture redis;
    private ServerFixture.Peer replica;
    private ServerFixture.Peer admin;

    /** A replica that got all changes, or might have, and has not acknowledged any. */
    @BeforeEach
    void attachReplica() {
        redis = new ServerFixture(ServerConfig.defaults().with("dir", directory.toString()), new DiskFileSystem(), log);
        admin = redis.connect();
        // The first one makes the server keep its changes, the second one goes on where the first one was.
        ServerFixture.Peer first = redis.connect();
        send(first, "PSYNC ? -1");
        redis.onMain(() -> {
            redis.server().clientLife().disconnect(first.client(), "test");
            return true;
        });
        long next = Long.parseLong(info("replication", "master_repl_offset")) + 1;
        replica = redis.connect();
        send(replica, "REPLCONF listening-port 6380 capa eof capa psync2");
        send(replica, "PSYNC " + info("replication", "master_replid") + " " + next);
        redis.startCron();
        redis.show("SET a 1");
        assertTrue(info("replication", "slave0").contains("state=online,offset=0"));
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private static String send(ServerFixture.Peer peer, String line) {
        return peer.send(line).toString();
    }

    private boolean isOver() {
        return redis.server().shutdown().finished().isDone();
    }

    /** A field of INFO, or nothing if it is not there. */
    private String info(String section, String field) {
        String report = redis.onMain(
                () -> new String(new InfoReport(redis.server()).sections(List.of(section)), StandardCharsets.UTF_8));
        int start = report.indexOf("\n" + field + ":");
        return start < 0 ? "" : report.substring(start + field.length() + 2, report.indexOf('\r', start));
    }

    /** There is something to save, and something else where the file is to be. */
    private void preventSaving() throws IOException {
        Files.createDirectories(directory.resolve("dump.rdb").resolve("full"));
        assertEquals("OK", redis.show("CONFIG SET save \"60 100\""));
    }

    private void replicaHasEverything() {
        assertEquals("[]", send(replica, "REPLCONF ACK " + info("replication", "master_repl_offset")));
    }

    @Nested
    class Waits {
        @BeforeEach
        void ask() {
            assertEquals("[]", send(admin, "SHUTDOWN"));
            assertFalse(isOver());
        }

        @Test
        void andSaysSo() {
            assertTrue(log.contains("Waiting for replicas before shutting down."));
            assertEquals("10000", info("server", "shutdown_in_milliseconds"));
            assertEquals("1", info("clients", "blocked_clients"));

            redis.advance(Duration.ofSeconds(4));

            assertEquals("6000", info("server", "shutdown_in_milliseconds"));
        }

        @Test
        void untilReplicasHaveEverything() {
            redis.advance(ROUND);
            assertFalse(isOver());

            replicaHasEverything();
            redis.advance(ROUND);

            assertEquals(0, redis.server().shutdown().finished().getNow(-1));
            assertTrue(log.contains("1 of 1 replicas are in sync when shutting down."));
            assertFalse(log.contains("Lagging replica"));
            assertEquals("[]", admin.received().toString());
        }

        @Test
        void noLongerThanTheTimeout() {
            redis.advance(Duration.ofMillis(9_900));
            assertFalse(isOver());

            redis.advance(ROUND);

            assertEquals(0, redis.server().shutdown().finished().getNow(-1));
            assertTrue(log.contains("Lagging replica 127.0.0.1:6380 reported offset "));
            assertTrue(log.contains("0 of 1 replicas are in sync when shutting down."));
        }

        @Test
        void untilTheReplicaIsGone() {
            redis.onMain(() -> {
                redis.server().clientLife().disconnect(replica.client(), "test");
                return true;
            });
            redis.advance(ROUND);

            assertTrue(isOver());
        }

        @Test
        void withWritesHeldUp() {
            ServerFixture.Peer writer = redis.connect();
            assertEquals("[]", send(writer, "SET a 2"));
            assertEquals("\"1\"", redis.show("GET a"));

            assertEquals("OK", redis.show("SHUTDOWN ABORT"));

            redis.advance(ROUND);
            assertEquals("[OK]", writer.received().toString());
            assertEquals("\"2\"", redis.show("GET a"));
        }

        @Test
        void withOthersWhoAskForIt() {
            ServerFixture.Peer second = redis.connect();
            assertEquals("[]", send(second, "SHUTDOWN NOW NOSAVE"));
            assertFalse(isOver());

            assertEquals("OK", redis.show("SHUTDOWN ABORT"));

            assertTrue(log.contains("Shutdown manually aborted."));
            assertEquals(FAILED, admin.received().toString());
            assertEquals(FAILED, second.received().toString());
            assertEquals("", info("server", "shutdown_in_milliseconds"));
            assertEquals("(error) ERR No shutdown in progress.", redis.show("SHUTDOWN ABORT"));
            redis.advance(Duration.ofSeconds(20));
            assertFalse(isOver());
        }

        @Test
        void evenIfNobodyIsThereWhoAsked() {
            long id = admin.client().id();

            assertEquals("(integer) 0", redis.show("CLIENT UNBLOCK " + id));
            assertEquals("(integer) 1", redis.show("CLIENT UNBLOCK " + id + " ERROR"));
            assertEquals(
                    "[(error) UNBLOCKED client unblocked via CLIENT UNBLOCK]",
                    admin.received().toString());
            assertEquals("0", info("clients", "blocked_clients"));
            assertTrue(redis.server().shutdown().isWaiting());

            assertEquals("[]", send(admin, "BLPOP q 0"));
            assertEquals("OK", redis.show("SHUTDOWN ABORT"));
            assertEquals("[]", admin.received().toString());
        }

        @Test
        void andGoesOnIfItCannotSave() throws IOException {
            preventSaving();
            replicaHasEverything();
            redis.advance(ROUND);

            assertFalse(isOver());
            assertTrue(log.contains("Errors trying to shut down the server. Check the logs for more information."));
            assertEquals(FAILED, admin.received().toString());
            assertEquals("OK", redis.show("SET a 2"));
        }

        @Test
        void butTheOwnerDoesNot() {
            redis.server().shutDownAndStop();

            assertTrue(isOver());
        }
    }

    @Test
    void endsByForceAfterTheWait() throws IOException {
        preventSaving();
        assertEquals("[]", send(admin, "SHUTDOWN FORCE"));
        assertFalse(isOver());

        replicaHasEverything();
        redis.advance(ROUND);

        assertTrue(isOver());
        assertTrue(log.contains("Error trying to save the DB. Exit anyway."));
    }

    @Nested
    class WaitsNot {
        @Test
        void ifToldSo() {
            send(admin, "SHUTDOWN NOW");

            assertTrue(isOver());
            assertTrue(log.contains("0 of 1 replicas are in sync when shutting down."));
        }

        @Test
        void withoutATimeout() {
            redis.show("CONFIG SET shutdown-timeout 0");
            send(admin, "SHUTDOWN");

            assertTrue(isOver());
        }

        @Test
        void forWhoIsInStep() {
            replicaHasEverything();
            send(admin, "SHUTDOWN");

            assertTrue(isOver());
            assertTrue(log.contains("1 of 1 replicas are in sync when shutting down."));
        }
    }

    @Nested
    class ASignal {
        @BeforeEach
        void arrives() {
            assertTrue(redis.server().shutdown().signalled(Shutdown.Signal.SIGTERM));
            redis.advance(ROUND);
        }

        @Test
        void waitsToo() {
            assertFalse(isOver());
            assertEquals("10000", info("server", "shutdown_in_milliseconds"));

            replicaHasEverything();
            redis.advance(ROUND);

            assertTrue(isOver());
        }

        @Test
        void isCalledOff() {
            assertEquals("OK", redis.show("SHUTDOWN ABORT"));

            redis.advance(Duration.ofSeconds(20));

            assertFalse(isOver());
            assertEquals("OK", redis.show("SET a 2"));
        }

        @Test
        void isObeyedOnce() {
            redis.server().shutdown().signalled(Shutdown.Signal.SIGTERM);
            redis.advance(Duration.ofSeconds(1));

            assertEquals("9000", info("server", "shutdown_in_milliseconds"));
        }

        @Test
        void endsTheProcessIfItComesFromAKeyboardAgain() {
            assertFalse(redis.server().shutdown().signalled(Shutdown.Signal.SIGINT));
            assertTrue(log.contains("You insist... exiting now."));
        }
    }
}
