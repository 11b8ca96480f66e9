package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Lines of CLUSTER NODES, which are those of nodes.conf too (clusterGenNodeDescription).
 *
 * <pre>
 *   id ip:port@bus-port,hostname flags primary ping-sent pong-received epoch link slots…
 *
 *   07c3…cd24 127.0.0.1:30004@31004,host slave e7d1…3ca2 0 1426238317239 4 connected
 *   e7d1…3ca2 127.0.0.1:30001@31001,,tls-port=0,shard-id=69bc…a31e myself,master - 0 0 1 connected 0-5460 [93-<-07c3…cd24]
 * </pre>
 *
 * <p>The second is of a file, which has more behind the host name than clients are shown.
 */
final class NodeDescription {
    private final ClusterState state;
    private final StringBuilder text = new StringBuilder();

    NodeDescription(ClusterState state) {
        this.state = state;
    }

    /**
     * All nodes, for a client.
     *
     * @param encrypted true for ports where clients are served with encryption
     */
    static String forClient(ClusterState state, boolean encrypted) {
        NodeDescription description = new NodeDescription(state);
        for (ClusterNode node : state.nodes()) {
            description.line(node, encrypted, false);
            description.text.append('\n');
        }
        return description.text.toString();
    }

    /** One node, for a client, without the end of the line. */
    static String forClient(ClusterState state, ClusterNode node, boolean encrypted) {
        NodeDescription description = new NodeDescription(state);
        description.line(node, encrypted, false);
        return description.text.toString();
    }

    /** All nodes whose ids are known. */
    static String forFile(ClusterState state) {
        NodeDescription description = new NodeDescription(state);
        for (ClusterNode node : state.nodes()) {
            if (!node.isInHandshake()) {
                description.line(node, false, true);
                description.text.append('\n');
            }
        }
        return description.text.toString();
    }

    private void line(ClusterNode node, boolean encrypted, boolean forFile) {
        address(node, encrypted);
        if (forFile) {
            auxiliaryFields(node);
        }
        ClusterNode primary = node.primary();
        text.append(' ').append(NodeFlags.names(node.flags())).append(' ');
        text.append(primary == null ? "-" : primary.id());
        text.append(' ').append(node.pingSentMillis());
        text.append(' ').append(node.pongReceivedMillis());
        text.append(' ').append(Long.toUnsignedString(node.effectiveConfigEpoch()));
        text.append(node.isConnected() ? " connected" : " disconnected");
        if (!node.slots().isEmpty()) {
            text.append(' ').append(node.slots());
        }
        if (node.isMyself()) {
            openSlots();
        }
    }

    private void address(ClusterNode node, boolean encrypted) {
        text.append(node.id()).append(' ').append(node.ip());
        text.append(':').append(node.port(encrypted)).append('@').append(node.busPort());
        if (!node.hostname().isEmpty()) {
            text.append(',').append(node.hostname());
        }
    }

    /** The order is that of Redis's table from its end, without the port that stands in front. */
    private void auxiliaryFields(ClusterNode node) {
        if (node.hostname().isEmpty()) {
            text.append(',');
        }
        text.append(",tls-port=").append(node.tlsPort());
        if (!node.humanName().isEmpty()) {
            text.append(",nodename=").append(node.humanName());
        }
        text.append(",shard-id=").append(node.shardId());
    }

    private void openSlots() {
        SlotSet open = state.openSlots();
        for (int slot = open.next(0); slot < HashSlot.COUNT; slot = open.next(slot + 1)) {
            @Nullable ClusterNode target = state.migratingTo(slot);
            @Nullable ClusterNode source = state.importingFrom(slot);
            if (target != null) {
                text.append(" [").append(slot).append("->-").append(target.id()).append(']');
            } else if (source != null) {
                text.append(" [").append(slot).append("-<-").append(source.id()).append(']');
            }
        }
    }
}
