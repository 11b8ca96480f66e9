package io.miniredis.server.cluster;

import static io.miniredis.server.cluster.ClusterFixture.A;
import static io.miniredis.server.cluster.ClusterFixture.B;
import static io.miniredis.server.cluster.ClusterFixture.C;
import static io.miniredis.server.cluster.ClusterFixture.D;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClusterRepliesTest {
    private static String lines(String... lines) {
        return String.join("\n", lines);
    }

    private static String slots(String... parameters) {
        try (ClusterFixture node = ClusterFixture.node(A, parameters)) {
            return node.show("CLUSTER SLOTS");
        }
    }

    @Test
    void slotsNameWhereClientsGo() {
        assertEquals(
                lines(
                        "1) 1) (integer) 0",
                        "   2) (integer) 5460",
                        "   3) 1) \"127.0.0.1\"",
                        "      2) (integer) 7001",
                        "      3) \"" + A + "\"",
                        "      4) (empty array)",
                        "2) 1) (integer) 5461",
                        "   2) (integer) 10922",
                        "   3) 1) \"127.0.0.1\"",
                        "      2) (integer) 7002",
                        "      3) \"" + B + "\"",
                        "      4) (empty array)",
                        "3) 1) (integer) 10923",
                        "   2) (integer) 16383",
                        "   3) 1) \"127.0.0.1\"",
                        "      2) (integer) 7003",
                        "      3) \"" + C + "\"",
                        "      4) 1) \"hostname\"",
                        "         2) \"c.example\""),
                slots().replace("(integer) 6379", "(integer) 7001"));
    }

    @Test
    void slotsTellTheAddressWhereTheNameComesFirst() {
        String text = slots("cluster-preferred-endpoint-type", "hostname");

        assertTrue(text.contains("3) 1) \"?\"\n"), text);
        assertTrue(text.contains("3) 1) \"c.example\"\n"), text);
        assertTrue(text.contains("4) 1) \"ip\"\n         2) \"127.0.0.1\""), text);
    }

    @Test
    void slotsTellAddressAndNameWhereTheEndpointIsUnknown() {
        String text = slots("cluster-preferred-endpoint-type", "unknown-endpoint");

        assertTrue(text.contains("3) 1) (nil)\n"), text);
        assertTrue(
                text.endsWith(
                        "4) 1) \"ip\"\n         2) \"127.0.0.1\"\n         3) \"hostname\"\n         4) \"c.example\""),
                text);
    }

    @Test
    void shardsTellOfPrimariesAndReplicas() {
        try (ClusterFixture node = ClusterFixture.node(D)) {
            String text = node.show("CLUSTER SHARDS");

            assertTrue(text.contains("1) \"slots\"\n   2) 1) (integer) 0\n      2) (integer) 5460"), text);
            assertTrue(text.contains("\"role\""), text);
            assertTrue(text.contains("\"replica\""), text);
            assertTrue(text.contains("\"loading\""), text);
            assertTrue(text.contains("\"c.example\""), text);
        }
    }

    @Test
    void replicasAreDescribedAsInNodes() {
        try (ClusterFixture node = ClusterFixture.node(A)) {
            String replicas = node.show("CLUSTER REPLICAS " + A);

            assertTrue(replicas.startsWith("1) \"" + D + " 127.0.0.1:7004@17004 slave " + A + " "), replicas);
            assertEquals("(empty array)", node.show("CLUSTER SLAVES " + B));
            assertEquals("(error) ERR The specified node is not a master", node.show("CLUSTER REPLICAS " + D));
        }
    }

    @Test
    void setslotIsForPrimaries() {
        try (ClusterFixture node = ClusterFixture.node(D)) {
            assertEquals("(error) ERR Please use SETSLOT only with masters.", node.show("CLUSTER SETSLOT x STABLE"));
        }
    }

    @Test
    void migratingAndImportingNeedPrimaries() {
        try (ClusterFixture node = ClusterFixture.node(A)) {
            assertEquals(
                    "(error) ERR I'm not the owner of hash slot 12182",
                    node.show("CLUSTER SETSLOT 12182 MIGRATING " + B));
            assertEquals("(error) ERR Target node is not a master", node.show("CLUSTER SETSLOT 5061 MIGRATING " + D));
            assertEquals(
                    "(error) ERR I'm already the owner of hash slot 5061",
                    node.show("CLUSTER SETSLOT 5061 IMPORTING " + B));
            node.show("SET bar 1");
            assertEquals(
                    "(error) ERR Can't assign hashslot 5061 to a different node while I still hold keys for this hash slot.",
                    node.show("CLUSTER SETSLOT 5061 NODE " + B));
        }
    }
}
