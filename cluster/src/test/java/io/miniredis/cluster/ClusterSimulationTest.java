package io.miniredis.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clusters in a {@link SimulatedNetwork}: three primaries, nodes 0 to 2, and their replicas behind. */
class ClusterSimulationTest {
    private static final long SEED = 7;
    private static final int ANY_SLOT = 100;

    private static SimulatedNetwork threePrimaries(int replicasEach) {
        return SimulatedNetwork.cluster(SEED, 3, replicasEach);
    }

    private static List<SimulatedNode> up(SimulatedNetwork network) {
        return network.nodes().stream().filter(SimulatedNode::isUp).toList();
    }

    private static void assertAllAgree(SimulatedNetwork network) {
        assertEquals(1, network.views().size(), network::toString);
    }

    @Nested
    class Joining {
        @Test
        void whoMeetsOneGetsToKnowAll() {
            SimulatedNetwork network = new SimulatedNetwork(SEED);
            List<SimulatedNode> nodes = network.start(10);
            for (int i = 1; i < nodes.size(); i++) {
                nodes.get(i).meet(nodes.get(i - 1));
            }

            network.runUntil("all know all", node -> node.state().nodes().size() == 10);
        }

        @Test
        void nodesFindOutTheirOwnAddress() {
            SimulatedNetwork network = new SimulatedNetwork(SEED);
            List<SimulatedNode> nodes = network.start(2);
            nodes.get(0).meet(nodes.get(1));

            network.runUntil("addresses", node -> node.state().myself().ip().equals(node.ip()));
        }

        @Test
        void aMeetingInVainIsForgotten() {
            SimulatedNetwork network = new SimulatedNetwork(SEED);
            List<SimulatedNode> nodes = network.start(2);
            nodes.get(1).kill();
            nodes.get(0).meet(nodes.get(1));
            assertEquals(2, nodes.get(0).state().nodes().size());

            network.run(SimulatedNode.TIMEOUT_MILLIS + 500);

            assertEquals(1, nodes.get(0).state().nodes().size());
        }

        @Test
        void primariesThatBeganWithTheSameEpochEndWithDifferentOnes() {
            SimulatedNetwork network = threePrimaries(0);

            Set<Long> epochs = network.nodes().stream()
                    .map(n -> n.state().myself().configEpoch())
                    .collect(Collectors.toSet());

            assertEquals(3, epochs.size());
            assertAllAgree(network);
        }

        @Test
        void replicasShareTheirPrimarysShard() {
            SimulatedNetwork network = threePrimaries(1);

            assertEquals(
                    network.node(0).state().myself().shardId(),
                    network.node(3).state().myself().shardId());
            assertAllAgree(network);
        }

        @Test
        void hostNamesAreHeardOf() {
            SimulatedNetwork network = threePrimaries(0);
            network.node(1).hostname = "one.example";
            network.node(1).act(Cluster::announcementChanged);

            network.runUntil(
                    "the name is known",
                    node -> requireNonNull(node.state().node(network.node(1).id()))
                            .hostname()
                            .equals("one.example"));
        }

        @Test
        void aNodeThatIsForgottenDoesNotComeBackForAMinute() {
            SimulatedNetwork network = threePrimaries(1);
            String id = network.node(5).id();
            network.node(5).kill();
            network.node(0).act(node -> node.forget(id));

            network.run(30_000);

            for (SimulatedNode node : up(network)) {
                assertEquals(5, node.state().nodes().size(), "one told the others");
            }
        }

        @Test
        void aNodeThatComesBackUnderItsFileIsTheSame() {
            SimulatedNetwork network = threePrimaries(1);
            SimulatedNode node = network.node(4);
            String id = node.id();
            node.kill();
            network.run(1_000);
            node.boot();

            network.run(20_000);

            assertEquals(id, node.id());
            assertAllAgree(network);
        }
    }

    @Nested
    class AutomaticFailover {
        @Test
        void exactlyOneReplicaTakesAFailedPrimarysPlace() {
            SimulatedNetwork network = threePrimaries(3);
            network.node(0).kill();

            network.run(20_000);

            assertEquals(1, network.elections());
            assertEquals(1, network.serving(ANY_SLOT).size());
            assertTrue(up(network).stream().allMatch(node -> node.state().isOk()));
            assertAllAgree(network);
        }

        @Test
        void theClusterIsDownUntilThen() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(0).kill();
            network.runUntil(
                    "the primary is declared failed", node -> !node.state().isOk());
            network.runUntil("its slots are served", node -> node.state().isOk());
        }

        @Test
        void withoutFullCoverageTheOtherSlotsAreServed() {
            SimulatedNetwork network = threePrimaries(0);
            network.nodes().forEach(node -> node.requireFullCoverage = false);
            String id = network.node(0).id();
            network.node(0).kill();

            network.runUntil("it has failed", node -> node.knowsAsFailed(id));

            assertTrue(up(network).stream().allMatch(node -> node.state().isOk()));
        }

        @Test
        void theOldPrimaryComesBackAsAReplica() {
            SimulatedNetwork network = threePrimaries(1);
            SimulatedNode old = network.node(0);
            old.kill();
            network.run(20_000);
            old.boot();

            network.runUntilOne(old, "is a replica", node -> !node.isPrimary());
            network.run(5_000);

            assertEquals(List.of(network.node(3)), network.serving(ANY_SLOT));
            assertEquals(
                    network.node(3).id(),
                    requireNonNull(old.state().myself().primary()).id());
            assertAllAgree(network);
        }

        @Test
        void theReplicaThatHasMostWins() {
            SimulatedNetwork network = threePrimaries(3);
            network.run(1_000);
            for (int replica : new int[] {3, 6, 9}) {
                network.node(replica).stopCopying();
            }
            network.node(6).write(1_000);
            network.run(5_000);
            network.node(0).kill();

            network.run(20_000);

            assertEquals(List.of(network.node(6)), network.serving(ANY_SLOT));
        }

        @Test
        void aReplicaWithOldDataDoesNotTry() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(3).validityFactor = 1;
            network.node(3).stopCopying();
            network.run(60_000);
            network.node(0).kill();

            network.run(60_000);

            assertEquals(0, network.elections());
        }

        @Test
        void withoutALimitOldDataAreBetterThanNone() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(3).validityFactor = 0;
            network.node(3).stopCopying();
            network.run(60_000);
            network.node(0).kill();

            network.run(20_000);

            assertEquals(List.of(network.node(3)), network.serving(ANY_SLOT));
        }

        @Test
        void aReplicaThatMayFailOverGoesFirst() {
            SimulatedNetwork network = threePrimaries(2);
            network.node(3).replicaNoFailover = true;
            network.node(3).act(Cluster::announcementChanged);
            network.node(3).write(5_000);
            network.run(5_000);
            network.node(0).kill();

            network.run(20_000);

            assertEquals(List.of(network.node(6)), network.serving(ANY_SLOT));
            assertTrue(network.node(1).cluster().describeNodes(false).contains("slave,nofailover"), network::toString);
        }

        @Test
        void aReplicaThatMustNotFailOverDoesNot() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(3).replicaNoFailover = true;
            network.node(3).act(Cluster::announcementChanged);
            network.node(0).kill();

            network.run(30_000);

            assertEquals(0, network.elections());
        }

        @Test
        void messagesMayBeLost() {
            SimulatedNetwork network = threePrimaries(2);
            network.loss(0.1);
            network.node(0).kill();

            network.run(60_000);
            network.loss(0);
            network.run(30_000);

            assertEquals(1, network.serving(ANY_SLOT).size());
            assertAllAgree(network);
        }
    }

    @Nested
    class Partitions {
        @Test
        void aMinorityNeverElects() {
            SimulatedNetwork network = threePrimaries(2);
            List<SimulatedNode> minority = List.of(network.node(1), network.node(3), network.node(6));
            network.partition(minority);

            network.run(60_000);

            for (SimulatedNode node : minority) {
                assertFalse(node.state().isOk());
            }
            assertFalse(network.node(3).isPrimary(), "its primary is on the other side, and so are the votes");
            assertFalse(network.node(6).isPrimary());
        }

        @Test
        void whenItHealsTheMajoritysChoiceHolds() {
            SimulatedNetwork network = threePrimaries(2);
            network.partition(List.of(network.node(0)));
            network.run(30_000);
            assertTrue(network.node(0).isPrimary(), "nobody told it");
            assertEquals(2, network.serving(ANY_SLOT).size());
            assertFalse(network.node(0).state().isOk());

            network.heal();
            network.run(30_000);

            assertFalse(network.node(0).isPrimary());
            assertEquals(1, network.serving(ANY_SLOT).size());
            assertAllAgree(network);
        }

        @Test
        void aShortCutChangesNothing() {
            SimulatedNetwork network = threePrimaries(1);
            network.partition(List.of(network.node(0)));
            network.run(SimulatedNode.TIMEOUT_MILLIS / 2);
            network.heal();

            network.run(30_000);

            assertEquals(0, network.elections());
            assertTrue(network.nodes().stream().allMatch(node -> node.state().isOk()));
        }

        @Test
        void inHalvesNobodyElects() {
            SimulatedNetwork network = SimulatedNetwork.cluster(SEED, 4, 1);
            network.partition(List.of(network.node(0), network.node(1), network.node(6), network.node(7)));

            network.run(60_000);

            assertEquals(0, network.elections());
        }
    }

    @Nested
    class AskedFor {
        @Test
        void aCoordinatedFailoverLosesNothing() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(0).write(500);
            network.node(3).act(node -> node.failover(FailoverMode.COORDINATED));

            network.runUntilOne(network.node(3), "has taken over", SimulatedNode::isPrimary);
            network.run(2_000);

            assertEquals(500, network.node(3).replicationOffset());
            assertFalse(network.node(0).isPrimary());
            assertFalse(network.node(0).isPaused());
            assertAllAgree(network);
        }

        @Test
        void clientsOfThePrimaryWaitMeanwhile() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(3).stopCopying();
            network.node(0).write(500);
            network.node(3).act(node -> node.failover(FailoverMode.COORDINATED));

            network.run(1_000);

            assertTrue(network.node(0).isPaused());
        }

        @Test
        void aReplicaThatDoesNotCatchUpGivesUp() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(3).stopCopying();
            network.node(0).write(500);
            network.node(3).act(node -> node.failover(FailoverMode.COORDINATED));

            network.run(8_000);

            assertTrue(network.node(0).isPrimary());
            assertFalse(network.node(0).isPaused());
            assertTrue(network.node(3).lines().contains("Manual failover timed out."));
        }

        @Test
        void byForceThePrimaryNeedNotAgree() {
            SimulatedNetwork network = threePrimaries(1);
            String primary = network.node(0).id();
            network.node(0).kill();
            network.runUntil("it has failed", node -> node.knowsAsFailed(primary));
            network.node(3).replicaNoFailover = true;
            assertThrows(ErrorReply.class, () -> network.node(3).cluster().failover(FailoverMode.COORDINATED));

            network.node(3).act(node -> node.failover(FailoverMode.FORCE));
            network.run(3_000);

            assertTrue(network.node(3).isPrimary());
        }

        @Test
        void aTakeoverNeedsNobody() {
            SimulatedNetwork network = threePrimaries(1);
            network.partition(List.of(network.node(3)));
            network.node(3).act(node -> node.failover(FailoverMode.TAKEOVER));
            assertTrue(network.node(3).isPrimary());

            network.heal();
            network.run(20_000);

            assertEquals(List.of(network.node(3)), network.serving(ANY_SLOT));
            assertAllAgree(network);
        }

        @Test
        void aResetMakesANodeForgetAll() {
            SimulatedNetwork network = threePrimaries(1);
            SimulatedNode node = network.node(3);
            String id = node.id();
            node.act(cluster -> cluster.reset(true));

            assertEquals(1, node.state().nodes().size());
            assertTrue(node.isPrimary());
            assertFalse(id.equals(node.id()));
            assertEquals(0, node.state().currentEpoch());
        }
    }

    @Nested
    class Replicas {
        @Test
        void aSpareOneGoesWhereNoneIsLeft() {
            SimulatedNetwork network = threePrimaries(2);
            network.node(3).kill();
            network.node(6).kill();

            network.run(60_000);

            for (int primary = 0; primary < 3; primary++) {
                ClusterNode node = network.node(primary).state().myself();
                assertTrue(node.workingReplicas() >= 1, network::toString);
            }
            assertAllAgree(network);
        }

        @Test
        void unlessThatIsNotAllowed() {
            SimulatedNetwork network = threePrimaries(2);
            network.nodes().forEach(node -> node.allowReplicaMigration = false);
            network.node(3).kill();
            network.node(6).kill();

            network.run(60_000);

            assertEquals(0, network.node(0).state().myself().workingReplicas());
        }
    }

    @Nested
    class Barriers {
        private SimulatedNetwork network = threePrimaries(0);

        /** Node 0 loses all of its replicas. */
        private int replicasOfTheFirst(int replicasEach, int barrier) {
            network = threePrimaries(replicasEach);
            network.nodes().forEach(node -> node.migrationBarrier = barrier);
            for (int i = 0; i < replicasEach; i++) {
                network.node(3 + 3 * i).kill();
            }
            network.run(60_000);
            return network.node(0).state().myself().workingReplicas();
        }

        @Test
        void whoHasNoMoreThanTheBarrierKeepsThem() {
            assertEquals(0, replicasOfTheFirst(2, 2));
        }

        @Test
        void whoHasMoreSparesOne() {
            assertEquals(1, replicasOfTheFirst(3, 2));
            assertAllAgree(network);
        }
    }

    @Nested
    class Links {
        private static final long LIMIT_BYTES = 1_000_000;

        private SimulatedNetwork withQueues(long bytes) {
            SimulatedNetwork network = threePrimaries(0);
            network.node(0).linkSendBufferLimit = LIMIT_BYTES;
            network.node(0).queued(bytes);
            network.run(1_000);
            return network;
        }

        private static long closed(SimulatedNetwork network) {
            return network.node(0).state().statistics().linksOverLimit();
        }

        @Test
        void mayHoldAsMuchAsTheirLimit() {
            assertEquals(0, closed(withQueues(LIMIT_BYTES)));
        }

        @Test
        void areClosedWhenTheyHoldMoreAndOpenedAgain() {
            SimulatedNetwork network = withQueues(LIMIT_BYTES + 1);

            assertEquals(4, closed(network), "two with each of the others");
            network.runUntil(
                    "connected", node -> !node.cluster().describeNodes(false).contains("disconnected"));
        }
    }

    @Nested
    class Slots {
        @Test
        void aSlotThatWasMovedIsTheNewOwnersEverywhere() {
            SimulatedNetwork network = threePrimaries(0);
            String from = network.node(0).id();
            String to = network.node(1).id();
            network.node(1).act(node -> node.importSlot(ANY_SLOT, from));
            network.node(0).act(node -> node.migrateSlot(ANY_SLOT, to));
            network.node(1).act(node -> node.assignSlot(ANY_SLOT, to));
            network.node(0).act(node -> node.assignSlot(ANY_SLOT, to));

            network.run(10_000);

            assertEquals(List.of(network.node(1)), network.serving(ANY_SLOT));
            assertAllAgree(network);
        }

        @Test
        void whoLosesASlotLosesItsKeys() {
            SimulatedNetwork network = threePrimaries(0);
            network.node(0).slotsWithKeys().add(ANY_SLOT);
            String to = network.node(1).id();
            network.node(1).act(node -> {
                node.importSlot(ANY_SLOT, network.node(0).id());
                node.assignSlot(ANY_SLOT, to);
            });

            network.run(10_000);

            assertFalse(network.node(0).slotsWithKeys().contains(ANY_SLOT));
        }

        @Test
        void aPrimaryThatLosesItsLastSlotBecomesAReplica() {
            SimulatedNetwork network = threePrimaries(0);
            SlotSet slots = network.node(0).state().myself().slots().copy();
            String to = network.node(1).id();
            network.node(0).act(node -> {
                for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
                    node.assignSlot(slot, to);
                }
            });

            assertFalse(network.node(0).isPrimary());
        }

        @Test
        void keysOfNobodysSlotsAreAdoptedAtTheStart() {
            SimulatedNetwork network = new SimulatedNetwork(SEED);
            SimulatedNode node = network.start(1).get(0);
            node.slotsWithKeys().add(ANY_SLOT);

            node.act(Cluster::dataLoaded);

            assertTrue(node.state().myself().slots().contains(ANY_SLOT));
        }

        @Test
        void keysOfAnothersSlotsAreShownAsBeingImported() {
            SimulatedNetwork network = threePrimaries(0);
            SimulatedNode node = network.node(1);
            node.slotsWithKeys().add(ANY_SLOT);

            node.act(Cluster::dataLoaded);

            assertEquals(
                    network.node(0).id(),
                    requireNonNull(node.state().importingFrom(ANY_SLOT)).id());
        }
    }

    @Nested
    class Publishing {
        @Test
        void reachesAllOthersOnce() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(0).act(node -> node.publish(ByteString.of("news"), ByteString.of("hello"), false));

            network.run(1_000);

            for (SimulatedNode node : network.nodes().subList(1, 6)) {
                assertEquals(List.of("news hello"), node.delivered());
            }
            assertEquals(List.of(), network.node(0).delivered());
        }

        @Test
        void toAShardReachesTheShardOnly() {
            SimulatedNetwork network = threePrimaries(1);
            network.node(0).act(node -> node.publish(ByteString.of("news"), ByteString.of("hello"), true));

            network.run(1_000);

            assertEquals(List.of("news hello sharded"), network.node(3).delivered());
            assertEquals(List.of(), network.node(4).delivered());
        }
    }
}
