package io.miniredis.replication.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a sentinel learns of others, and what it forgets. */
class MonitoringTest {
    private static final String OTHER = "1".repeat(40);
    private static final String THIRD = "2".repeat(40);

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedSentinel sentinel = network.sentinel(26001).watch(6001, 2);

    private void hello(String ip, int port, String id, String rest) {
        sentinel.node().hello().received(ip + "," + port + "," + id + "," + rest);
    }

    @Nested
    class Hellos {
        @Test
        void bringASentinelItsNewAddress() {
            hello("10.0.0.2", 5, OTHER, "0,mymaster,10.0.0.1,6001,0");
            hello("10.0.0.3", 6, OTHER, "0,mymaster,10.0.0.1,6001,0");

            assertEquals(1, sentinel.primary().sentinels().size());
            assertTrue(sentinel.told(
                    "+sentinel-address-switch master mymaster 10.0.0.1 6001 ip 10.0.0.3 port 6 for " + OTHER));
        }

        @Test
        void ofAnotherSentinelAtTheSameAddressRemoveTheFormer() {
            hello("10.0.0.2", 5, OTHER, "0,mymaster,10.0.0.1,6001,0");
            hello("10.0.0.2", 5, THIRD, "0,mymaster,10.0.0.1,6001,0");

            assertEquals(THIRD, sentinel.primary().sentinels().iterator().next().name());
            assertEquals(1, sentinel.primary().sentinels().size());
        }

        @Test
        void withAnOlderEpochChangeNothing() {
            hello("10.0.0.2", 5, OTHER, "3,mymaster,10.0.0.1,7000,3");
            hello("10.0.0.4", 5, THIRD, "2,mymaster,10.0.0.1,8000,2");

            assertEquals(7000, sentinel.primaryPort());
            assertEquals(3, sentinel.node().currentEpoch());
        }

        @Test
        void thatAreNoneAreIgnored() {
            hello("10.0.0.2", 5, OTHER, "0,other,10.0.0.1,6001,0");
            sentinel.node().hello().received("a,b,c");

            assertEquals(0, sentinel.primary().sentinels().size());
        }

        @Test
        void ofASentinelThatWatchesTwoPrimariesShareOneLink() {
            sentinel.directive("monitor", "second", "10.0.0.1", "6009", "1");
            hello("10.0.0.2", 5, OTHER, "0,mymaster,10.0.0.1,6001,0");
            hello("10.0.0.2", 5, OTHER, "0,second,10.0.0.1,6009,0");

            PeerSentinel one = sentinel.primary().sentinels().iterator().next();
            assertEquals(2, one.link.users());

            hello("10.0.0.7", 7, OTHER, "0,mymaster,10.0.0.1,6001,0");
            assertEquals(1, sentinel.count("+sentinel-address-update"));
            assertEquals(
                    7,
                    sentinel.primary("second")
                            .sentinels()
                            .iterator()
                            .next()
                            .address()
                            .port());
        }
    }

    @Nested
    class Restarts {
        @Test
        void areSeenByAnotherRunId() {
            network.server(6001);
            network.run(12_000);
            network.server(6001).kill();
            network.server(6001).start();
            network.run(12_000);

            assertEquals(1, sentinel.count("+reboot"));
        }

        @Test
        void ofAPrimaryThatDoesNotAnswerWithPongMakeItDownSooner() {
            sentinel.directive("master-reboot-down-after-period", "mymaster", "1000");
            sentinel.directive("down-after-milliseconds", "mymaster", "600000");
            network.server(6001);
            network.run(12_000);
            network.server(6001).kill();
            network.server(6001).start();
            network.server(6001).refuse();

            assertTrue(network.runUntil(() -> sentinel.count("+sdown") == 1, 30_000));
        }
    }

    @Nested
    class Infos {
        private final InfoOutput output = InfoOutput.parse(ByteString.of("# Server\r\nrun_id:" + OTHER
                + "\r\nrole:master\r\nslave0:ip=10.0.0.1,port=6002,state=online\r\nslave1:10.0.0.1,6003,online\r\n"
                + "slave_read_repl_offset:5\r\nslave_priority:7\r\nno colon\r\n"));

        @Test
        void nameReplicasInTwoForms() {
            assertEquals(
                    List.of(new InfoOutput.ReplicaLine("10.0.0.1", 6002), new InfoOutput.ReplicaLine("10.0.0.1", 6003)),
                    output.replicas);
        }

        @Test
        void tellRoleAndRunId() {
            assertEquals(Role.PRIMARY, output.role);
            assertEquals(OTHER, output.runId);
            assertEquals("7", output.priority);
        }
    }

    @Nested
    class Names {
        @Test
        void areUsedIfTheyMayBe() {
            sentinel.directive("resolve-hostnames", "yes");
            sentinel.directive("announce-hostnames", "yes");
            sentinel.directive("monitor", "second", "host", "6001", "1");
            sentinel.directive("monitor", "third", "unknown", "6001", "1");

            MonitoredPrimary second = sentinel.primary("second");
            assertEquals(new InstanceAddress("host", "10.0.0.1", 6001), second.address());
            assertEquals("host", sentinel.node().shownHost(second.address()));
            assertEquals(
                    new InstanceAddress("unknown", "", 6001),
                    sentinel.primary("third").address());
        }
    }

    @Nested
    class AReplicaThatWasPromotedByHand {
        @Test
        void becomesAReplicaAgainUnlessASentinelSaysWhy() {
            network.server(6001);
            network.server(6002).replicaOf(6001);
            network.run(15_000);
            network.server(6002).replicaOf(0);

            assertTrue(network.runUntil(() -> sentinel.count("+convert-to-slave") == 1, 60_000));
            network.run(1_000);
            assertFalse(network.server(6002).isPrimary());
        }
    }

    @Nested
    class Resetting {
        @Test
        void findsEverythingAgain() {
            network.server(6001);
            network.server(6002).replicaOf(6001);
            network.run(15_000);

            assertEquals(1, sentinel.node().instances().reset("my*"));
            assertEquals(0, sentinel.primary().replicas().size());
            network.run(15_000);

            assertEquals(1, sentinel.primary().replicas().size());
            assertTrue(sentinel.told("+reset-master master mymaster 10.0.0.1 6001"));
        }
    }
}
