package io.miniredis.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfigTest {
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String C = "c".repeat(40);
    private static final String SHARD = "5".repeat(40);

    private static Cluster read(String text) throws ClusterConfigException {
        SimulatedNetwork network = new SimulatedNetwork(1);
        SimulatedNode node = network.start(1).get(0);
        Cluster cluster = new Cluster(
                node, node, new ClusterSurroundings(node, network::nowMillis, new RandomSource(1), node, node));
        new ClusterConfigReader(cluster).read(text);
        return cluster;
    }

    @Nested
    class Text {
        private final String saved = A + " 10.0.0.1:6379@16379,a.example,tls-port=0,nodename=first,shard-id=" + SHARD
                + " myself,master - 0 0 3 connected 0-100 200 [5->-" + B + "] [300-<-" + B + "]\n"
                + B + " 10.0.0.2:6379@16379,,tls-port=7000,shard-id=" + C + " master - 0 0 9 disconnected 300\n"
                + C + " 10.0.0.3:6379@16379,,tls-port=0,shard-id=" + SHARD + " slave,nofailover " + A
                + " 0 0 3 disconnected\n"
                + "vars currentEpoch 9 lastVoteEpoch 4\n";

        @Test
        void isWrittenAsItWasRead() throws ClusterConfigException {
            Cluster cluster = read(saved);

            assertEquals(
                    saved.replace("0 0 3 connected 0-100", "0 0 3 connected 0-100"),
                    ClusterConfigWriter.text(cluster.state()));
        }

        @Test
        void tellsAllOfANode() throws ClusterConfigException {
            ClusterState state = read(saved).state();

            assertEquals(A, state.myself().id());
            assertEquals("a.example", state.myself().hostname());
            assertEquals("first", state.myself().humanName());
            assertEquals(102, state.myself().slots().size());
            assertEquals(B, requireNonNull(state.migratingTo(5)).id());
            assertEquals(B, requireNonNull(state.importingFrom(300)).id());
            assertEquals(7000, requireNonNull(state.node(B)).tlsPort());
            assertEquals(
                    A, requireNonNull(requireNonNull(state.node(C)).primary()).id());
            assertEquals(4, state.lastVoteEpoch());
        }

        @Test
        void ofRedis7_0HasNoShards() throws ClusterConfigException {
            ClusterState state = read(A + " 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-16383\n"
                            + B + " 10.0.0.2:6379@16379,b.example slave " + A + " 0 1 1 connected\n"
                            + "vars currentEpoch 1 lastVoteEpoch 0\n")
                    .state();

            assertEquals(state.myself().shardId(), requireNonNull(state.node(B)).shardId());
            assertEquals("b.example", requireNonNull(state.node(B)).hostname());
        }

        @Test
        void ofRedis3HasNoBusPorts() throws ClusterConfigException {
            ClusterState state =
                    read(A + " 10.0.0.1:6379 myself,master - 0 0 1 connected\n").state();

            assertEquals(16379, state.myself().busPort());
        }

        @Test
        void anEpochBehindTheNodesIsMended() throws ClusterConfigException {
            assertEquals(
                    9,
                    read(saved.replace("currentEpoch 9", "currentEpoch 2"))
                            .state()
                            .currentEpoch());
        }

        @Test
        void emptyLinesMeanNothing() throws ClusterConfigException {
            assertEquals(3, read("\n" + saved + "\n\n").state().nodes().size());
        }

        @Test
        void whatCannotBeUnderstoodIsRefused() {
            for (String wrong : new String[] {
                "garbage",
                saved.replace("vars currentEpoch 9", "vars currentEpoch"),
                saved.replace("myself,", ""),
                saved.replace("0-100", "0-16384"),
                saved.replace("0-100", "x"),
                saved.replace(B + " 10", "short 10"),
                saved.replace("tls-port=7000", "tls-port=70000"),
                saved.replace("tls-port=7000", "colour=blue"),
                saved.replace("nofailover", "unheardof"),
                saved.replace(":6379@16379,,tls-port=7000", ",,tls-port=7000"),
                saved.replace("[5->-", "[5"),
            }) {
                assertThrows(ClusterConfigException.class, () -> read(wrong), wrong);
            }
        }
    }

    @Nested
    class OnDisk {
        @TempDir
        Path directory;

        private ClusterConfigFile file() {
            return new ClusterConfigFile(directory.resolve("nodes.conf"), "nodes.conf", 4711);
        }

        @Test
        void isLockedAsLongAsItIsOpen() throws IOException {
            ClusterConfigFile mine = file();
            mine.lock();
            ClusterConfigFile yours = file();
            IOException failure = assertThrows(IOException.class, yours::lock);
            assertTrue(String.valueOf(failure.getMessage()).startsWith("Sorry, the cluster configuration file"));

            mine.close();
            yours.lock();
            yours.close();
        }

        @Test
        void staysLockedWhenItIsReplaced() throws IOException {
            try (ClusterConfigFile mine = file()) {
                mine.lock();
                mine.save("first\n", true);
                mine.save("second\n", false);

                assertThrows(IOException.class, file()::lock);
                assertEquals("second\n", mine.load());
            }
        }

        @Test
        void staysLockedThoughGarbageIsCollected() throws IOException {
            try (ClusterConfigFile mine = file()) {
                mine.lock();
                mine.save("text\n", false);
                System.gc();

                assertThrows(IOException.class, file()::lock);
            }
        }

        @Test
        void leavesNoOtherFile() throws IOException {
            try (ClusterConfigFile mine = file()) {
                mine.lock();
                mine.save("text\n", true);
            }

            try (var files = Files.list(directory)) {
                assertEquals(1, files.count());
            }
            assertEquals("text\n", Files.readString(directory.resolve("nodes.conf")));
        }

        @Test
        void isEmptyBeforeItIsWritten() throws IOException {
            try (ClusterConfigFile mine = file()) {
                mine.lock();
                assertEquals("", mine.load());
            }
        }
    }
}
