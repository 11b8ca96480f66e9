package io.miniredis.replication.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lesson on Sentinel. One primary, two replicas, three sentinels: enough that two can outvote one. The primary is
 * down after five seconds without a reply, and two sentinels must say so.
 *
 * <pre>
 *       S1       S2       S3          sentinels 26001, 26002, 26003
 *          \     |      /
 *         primary 6001                servers
 *          /         \
 *     replica 6002   replica 6003
 * </pre>
 */
class FailoverTest {
    private static final long MINUTE = 60_000;

    private SimulatedNetwork network = new SimulatedNetwork(1);
    private final List<SimulatedSentinel> sentinels = new ArrayList<>();

    @BeforeEach
    void start() {
        begin(1, 3, 2);
    }

    private void begin(long seed, int count, int quorum) {
        network = new SimulatedNetwork(seed);
        network.server(6001);
        network.server(6002).replicaOf(6001).offset(100);
        network.server(6003).replicaOf(6001).offset(50);
        sentinels.clear();
        for (int i = 1; i <= count; i++) {
            sentinels.add(network.sentinel(26000 + i).watch(6001, quorum));
        }
        // Time for INFO, and for two rounds of hello.
        network.run(15_000);
    }

    private boolean all(Predicate<SimulatedSentinel> claim) {
        return sentinels.stream().allMatch(claim);
    }

    private boolean allSay(int port) {
        return all(sentinel -> !sentinel.isUp() || sentinel.primaryPort() == port);
    }

    private long count(String event) {
        return sentinels.stream().mapToLong(sentinel -> sentinel.count(event)).sum();
    }

    private long primaries() {
        return network.servers().stream()
                .filter(server -> server.isUp() && server.isPrimary())
                .count();
    }

    // ---- 1. Finding each other ----

    @Nested
    class AtFirst {
        @Test
        void oneLineOfConfigurationIsEnoughToFindTheReplicas() {
            assertTrue(all(sentinel -> sentinel.primary().replicas().size() == 2));
        }

        @Test
        void sentinelsFindEachOtherByTheHelloChannelOfThePrimary() {
            assertTrue(all(sentinel -> sentinel.primary().sentinels().size() == 2));
            assertEquals(6, count("+sentinel"));
        }

        @Test
        void whatWasFoundIsOnTheDiskAndKnownAfterARestart() {
            SimulatedSentinel first = sentinels.get(0);
            assertTrue(first.disk().contains("sentinel known-replica mymaster 10.0.0.1 6002"));

            first.kill();
            first.start();

            assertEquals(2, first.primary().replicas().size());
            assertEquals(2, first.primary().sentinels().size());
            assertEquals(String.format("%040x", 26001), first.node().id());
        }

        @Test
        void nobodyDoesAnythingAsLongAsAllIsWell() {
            network.run(10 * MINUTE);

            assertEquals(0, count("+sdown"));
            assertEquals(0, count("+try-failover"));
        }
    }

    // ---- 2. The primary dies ----

    @Nested
    class WhenThePrimaryDies {
        @Test
        void oneSentinelIsElectedAndPromotesOneReplica() {
            network.server(6001).kill();

            assertTrue(network.runUntil(() -> allSay(6002), MINUTE));
            assertEquals(1, primaries());
            assertEquals(1, count("+promoted-slave"));
            assertEquals(6002, network.server(6003).primaryPort());
        }

        @Test
        void theStepsAreToldOneByOne() {
            network.server(6001).kill();
            network.run(MINUTE);

            SimulatedSentinel leader = sentinels.stream()
                    .filter(sentinel -> sentinel.count("+elected-leader") == 1)
                    .findFirst()
                    .orElseThrow();
            List<String> steps = new ArrayList<>();
            for (String event : leader.events()) {
                String type = event.substring(0, event.indexOf(' '));
                if (type.startsWith("+") && !type.equals("+slave") && !type.equals("+sentinel")) {
                    steps.add(type);
                }
            }
            assertEquals(
                    List.of(
                            "+sdown",
                            "+odown",
                            "+new-epoch",
                            "+try-failover",
                            "+vote-for-leader",
                            "+elected-leader",
                            "+failover-state-select-slave",
                            "+selected-slave",
                            "+failover-state-send-slaveof-noone",
                            "+failover-state-wait-promotion",
                            "+promoted-slave",
                            "+failover-state-reconf-slaves",
                            "+slave-reconf-sent",
                            "+slave-reconf-inprog",
                            "+slave-reconf-done",
                            "+failover-end",
                            "+switch-master"),
                    steps.subList(0, 17));
            assertTrue(leader.told("+switch-master mymaster 10.0.0.1 6001 10.0.0.1 6002"));
        }

        @Test
        void theOthersLearnOfItByTheHigherEpochInAHello() {
            network.server(6001).kill();
            network.run(MINUTE);

            assertEquals(2, count("+config-update-from"));
            assertEquals(3, count("+switch-master"));
        }

        @ParameterizedTest
        @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
        void whateverTheTimingThereIsOneLeaderAndOneNewPrimary(long seed) {
            begin(seed, 5, 3);
            network.server(6001).kill();

            // Votes may split; then it takes another attempt.
            assertTrue(network.runUntil(() -> allSay(6002) || allSay(6003), 5 * MINUTE));
            network.run(MINUTE);
            assertEquals(1, primaries());
            assertEquals(1, count("+promoted-slave"));
        }

        @Test
        void anInstanceThatHangsIsAsDeadAsOneThatIsGone() {
            network.server(6001).hang(true);

            assertTrue(network.runUntil(() -> allSay(6002), MINUTE));
        }

        @Test
        void oneThatAnswersWithErrorsIsDownToo() {
            network.server(6001).refuse();

            assertTrue(network.runUntil(() -> allSay(6002), MINUTE));
        }

        @Test
        void theOldPrimaryIsAReplicaWhenItComesBack() {
            network.server(6001).kill();
            network.runUntil(() -> allSay(6002), MINUTE);

            network.server(6001).start();

            assertTrue(network.runUntil(() -> network.server(6001).primaryPort() == 6002, MINUTE));
            assertTrue(count("+convert-to-slave") >= 1);
            assertEquals(1, primaries());
        }

        @Test
        void aReplicaThatWasAwayIsGivenTheNewPrimaryLater() {
            network.server(6003).kill();
            network.run(10_000);
            network.server(6001).kill();
            network.runUntil(() -> allSay(6002), MINUTE);

            network.server(6003).start();

            assertTrue(network.runUntil(() -> network.server(6003).primaryPort() == 6002, 2 * MINUTE));
            assertTrue(count("+fix-slave-config") >= 1);
        }
    }

    // ---- 3. Which replica ----

    @Nested
    class TheReplicaToPromote {
        @Test
        void isTheOneWithMostOfTheData() {
            network.server(6003).offset(500);
            network.run(15_000);
            network.server(6001).kill();

            assertTrue(network.runUntil(() -> allSay(6003), MINUTE));
        }

        @Test
        void isTheOneWithTheLowestPriorityNumberBeforeThat() {
            network.server(6003).priority(10);
            network.run(15_000);
            network.server(6001).kill();

            assertTrue(network.runUntil(() -> allSay(6003), MINUTE));
        }

        @Test
        void isNeverOneOfPriorityZero() {
            network.server(6002).priority(0);
            network.server(6003).priority(0);
            network.run(15_000);
            network.server(6001).kill();
            network.run(MINUTE);

            assertTrue(allSay(6001));
            assertTrue(count("-failover-abort-no-good-slave") >= 1);
        }

        @Test
        void thatDoesNotObeyIsGivenUp() {
            network.server(6002).disobey();
            network.server(6001).kill();
            network.run(MINUTE);

            assertTrue(count("-failover-abort-slave-timeout") >= 1);
            assertTrue(allSay(6001));
        }
    }

    // ---- 4. Who may decide ----

    @Nested
    class WithoutAMajority {
        @Test
        void nothingHappensThoughOneSentinelSeesThatThePrimaryIsDown() {
            sentinels.get(1).kill();
            sentinels.get(2).kill();
            network.run(10_000);
            network.server(6001).kill();
            network.run(5 * MINUTE);

            assertEquals(1, sentinels.get(0).count("+sdown master mymaster"));
            assertEquals(0, sentinels.get(0).count("+odown"));
            assertEquals(6001, sentinels.get(0).primaryPort());
            assertFalse(Election.reachesMajority(sentinels.get(0).primary()));
        }

        @Test
        void aQuorumOfOneMayCallThePrimaryDownButNotActAlone() {
            begin(1, 3, 1);
            sentinels.get(1).kill();
            sentinels.get(2).kill();
            network.run(10_000);
            network.server(6001).kill();
            network.run(MINUTE);

            assertTrue(sentinels.get(0).count("+odown") >= 1);
            assertTrue(sentinels.get(0).count("-failover-abort-not-elected") >= 1);
            assertEquals(6001, sentinels.get(0).primaryPort());
        }

        @Test
        void aSentinelThatAloneLostThePrimaryOverrulesNobody() {
            network.separate(26001, 6001);
            network.run(MINUTE);

            assertTrue(sentinels.get(0).count("+sdown") >= 1);
            assertEquals(0, count("+odown"));
            assertTrue(allSay(6001));
        }

        @Test
        void theMinoritySideOfAPartitionKeepsTheOldPrimaryUntilItHeals() {
            for (int other : new int[] {26002, 26003, 6002, 6003}) {
                network.separate(26001, other);
                network.separate(6001, other);
            }
            assertTrue(network.runUntil(() -> sentinels.get(1).primaryPort() != 6001, 2 * MINUTE));
            assertEquals(6001, sentinels.get(0).primaryPort());
            // Until then there are two that take writes; those of the old one will be lost.
            assertEquals(2, primaries());

            network.heal();

            assertTrue(network.runUntil(() -> allSay(sentinels.get(1).primaryPort()) && primaries() == 1, 2 * MINUTE));
        }
    }

    // ---- 5. Elections ----

    @Nested
    class AnElection {
        @Test
        void isWonByNobodyIfVotesSplitAndTriedAgainLater() {
            begin(1, 4, 1);
            // Two pairs that do not hear each other: two votes of four are no majority.
            for (int one : new int[] {26001, 26002}) {
                network.separate(one, 26003);
                network.separate(one, 26004);
            }
            network.server(6001).kill();
            network.run(MINUTE);

            assertEquals(0, count("+elected-leader"));
            assertTrue(count("-failover-abort-not-elected") >= 1);

            network.heal();

            assertTrue(network.runUntil(() -> allSay(6002), 5 * MINUTE));
            assertEquals(1, count("+promoted-slave"));
        }

        @Test
        void aVoteIsGivenOncePerEpoch() {
            SentinelNode node = sentinels.get(0).node();
            MonitoredPrimary primary = sentinels.get(0).primary();

            assertEquals(new Vote("first", 7), node.election().vote(primary, 7, "first"));
            assertEquals(new Vote("first", 7), node.election().vote(primary, 7, "second"));
            assertEquals(new Vote("first", 7), node.election().vote(primary, 6, "third"));
            assertEquals(new Vote("second", 8), node.election().vote(primary, 8, "second"));
        }

        @Test
        void aVoteIsOnTheDiskBeforeItIsGiven() {
            SimulatedSentinel first = sentinels.get(0);
            first.node().election().vote(first.primary(), 7, "candidate");

            first.kill();
            first.start();

            assertEquals(
                    7,
                    first.node().election().vote(first.primary(), 7, "another").epoch());
            assertFalse(first.told("+vote-for-leader another 7"));
        }

        @Test
        void theElectedSentinelMayDieAndAnotherOneFinishes() {
            sentinels.forEach(sentinel -> sentinel.node().crashes(true, false));
            network.server(6001).kill();
            assertTrue(network.runUntil(() -> count("+elected-leader") == 1, MINUTE));
            sentinels.forEach(sentinel -> sentinel.node().crashes(false, false));

            assertTrue(network.runUntil(() -> allSay(6002), 5 * MINUTE));
            assertEquals(
                    1, sentinels.stream().filter(sentinel -> !sentinel.isUp()).count());
        }

        @Test
        void theLeaderMayDieAfterThePromotionAndItsReplicaBecomesOneAgainOrThePrimary() {
            sentinels.forEach(sentinel -> sentinel.node().crashes(false, true));
            network.server(6001).kill();
            assertTrue(network.runUntil(() -> count("+promoted-slave") == 1, MINUTE));
            sentinels.forEach(sentinel -> sentinel.node().crashes(false, false));

            assertTrue(network.runUntil(() -> (allSay(6002) || allSay(6003)) && primaries() == 1, 5 * MINUTE));
        }
    }

    // ---- 6. By hand ----

    @Nested
    class SentinelFailover {
        @Test
        void asksNobody() {
            assertEquals(
                    null,
                    sentinels.get(0).node().failover().force(sentinels.get(0).primary()));

            assertTrue(network.runUntil(() -> allSay(6002), MINUTE));
            assertTrue(network.runUntil(() -> network.server(6001).primaryPort() == 6002, MINUTE));
        }

        @Test
        void isRefusedWhileThereIsOne() {
            SimulatedSentinel first = sentinels.get(0);
            first.node().failover().force(first.primary());

            assertEquals(
                    "INPROG Failover already in progress",
                    first.node().failover().force(first.primary()));
        }

        @Test
        void isRefusedWithoutAReplica() {
            network.server(6002).kill();
            network.server(6003).kill();
            network.run(10_000);
            SimulatedSentinel first = sentinels.get(0);

            assertEquals(
                    "NOGOODSLAVE No suitable replica to promote",
                    first.node().failover().force(first.primary()));
        }
    }

    // ---- 7. When the clock cannot be trusted ----

    @Nested
    class Tilt {
        @Test
        void aSentinelThatStoodStillBelievesNothingForAWhile() {
            SimulatedSentinel first = sentinels.get(0);
            first.freeze(true);
            network.run(20_000);
            first.freeze(false);
            network.run(1_000);

            assertTrue(first.node().isTilted());
            assertTrue(first.told("+tilt #tilt mode entered"));
            assertEquals(0, first.count("+sdown master"));
            assertFalse(first.node().election().saysDown(first.primary()));

            assertTrue(network.runUntil(() -> !first.node().isTilted(), MINUTE));
            assertTrue(first.told("-tilt #tilt mode exited"));
        }

        @Test
        void oneThatIsSlowToStartIsNeitherTiltedNorThinksOthersDown() {
            SimulatedSentinel first = sentinels.get(0);
            first.kill();
            first.read();
            network.run(20_000);
            first.begin();
            network.run(1_000);

            assertFalse(first.node().isTilted());
            assertEquals(0, first.count("+sdown"));
        }

        @Test
        void soDoesOneWhoseClockIsSetBack() {
            SimulatedSentinel first = sentinels.get(0);
            first.clockError(-10_000);
            network.run(1_000);

            assertTrue(first.node().isTilted());
        }

        @Test
        void theOthersDoWithoutIt() {
            SimulatedSentinel first = sentinels.get(0);
            first.freeze(true);
            network.run(10_000);
            first.freeze(false);
            network.server(6001).kill();

            assertTrue(network.runUntil(() -> allSay(6002), MINUTE));
        }
    }
}
