package io.miniredis.server.cluster;

import static io.miniredis.server.cluster.ClusterFixture.A;
import static io.miniredis.server.cluster.ClusterFixture.B;
import static io.miniredis.server.cluster.ClusterFixture.C;
import static io.miniredis.server.cluster.ClusterFixture.D;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final String CROSSSLOT = "(error) CROSSSLOT Keys in request don't hash to the same slot";
    private static final String TRYAGAIN = "(error) TRYAGAIN Multiple keys request during rehashing of slot";
    private static final String MOVED_TO_C = "(error) MOVED 12182 127.0.0.1:7003";
    private static final String DOWN = "(error) CLUSTERDOWN The cluster is down";

    private ClusterFixture node = ClusterFixture.node(A);

    private void restart(ClusterFixture other) {
        node.close();
        node = other;
    }

    private String show(String line) {
        return node.show(line);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Nested
    class StableSlots {
        @Test
        void areServedHereIfTheyAreThisNodes() {
            assertEquals("OK", show("SET bar 1"));
            assertEquals("OK", show("MSET {bar}1 a {bar}2 b"));
            assertEquals("(integer) 2", show("DEL {bar}1 {bar}2"));
        }

        @Test
        void areServedThereIfTheyAreAnothers() {
            assertEquals(MOVED_TO_C, show("SET foo 1"));
            assertEquals(MOVED_TO_C, show("get foo"));
            assertTrue(show("INFO errorstats").contains("errorstat_MOVED:count=2"));
            assertTrue(show("INFO commandstats")
                    .contains("cmdstat_set:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1"));
        }

        @Test
        void areOneAtATime() {
            assertEquals(CROSSSLOT, show("MSET bar 1 hello 2"));
            assertEquals(CROSSSLOT, show("SUNIONSTORE foo bar hello"));
            assertEquals(CROSSSLOT, show("EVAL 'return 1' 2 foo bar"));
        }

        @Test
        void areOfNoInterestToCommandsWithoutKeys() {
            assertEquals("PONG", show("PING"));
            assertEquals("(integer) 0", show("DBSIZE"));
            assertEquals("(integer) 1", show("EVAL 'return 1' 0"));
        }

        @Test
        void canBeAskedForWithoutBeingServed() {
            assertEquals("1) \"foo\"\n2) \"bar\"", show("COMMAND GETKEYS MSET foo 1 bar 2"));
        }
    }

    @Nested
    class Endpoints {
        @Test
        void mayBeNames() {
            restart(ClusterFixture.node(A, "cluster-preferred-endpoint-type", "hostname"));

            assertEquals("(error) MOVED 12182 c.example:7003", show("GET foo"));
            assertEquals("(error) MOVED 5649 ?:7002", show("GET 2"));
        }

        @Test
        void mayBeUnknown() {
            restart(ClusterFixture.node(A, "cluster-preferred-endpoint-type", "unknown-endpoint"));

            assertEquals("(error) MOVED 12182 :7003", show("GET foo"));
        }
    }

    @Nested
    class Migrating {
        private static final String ASK = "(error) ASK 5061 127.0.0.1:7002";

        private void migrate() {
            show("MSET bar 1 {bar}1 1");
            assertEquals("OK", show("CLUSTER SETSLOT 5061 MIGRATING " + B));
        }

        @Test
        void servesKeysThatAreHereStill() {
            migrate();

            assertEquals("\"1\"", show("GET bar"));
            assertEquals("(integer) 2", show("EXISTS bar {bar}1"));
        }

        @Test
        void sendsOnForKeysThatAreGone() {
            migrate();

            assertEquals(ASK, show("GET {bar}2"));
            assertEquals(ASK, show("MGET {bar}2 {bar}3"));
            assertEquals(ASK, show("SET {bar}2 x"));
        }

        @Test
        void letsTryAgainWhoNeedsKeysOfBoth() {
            migrate();

            assertEquals(TRYAGAIN, show("MGET bar {bar}2"));
            assertTrue(show("INFO errorstats").contains("errorstat_TRYAGAIN:count=1"));
        }

        @Test
        void takesAKeyThatIsPastItsTimeAsGone() {
            migrate();
            show("PEXPIRE bar 10");
            node.server().advance(java.time.Duration.ofSeconds(1));

            assertEquals(ASK, show("GET bar"));
        }

        @Test
        void letsMigrateRunHere() {
            migrate();

            assertEquals("NOKEY", show("MIGRATE 127.0.0.1 7002 {bar}9 0 10"));
        }

        @Test
        void endsWhenTheSlotIsTheOthers() {
            migrate();
            show("DEL bar {bar}1");
            assertEquals("OK", show("CLUSTER SETSLOT 5061 NODE " + B));

            assertEquals("(error) MOVED 5061 127.0.0.1:7002", show("GET bar"));
        }
    }

    @Nested
    class Importing {
        private void takeOver() {
            assertEquals("OK", show("CLUSTER SETSLOT 12182 IMPORTING " + C));
        }

        @Test
        void servesWhoWasSentHereForOneRequest() {
            takeOver();

            assertEquals(MOVED_TO_C, show("SET foo 1"));
            assertEquals("OK", show("ASKING"));
            assertEquals("OK", show("SET foo 1"));
            assertEquals(MOVED_TO_C, show("GET foo"));
        }

        @Test
        void servesWhoWasSentHereForOneTransaction() {
            takeOver();
            show("ASKING");
            show("MULTI");

            assertEquals("QUEUED", show("SET foo 1"));
            assertEquals("QUEUED", show("GET foo"));
            assertEquals("1) OK\n2) \"1\"", show("EXEC"));
            assertEquals(MOVED_TO_C, show("GET foo"));
        }

        @Test
        void letsTryAgainWhoNeedsAKeyThatHasNotCome() {
            takeOver();
            show("ASKING");
            show("SET foo 1");
            show("ASKING");

            assertEquals(TRYAGAIN, show("MGET foo {foo}2"));
            show("ASKING");
            assertEquals("1) \"1\"\n2) \"1\"", show("MGET foo foo"));
        }

        @Test
        void takesWhatNodesSendWithoutBeingAsked() {
            takeOver();

            assertEquals("(error) ERR DUMP payload version or checksum are wrong", show("RESTORE-ASKING foo 0 x"));
            assertEquals(MOVED_TO_C, show("RESTORE foo 0 x"));
        }
    }

    @Nested
    class Transactions {
        @Test
        void failAsAWholeWhenOneCommandIsAnothers() {
            show("MULTI");
            assertEquals("QUEUED", show("SET bar 1"));
            assertEquals(MOVED_TO_C, show("SET foo 1"));

            assertEquals("(error) EXECABORT Transaction discarded because of previous errors.", show("EXEC"));
            assertEquals("(nil)", show("GET bar"));
        }

        @Test
        void areOfOneSlot() {
            show("MULTI");
            show("SET bar 1");
            show("SET hello 1");

            assertEquals(CROSSSLOT, show("EXEC"));
            assertEquals("(error) ERR EXEC without MULTI", show("EXEC"));
            assertEquals("(nil)", show("GET bar"));
        }

        @Test
        void areSentOnWhenTheSlotHasGoneMeanwhile() {
            show("MULTI");
            show("SET bar 1");
            node.server().connect().show("CLUSTER SETSLOT 5061 NODE " + B);

            assertEquals("(error) MOVED 5061 127.0.0.1:7002", show("EXEC"));
            assertEquals("PONG", show("PING"));
        }
    }

    @Nested
    class Scripts {
        @Test
        void mayUseOnlyKeysOfThisNode() {
            assertEquals(
                    "(error) ERR Script attempted to access a non local key in a cluster node script: "
                            + "ee1dae6a9ebb2ee5dd37d8ad3e5c1a5ef5b0d5bf, on @user_script:1.",
                    show("EVAL \"return redis.call('get','foo')\" 0")
                            .replaceAll("[0-9a-f]{40}", "ee1dae6a9ebb2ee5dd37d8ad3e5c1a5ef5b0d5bf"));
        }

        @Test
        void mayUseUndeclaredKeysOfOneSlot() {
            String crossing = "redis.call('set','bar',1) return redis.call('get','hello')";

            assertTrue(show("EVAL \"#!lua\n" + crossing + "\" 0")
                    .startsWith("(error) ERR Script attempted to access keys that do not hash to the same slot"));
            assertEquals("(nil)", show("EVAL \"#!lua flags=allow-cross-slot-keys\n" + crossing + "\" 0"));
            assertEquals("(nil)", show("EVAL \"" + crossing + "\" 0"));
        }

        @Test
        void mayForbidClusters() {
            assertEquals(
                    "(error) ERR Can not run script on cluster, 'no-cluster' flag is set.",
                    show("EVAL \"#!lua flags=no-cluster\nreturn 1\" 0"));
        }
    }

    @Nested
    class Replicas {
        @Test
        void sendReadersToTheirPrimaryUnlessTheyMayBeLate() {
            restart(ClusterFixture.node(D));
            String movedToA = "(error) MOVED 5061 127.0.0.1:7001";

            assertEquals(movedToA, show("GET bar"));
            assertEquals("OK", show("READONLY"));
            assertEquals("(nil)", show("GET bar"));
            assertTrue(show("CLIENT LIST").contains(" flags=r "));
            assertEquals(movedToA, show("SET bar 1"));
            assertEquals(MOVED_TO_C, show("GET foo"));
            assertEquals("OK", show("READWRITE"));
            assertEquals(movedToA, show("GET bar"));
        }

        @Test
        void sendTransactionsThatWriteToTheirPrimary() {
            restart(ClusterFixture.node(D));
            show("READONLY");
            show("MULTI");
            assertEquals("QUEUED", show("GET bar"));

            assertEquals("1) (nil)", show("EXEC"));
        }

        @Test
        void serveShardChannels() {
            restart(ClusterFixture.node(D));

            assertEquals("(integer) 0", show("SPUBLISH bar hello"));
            assertEquals(MOVED_TO_C, show("SPUBLISH foo hello"));
        }
    }

    @Nested
    class Down {
        @Test
        void nothingWithKeysIsServed() {
            restart(ClusterFixture.withoutSlots("0-5000"));

            assertEquals(DOWN, show("GET hello"));
            assertEquals("(error) CLUSTERDOWN Hash slot not served", show("GET bar"));
            assertEquals("PONG", show("PING"));
            assertTrue(show("INFO errorstats").contains("errorstat_CLUSTERDOWN:count=2"));
        }

        @Test
        void readsMayBeAllowed() {
            restart(ClusterFixture.withoutSlots("0-5000", "cluster-allow-reads-when-down", "yes"));

            assertEquals("(nil)", show("GET hello"));
            assertEquals("(error) CLUSTERDOWN The cluster is down and only accepts read commands", show("SET hello 1"));
            assertTrue(
                    show("EVAL \"#!lua\nreturn redis.call('set','hello',1)\" 0")
                            .startsWith(
                                    "(error) ERR Script attempted to execute a write command while the cluster is down and readonly"));
        }

        @Test
        void scriptsFindOutWhenTheyCall() {
            restart(ClusterFixture.withoutSlots("0-5000"));

            assertTrue(show("EVAL \"return redis.call('get','hello')\" 0")
                    .startsWith("(error) ERR Script attempted to execute a command while the cluster is down"));
        }

        @Test
        void shardChannelsAreServedUnlessForbidden() {
            restart(ClusterFixture.withoutSlots("0-5000"));
            assertEquals("(integer) 0", show("SPUBLISH hello x"));

            restart(ClusterFixture.withoutSlots("0-5000", "cluster-allow-pubsubshard-when-down", "no"));
            assertEquals(DOWN, show("SPUBLISH hello x"));
        }

        @Test
        void itMayBeEnoughThatThisSlotIsServed() {
            restart(ClusterFixture.withoutSlots("0-5000", "cluster-require-full-coverage", "no"));

            assertEquals("OK", show("SET hello 1"));
            assertEquals("(error) CLUSTERDOWN Hash slot not served", show("GET bar"));
        }
    }

    @Nested
    class WhoWaits {
        private void look() {
            node.server().onMain(() -> {
                ClusterService service =
                        java.util.Objects.requireNonNull(node.server().server().cluster());
                node.server().server().blockedClients().redirectWhoWaitInVain(service.routing());
                return true;
            });
        }

        @Test
        void isSentOnWhenTheSlotHasGone() {
            ServerFixture.Peer waiter = node.server().connect();
            assertEquals(
                    List.of(),
                    waiter.send(
                            io.miniredis.datastructures.ByteString.of("BLPOP"),
                            io.miniredis.datastructures.ByteString.of("bar"),
                            io.miniredis.datastructures.ByteString.of("0")));
            look();
            assertEquals(List.of(), waiter.received());

            show("CLUSTER SETSLOT 5061 NODE " + B);
            look();

            assertEquals(
                    "[(error) MOVED 5061 127.0.0.1:7002]", waiter.received().toString());
            assertFalse(waiter.client().isSuspended());
        }

        @Test
        void isTakenFromShardChannelsThatHaveGone() {
            ServerFixture.Peer listener = node.server().connect();
            listener.send(
                    io.miniredis.datastructures.ByteString.of("SSUBSCRIBE"),
                    io.miniredis.datastructures.ByteString.of("bar"));
            listener.send(
                    io.miniredis.datastructures.ByteString.of("SSUBSCRIBE"),
                    io.miniredis.datastructures.ByteString.of("hello"));
            listener.forgetReplies();

            show("CLUSTER SETSLOT 5061 NODE " + B);

            assertEquals(
                    "[1) \"sunsubscribe\"\n2) \"bar\"\n3) (integer) 1]",
                    listener.received().toString());
            assertEquals("1) \"hello\"", show("PUBSUB SHARDCHANNELS"));
        }
    }
}
