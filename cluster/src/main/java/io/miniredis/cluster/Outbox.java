package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this node says to others (clusterSend… and clusterBroadcast… in cluster.c). */
final class Outbox {
    /** How many nodes a message tells of at least, and which part of the cluster. */
    private static final int LEAST_GOSSIP = 3;

    private static final int GOSSIP_PART = 10;
    /** How often chance may pick a node in vain, for each that is to be told of. */
    private static final int TRIES = 3;

    private final Cluster cluster;
    private final ClusterState state;
    private long gossipRounds;

    Outbox(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    // ---- pings ----

    /** A connection stands: the first ping goes out at once, so that nobody takes the other node for failed. */
    void greet(ClusterLink link) {
        ClusterNode node = link.node();
        if (node == null) {
            return;
        }
        long unanswered = node.pingSentMillis;
        ping(link, node.has(NodeFlags.MEET) ? MessageType.MEET : MessageType.PING);
        if (unanswered != 0) {
            // It was not answered over the old connection either: that is how long the node is silent.
            node.pingSentMillis = unanswered;
        }
        node.clear(NodeFlags.MEET);
    }

    /** Sends PING, PONG or MEET, with gossip. */
    void ping(ClusterLink link, MessageType type) {
        ClusterNode node = link.node();
        if (!link.isInbound() && type == MessageType.PING && node != null) {
            node.pingSentMillis = cluster.now();
        }
        BusPayload gossip = new BusPayload.Gossip(gossip(), extensions());
        send(link, type, header().with(BusHeader.EXTENDED), gossip);
    }

    /**
     * Nodes by chance, a tenth of all. A node time-out sees four messages each way between any two nodes, thus in the
     * two time-outs for which a failure report is good each node hears of each other one from nearly all primaries. All
     * that this node suspects come in addition, for that has to be known soon.
     */
    private List<GossipEntry> gossip() {
        gossipRounds++;
        List<GossipEntry> entries = new ArrayList<>();
        int fresh = state.nodes().size() - 2;
        int wanted = Math.min(Math.max(LEAST_GOSSIP, state.nodes().size() / GOSSIP_PART), fresh);
        for (int tries = wanted * TRIES; fresh > 0 && entries.size() < wanted && tries > 0; tries--) {
            ClusterNode node = state.randomNode(cluster.random());
            if (node.isMyself() || node.isSuspected()) {
                continue;
            }
            boolean worthless = node.link == null && node.slots().isEmpty();
            if (node.has(NodeFlags.HANDSHAKE | NodeFlags.NO_ADDRESS) || worthless) {
                fresh--;
            } else if (node.lastInGossip != gossipRounds) {
                node.lastInGossip = gossipRounds;
                entries.add(entry(node));
                fresh--;
            }
        }
        for (ClusterNode node : state.nodes()) {
            if (node.isSuspected() && !node.has(NodeFlags.HANDSHAKE | NodeFlags.NO_ADDRESS)) {
                entries.add(entry(node));
            }
        }
        return entries;
    }

    private GossipEntry entry(ClusterNode node) {
        boolean encrypted = cluster.settings().encryptsBus();
        return new GossipEntry(
                node.id(),
                (int) (node.pingSentMillis / 1_000),
                (int) (node.pongReceivedMillis / 1_000),
                node.ip,
                node.port(encrypted),
                node.busPort,
                node.flags,
                node.port(!encrypted));
    }

    private List<PingExtension> extensions() {
        ClusterNode myself = state.myself();
        List<PingExtension> extensions = new ArrayList<>(1);
        if (!myself.hostname.isEmpty()) {
            extensions.add(new PingExtension.Hostname(myself.hostname));
        }
        if (!myself.humanName.isEmpty()) {
            extensions.add(new PingExtension.HumanName(myself.humanName));
        }
        cluster.forgotten()
                .forEach(cluster.now(), (id, seconds) -> extensions.add(new PingExtension.ForgottenNode(id, seconds)));
        extensions.add(new PingExtension.ShardId(myself.shardId));
        return extensions;
    }

    /** News about this node, to all that it knows. */
    void broadcastPong() {
        for (ClusterNode node : state.nodes()) {
            if (!node.isMyself() && !node.isInHandshake()) {
                pong(node);
            }
        }
    }

    /** News about this node, to the replicas of its shard. */
    void pongShard() {
        ClusterNode myself = state.myself();
        for (ClusterNode node : state.nodes()) {
            ClusterNode primary = node.primary;
            boolean ofMyShard = node.isReplica() && primary != null && (primary == myself || primary == myself.primary);
            if (ofMyShard && !node.isMyself() && !node.isInHandshake()) {
                pong(node);
            }
        }
    }

    private void pong(ClusterNode node) {
        ClusterLink link = node.link;
        if (link != null) {
            ping(link, MessageType.PONG);
        }
    }

    // ---- other messages ----

    /** That node has failed. */
    void fail(ClusterNode node) {
        broadcast(MessageType.FAIL, header(), new BusPayload.Failure(node.id()));
    }

    /** Tells a node who serves what it thinks to serve. */
    void update(ClusterNode to, ClusterNode owner) {
        BusPayload update = new BusPayload.SlotUpdate(owner.configEpoch, owner.id(), state.claimedSlots(owner));
        send(to.link, MessageType.UPDATE, header(), update);
    }

    /**
     * Asks all primaries to vote for this replica.
     *
     * @param manual true though its primary works
     */
    void requestVotes(boolean manual) {
        BusHeader header = manual ? header().with(BusHeader.FORCE_ACK) : header();
        broadcast(MessageType.FAILOVER_AUTH_REQUEST, header, new BusPayload.Empty());
    }

    void vote(ClusterNode replica) {
        send(replica.link, MessageType.FAILOVER_AUTH_ACK, header(), new BusPayload.Empty());
    }

    /** Asks this replica's primary to let its clients wait. */
    void requestPause(ClusterNode primary) {
        send(primary.link, MessageType.MFSTART, header(), new BusPayload.Empty());
    }

    void publish(ByteString channel, ByteString message, boolean sharded) {
        BusPayload publication = new BusPayload.Publication(channel, message);
        if (!sharded) {
            broadcast(MessageType.PUBLISH, header(), publication);
            return;
        }
        byte[] bytes = BusEncoder.encode(new BusMessage(MessageType.PUBLISHSHARD, header(), publication));
        for (ClusterNode node : state.shardOf(state.myself())) {
            sendUnlessNew(node, MessageType.PUBLISHSHARD, bytes);
        }
    }

    // ---- sending ----

    private void broadcast(MessageType type, BusHeader header, BusPayload payload) {
        byte[] bytes = BusEncoder.encode(new BusMessage(type, header, payload));
        for (ClusterNode node : state.nodes()) {
            sendUnlessNew(node, type, bytes);
        }
    }

    private void sendUnlessNew(ClusterNode node, MessageType type, byte[] bytes) {
        if (!node.has(NodeFlags.MYSELF | NodeFlags.HANDSHAKE)) {
            send(node.link, type, bytes);
        }
    }

    private void send(@Nullable ClusterLink link, MessageType type, BusHeader header, BusPayload payload) {
        if (link != null) {
            send(link, type, BusEncoder.encode(new BusMessage(type, header, payload)));
        }
    }

    private void send(@Nullable ClusterLink link, MessageType type, byte[] bytes) {
        if (link != null) {
            state.statistics().countSent(type);
            link.send(bytes);
        }
    }

    /** What this node says of itself; a replica, of its primary's slots. */
    private BusHeader header() {
        ClusterNode myself = state.myself();
        ClusterNode primary = myself.primary;
        ClusterNode serving = myself.isReplica() && primary != null ? primary : myself;
        ClusterSettings settings = cluster.settings();
        boolean encrypted = settings.encryptsBus();
        boolean pauses = myself.isPrimary() && cluster.manualFailover().isInProgress();
        String ip = settings.announcedIp();
        return new BusHeader(
                state.currentEpoch,
                serving.configEpoch,
                cluster.host().replicationOffset(),
                myself.id(),
                serving.slots(),
                primary == null ? "" : primary.id(),
                ip == null ? "" : ip,
                encrypted ? settings.announcedTlsPort() : settings.announcedTcpPort(),
                encrypted ? settings.announcedTcpPort() : settings.announcedTlsPort(),
                settings.announcedBusPort(),
                myself.flags,
                state.ok,
                pauses ? BusHeader.PAUSED : 0);
    }
}
