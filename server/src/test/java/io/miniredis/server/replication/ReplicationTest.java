package io.miniredis.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.persistence.file.DiskFileSystem;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.log.KeptLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says and does about replication without another one. */
class ReplicationTest {
    private static final String NOWHERE = "REPLICAOF 127.0.0.1 1";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private String info(String field) {
        String text = redis.run("INFO", "replication").toString();
        int start = text.indexOf(field + ":");
        if (start < 0) {
            return "";
        }
        int end = start;
        while (end < text.length() && "\r\n\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(start + field.length() + 1, end);
    }

    @Test
    void costsNothingWithoutReplicas() {
        redis.show("SET a 1");

        assertEquals("0", info("master_repl_offset"));
        assertEquals("0", info("repl_backlog_active"));
    }

    @Test
    void theBacklogIsNoSmallerThan16KiB() {
        redis.server().replication().followConfiguration();
        redis.show("CONFIG SET repl-backlog-size 1");

        assertEquals("1) \"repl-backlog-size\"\n2) \"16384\"", redis.show("CONFIG GET repl-backlog-size"));
    }

    @Nested
    class Replconf {
        @Test
        void takesWhatAReplicaSays() {
            assertEquals("OK", redis.show("REPLCONF listening-port 6380 ip-address 10.1.1.1 capa eof capa future"));
        }

        @Test
        void tellsANumberOutOfRangeFromNone() {
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("REPLCONF rdb-only x"));
            assertEquals(
                    "(error) ERR value is out of range, value must between 0 and 1", redis.show("REPLCONF rdb-only 2"));
        }

        @Test
        void wantsPairs() {
            assertEquals("(error) ERR syntax error", redis.show("REPLCONF listening-port"));
        }

        @Test
        void refusesWhatItDoesNotKnow() {
            assertEquals("(error) ERR Unrecognized REPLCONF option: color", redis.show("REPLCONF color red"));
            assertEquals(
                    "(error) ERR Unsupported rdb-filter-only option: keys",
                    redis.show("REPLCONF rdb-filter-only keys"));
        }

        @Test
        void answersNothingToWhatIsNoQuestion() {
            assertTrue(redis.peer()
                    .send(ByteString.of("REPLCONF"), ByteString.of("ACK"), ByteString.of("7"))
                    .isEmpty());
        }
    }

    @Nested
    class Psync {
        @Test
        void wantsANumber() {
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("PSYNC ? x"));
        }

        @Test
        void mayHandOverOnlyToAReplica() {
            assertEquals("(error) ERR PSYNC FAILOVER can't be sent to a master.", redis.show("PSYNC x 1 FAILOVER"));
        }
    }

    @Nested
    @Timeout(60)
    class ASnapshotForSockets {
        private final KeptLog log = new KeptLog();
        private final ServerFixture primary = new ServerFixture(
                ServerConfig.defaults().with("repl-diskless-sync-delay", "0"), new DiskFileSystem(), log);

        @AfterEach
        void stop() {
            primary.close();
        }

        /** What is sent to a fixture's client fails: it is the writer that learns that nobody is left. */
        @Test
        void isGivenUpWithoutBlameIfItsWriterFindsNobody() {
            ServerFixture.Peer replica = primary.connect();
            replica.send("REPLCONF capa eof");
            replica.send("PSYNC ? -1");
            while (primary.onMain(() -> primary.server().persistence().rdb().isInBackground())) {
                Thread.onSpinWait();
            }

            assertTrue(replica.isClosed());
            assertTrue(log.contains("Diskless rdb transfer, last replica dropped, killing fork child."), log::toString);
            assertTrue(log.contains("Background transfer terminated by signal 10"), log::toString);
        }
    }

    @Nested
    class Replicaof {
        @Test
        void makesTheServerReadOnly() {
            redis.show("SET a 1");
            assertEquals("OK", redis.show(NOWHERE));

            assertEquals("(error) READONLY You can't write against a read only replica.", redis.show("SET a 2"));
            assertEquals("1", redis.show("GET a").replace("\"", ""));
            assertEquals("slave", info("role"));
            assertEquals("down", info("master_link_status"));
        }

        @Test
        void letsTheServerWriteIfConfigured() {
            redis.show("CONFIG SET replica-read-only no");
            redis.show(NOWHERE);

            assertEquals("OK", redis.show("SET a 2"));
        }

        @Test
        void hidesOldDataIfConfigured() {
            redis.show("CONFIG SET replica-serve-stale-data no");
            redis.show(NOWHERE);

            assertEquals(
                    "(error) MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                    redis.show("GET a"));
            assertTrue(redis.show("INFO server").contains("redis_version"));
        }

        @Test
        void keepsWhatHasExpiredAndDoesNotShowIt() {
            redis.show("SET a 1 PX 10");
            redis.show(NOWHERE);
            redis.propagated();

            redis.advance(Duration.ofMillis(20));

            assertEquals("(nil)", redis.show("GET a"));
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            assertTrue(redis.propagated().isEmpty());
        }

        @Test
        void endsWithAHistoryOfItsOwn() {
            String before = info("master_replid");
            redis.show(NOWHERE);
            assertEquals("OK", redis.show("REPLICAOF NO ONE"));

            assertEquals("master", info("role"));
            assertEquals(before, info("master_replid2"));
            assertFalse(before.equals(info("master_replid")));
            assertEquals("OK", redis.show("SET a 1"));
        }

        @Test
        void checksThePort() {
            assertEquals("(error) ERR Invalid master port", redis.show("REPLICAOF 127.0.0.1 70000"));
        }

        @Test
        void doesNothingTwice() {
            redis.show(NOWHERE);

            assertEquals("OK Already connected to specified master", redis.show(NOWHERE));
        }

        @Test
        void sendsAwayWhoIsBlocked() {
            ServerFixture.Peer waiting = redis.connect();
            waiting.send(ByteString.of("BLPOP"), ByteString.of("q"), ByteString.of("0"));

            redis.show(NOWHERE);

            assertTrue(waiting.received().toString().contains("UNBLOCKED force unblock"));
        }

        @Test
        void isWrittenToTheConfiguration() {
            redis.show(NOWHERE);

            assertTrue(redis.show("CONFIG GET replicaof").contains("127.0.0.1 1"));
        }
    }

    @Nested
    class Writing {
        @Test
        void needsEnoughReplicas() {
            redis.show("CONFIG SET min-replicas-to-write 1");

            assertEquals("(error) NOREPLICAS Not enough good replicas to write.", redis.show("SET a 1"));
            assertEquals("(nil)", redis.show("GET a"));
        }
    }

    @Nested
    class FailoverCommand {
        @Test
        void needsAReplica() {
            assertEquals("(error) ERR FAILOVER requires connected replicas.", redis.show("FAILOVER"));
            assertEquals("(error) ERR No failover in progress.", redis.show("FAILOVER ABORT"));
            assertEquals("(error) ERR FAILOVER timeout must be greater than 0", redis.show("FAILOVER TIMEOUT 0"));
            assertEquals("(error) ERR syntax error", redis.show("FAILOVER TO host"));
        }
    }

    @Nested
    class Role {
        @Test
        void isAPrimaryAtFirst() {
            assertEquals(
                    "1) \"master\"\n2) (integer) 0\n3) (empty array)",
                    redis.show("ROLE").strip());
        }

        @Test
        void namesThePrimary() {
            redis.show(NOWHERE);

            assertTrue(redis.show("ROLE").startsWith("1) \"slave\"\n2) \"127.0.0.1\"\n3) (integer) 1\n"));
        }
    }
}
