package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** What a node does of itself, ten times a second (clusterCron). */
final class ClusterCron {
    private static final int ROUNDS_PER_SECOND = 10;
    /** Of how many nodes picked by chance the one is pinged that was heard of longest ago. */
    private static final int PING_CANDIDATES = 5;

    private static final long SHORTEST_HANDSHAKE_MILLIS = 1_000;

    private final Cluster cluster;
    private final ClusterState state;
    private final ReplicaMigration migration;
    private long rounds;
    private int orphanedPrimaries;
    private int mostReplicas;
    private int myPrimarysReplicas;

    ClusterCron(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
        this.migration = new ReplicaMigration(cluster);
    }

    void run() {
        rounds++;
        connect();
        if (rounds % ROUNDS_PER_SECOND == 0) {
            pingByChance();
        }
        boolean changed = watch();
        ClusterNode myself = state.myself();
        ClusterNode primary = myself.primary;
        if (myself.isReplica()
                && primary != null
                && primary.hasAddress()
                && !cluster.host().isReplicating()) {
            cluster.copy(primary);
        }
        cluster.manualFailover().checkTimeout();
        if (myself.isReplica()) {
            cluster.manualFailover().proceed();
            cluster.election().proceed();
            if (orphanedPrimaries > 0
                    && mostReplicas >= 2
                    && myPrimarysReplicas == mostReplicas
                    && cluster.settings().allowReplicaMigration()) {
                migration.consider(mostReplicas);
            }
        }
        if (changed || !state.ok) {
            cluster.evaluation().update();
        }
    }

    // ---- connections ----

    private void connect() {
        long now = cluster.now();
        long handshakeMillis =
                Math.max(SHORTEST_HANDSHAKE_MILLIS, cluster.settings().nodeTimeoutMillis());
        for (ClusterNode node : state.nodes().toArray(new ClusterNode[0])) {
            limit(node.link);
            limit(node.inboundLink);
            if (node.has(NodeFlags.MYSELF | NodeFlags.NO_ADDRESS)) {
                continue;
            }
            if (node.isInHandshake() && now - node.createdAtMillis() > handshakeMillis) {
                state.remove(node);
            } else if (node.link == null) {
                connect(node);
            }
        }
    }

    private void connect(ClusterNode node) {
        ClusterLink link = new ClusterLink(node, cluster.now());
        node.link = link;
        link.connection = cluster.host().connect(link, node.ip, node.busPort);
    }

    private void limit(@Nullable ClusterLink link) {
        long most = cluster.settings().linkSendBufferLimit();
        if (link == null || most == 0 || Long.compareUnsigned(link.queuedBytes(), most) <= 0) {
            return;
        }
        ClusterNode node = link.node();
        cluster.log()
                .warning("Freeing cluster link(" + (link.isInbound() ? "from" : "to") + " node "
                        + (node == null ? "" : node.id()) + ", used memory: " + link.queuedBytes()
                        + ") due to exceeding send buffer memory limit.");
        link.close();
        state.statistics().linksOverLimit++;
    }

    // ---- pings ----

    private void pingByChance() {
        ClusterNode oldest = null;
        for (int i = 0; i < PING_CANDIDATES; i++) {
            ClusterNode node = state.randomNode(cluster.random());
            boolean mayBePinged =
                    node.link != null && node.pingSentMillis == 0 && !node.has(NodeFlags.MYSELF | NodeFlags.HANDSHAKE);
            if (mayBePinged && (oldest == null || oldest.pongReceivedMillis > node.pongReceivedMillis)) {
                oldest = node;
            }
        }
        if (oldest != null && oldest.link != null) {
            cluster.outbox().ping(oldest.link, MessageType.PING);
        }
    }

    /** Looks at each node. Returns true if one is suspected from now on. */
    private boolean watch() {
        orphanedPrimaries = 0;
        mostReplicas = 0;
        myPrimarysReplicas = 0;
        boolean changed = false;
        for (ClusterNode node : state.nodes()) {
            if (!node.has(NodeFlags.MYSELF | NodeFlags.NO_ADDRESS | NodeFlags.HANDSHAKE)) {
                countReplicas(node);
                changed |= watch(node);
            }
        }
        return changed;
    }

    private void countReplicas(ClusterNode node) {
        ClusterNode myself = state.myself();
        if (!myself.isReplica() || !node.isPrimary() || node.isFailed()) {
            return;
        }
        int working = node.workingReplicas();
        if (working == 0 && !node.slots().isEmpty() && node.has(NodeFlags.MIGRATE_TO)) {
            orphanedPrimaries++;
        }
        mostReplicas = Math.max(mostReplicas, working);
        if (myself.primary == node) {
            myPrimarysReplicas = working;
        }
    }

    private boolean watch(ClusterNode node) {
        long now = cluster.now();
        long timeout = cluster.settings().nodeTimeoutMillis();
        long pingDelay = now - node.pingSentMillis;
        long dataDelay = now - node.dataReceivedMillis;
        ClusterLink link = node.link;
        if (link != null
                && now - link.createdAtMillis() > timeout
                && node.pingSentMillis != 0
                && pingDelay > timeout / 2
                && dataDelay > timeout / 2) {
            // The node may be well and only the connection dead.
            link.close();
            link = null;
        }
        long configured = cluster.settings().pingIntervalMillis();
        long interval = configured == 0 ? timeout / 2 : configured;
        boolean isSilent = node.pingSentMillis == 0 && now - node.pongReceivedMillis > interval;
        boolean waitsForPause =
                state.myself().isPrimary() && cluster.manualFailover().isSuccessor(node);
        if (link != null && (isSilent || waitsForPause)) {
            cluster.outbox().ping(link, MessageType.PING);
            return false;
        }
        // Whatever comes shows that it lives: pongs may be late when much is published.
        return node.pingSentMillis != 0
                && Math.min(pingDelay, dataDelay) > timeout
                && cluster.failures().suspect(node);
    }
}
