package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * How this node presents itself: {@code cluster-announce-…} and {@code cluster-replica-no-failover}, which may change
 * at any time.
 */
final class Announcement {
    private final Cluster cluster;
    private @Nullable String announcedIp;

    Announcement(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What is known of the node itself is not what was saved but what is configured. */
    void begin() {
        follow();
    }

    void follow() {
        followPorts();
        followFlags();
        followIp();
        followNames();
    }

    private void followPorts() {
        ClusterNode myself = cluster.state().myself();
        myself.tcpPort = cluster.settings().announcedTcpPort();
        myself.tlsPort = cluster.settings().announcedTlsPort();
        myself.busPort = cluster.settings().announcedBusPort();
    }

    private void followFlags() {
        ClusterNode myself = cluster.state().myself();
        int before = myself.flags;
        myself.clear(NodeFlags.NO_FAILOVER);
        if (cluster.settings().replicaNoFailover()) {
            myself.set(NodeFlags.NO_FAILOVER);
        }
        if (myself.flags != before) {
            cluster.duties().save();
            cluster.duties().updateState();
        }
    }

    /** Without an announced address the node finds out by and by under which one others reach it. */
    private void followIp() {
        String ip = cluster.settings().announcedIp();
        if (ip == null ? announcedIp != null : !ip.equals(announcedIp)) {
            announcedIp = ip;
            cluster.state().myself().ip = ip == null ? "" : ip;
        }
    }

    private void followNames() {
        ClusterNode myself = cluster.state().myself();
        hostname(myself, cluster.settings().announcedHostname());
        humanName(myself, cluster.settings().announcedHumanName());
    }

    void hostname(ClusterNode node, String name) {
        if (!name.equals(node.hostname)) {
            node.hostname = name;
            cluster.duties().save();
        }
    }

    void humanName(ClusterNode node, String name) {
        if (!name.equals(node.humanName)) {
            node.humanName = name;
            cluster.duties().save();
        }
    }
}
