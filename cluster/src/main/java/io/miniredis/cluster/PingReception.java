package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * PING, PONG and MEET: who the sender is and where, what it is, what it serves, and what it has heard of others. All of
 * it comes in each of them, in the order of the methods here.
 */
final class PingReception {
    private final Cluster cluster;
    private final ClusterState state;
    private final SlotClaims claims;
    private final GossipReception gossip;

    PingReception(Cluster cluster, SlotClaims claims) {
        this.cluster = cluster;
        this.state = cluster.state();
        this.claims = claims;
        this.gossip = new GossipReception(cluster);
    }

    void receive(MessageType type, ClusterLink link, @Nullable ClusterNode sender, BusMessage message) {
        BusHeader header = message.header();
        if (type != MessageType.PONG) {
            answer(type, link, sender, message);
        }
        if (!link.isInbound() && !isFromExpected(link, sender, header)) {
            return;
        }
        if (sender != null) {
            sender.clear(NodeFlags.NO_FAILOVER);
            sender.set(header.flags() & NodeFlags.NO_FAILOVER);
            if (type == MessageType.PING && !sender.isInHandshake() && moved(sender, link, header)) {
                cluster.duties().save();
                cluster.duties().updateState();
            }
        }
        ClusterNode linked = link.node();
        if (!link.isInbound() && type == MessageType.PONG && linked != null) {
            linked.pongReceivedMillis = cluster.now();
            linked.pingSentMillis = 0;
            cluster.failures().heardOf(linked);
        }
        if (sender != null) {
            followRole(sender, header);
            followSlots(sender, header);
            gossip.receive(link, message);
        }
    }

    // ---- the sender ----

    private void answer(MessageType type, ClusterLink link, @Nullable ClusterNode sender, BusMessage message) {
        if (type == MessageType.MEET || state.myself().ip.isEmpty()) {
            findOwnAddress(link);
        }
        if (sender == null && type == MessageType.MEET) {
            introduce(link, message.header());
            gossip.receiveEntries(link, message);
        }
        cluster.outbox().ping(link, MessageType.PONG);
    }

    /** Who sends MEET reaches this node under an address that is good for others, too. */
    private void findOwnAddress(ClusterLink link) {
        BusConnection connection = link.connection();
        if (cluster.settings().announcedIp() != null || connection == null) {
            return;
        }
        String ip = connection.localIp();
        ClusterNode myself = state.myself();
        if (!ip.isEmpty() && !ip.equals(myself.ip)) {
            myself.ip = ip;
            cluster.log().notice("IP address for this node updated to " + ip);
            cluster.duties().save();
        }
    }

    /** A stranger says MEET. He is what he says only when he answers under his address. */
    private void introduce(ClusterLink link, BusHeader header) {
        ClusterNode node = cluster.newNode(cluster.newId(), NodeFlags.HANDSHAKE);
        node.ip = ipOf(link, header);
        setPorts(node, header);
        state.add(node);
        cluster.duties().save();
    }

    private static String ipOf(ClusterLink link, BusHeader header) {
        BusConnection connection = link.connection();
        return !header.ip().isEmpty() || connection == null ? header.ip() : connection.remoteIp();
    }

    private void setPorts(ClusterNode node, BusHeader header) {
        boolean encrypted = cluster.settings().encryptsBus();
        node.tcpPort = header.tcpPort(encrypted);
        node.tlsPort = header.tlsPort(encrypted);
        node.busPort = header.busPort();
    }

    /** Ends a handshake. False, and the link is closed, if it leads to somebody else than expected. */
    private boolean isFromExpected(ClusterLink link, @Nullable ClusterNode sender, BusHeader header) {
        ClusterNode node = link.node();
        if (node == null) {
            return false;
        }
        if (node.isInHandshake()) {
            return endHandshake(link, node, sender, header);
        }
        if (node.id().equals(header.sender())) {
            return true;
        }
        node.set(NodeFlags.NO_ADDRESS);
        node.ip = "";
        node.tcpPort = 0;
        node.tlsPort = 0;
        node.busPort = 0;
        link.close();
        cluster.duties().save();
        return false;
    }

    private boolean endHandshake(ClusterLink link, ClusterNode node, @Nullable ClusterNode sender, BusHeader header) {
        if (sender != null) {
            cluster.log()
                    .verbose("Handshake: we already know node " + sender.logName()
                            + ", updating the address if needed.");
            if (moved(sender, link, header)) {
                cluster.duties().save();
                cluster.duties().updateState();
            }
            state.remove(node);
            return false;
        }
        if (!NodeIds.isValid(header.sender())) {
            link.close();
            return false;
        }
        state.rename(node, header.sender());
        node.clear(NodeFlags.HANDSHAKE);
        node.set(header.flags() & (NodeFlags.PRIMARY | NodeFlags.REPLICA));
        cluster.duties().save();
        return true;
    }

    /** The sender may have another address than it had (nodeUpdateAddressIfNeeded). Returns true if so. */
    private boolean moved(ClusterNode sender, ClusterLink link, BusHeader header) {
        if (link == sender.link) {
            return false;
        }
        String ip = ipOf(link, header);
        boolean encrypted = cluster.settings().encryptsBus();
        boolean same = sender.tcpPort == header.tcpPort(encrypted)
                && sender.tlsPort == header.tlsPort(encrypted)
                && sender.busPort == header.busPort()
                && sender.ip.equals(ip);
        if (same || ip.isEmpty()) {
            return false;
        }
        sender.ip = ip;
        setPorts(sender, header);
        ClusterLink old = sender.link;
        if (old != null) {
            old.close();
        }
        sender.clear(NodeFlags.NO_ADDRESS);
        cluster.log()
                .notice("Address updated for node " + sender.logName() + ", now " + ip + ":" + sender.port(encrypted));
        if (state.myself().isReplica() && state.myself().primary == sender) {
            cluster.copy(sender);
        }
        return true;
    }

    // ---- its role ----

    private void followRole(ClusterNode sender, BusHeader header) {
        if (header.primary().isEmpty()) {
            cluster.becomePrimary(sender);
            return;
        }
        if (sender.isPrimary()) {
            state.unassignAll(sender);
            sender.clear(NodeFlags.PRIMARY | NodeFlags.MIGRATE_TO);
            sender.set(NodeFlags.REPLICA);
            cluster.duties().save();
            cluster.duties().updateState();
        }
        ClusterNode primary = state.node(header.primary());
        ClusterNode before = sender.primary;
        if (primary != null && before != primary) {
            if (before != null) {
                before.removeReplica(sender);
            }
            primary.addReplica(sender);
            sender.primary = primary;
            cluster.moveToShard(sender, primary.shardId);
            cluster.duties().save();
        }
    }

    // ---- its slots ----

    private void followSlots(ClusterNode sender, BusHeader header) {
        ClusterNode serving = sender.isPrimary() ? sender : sender.primary;
        if (serving != null && !serving.slots().equals(header.slots())) {
            if (sender.isPrimary()) {
                claims.claimed(sender, header.configEpoch(), header.slots());
            }
            correct(sender, header);
        }
        if (state.myself().isPrimary() && sender.isPrimary() && header.configEpoch() == state.myself().configEpoch) {
            cluster.epochs().settle(sender);
        }
    }

    /**
     * The sender claims a slot that somebody else has with a higher epoch, and who that is may not be able to tell it.
     * Say a primary was cut off, its replica promoted and then cut off itself: when the old primary comes back, only
     * others know better.
     */
    private void correct(ClusterNode sender, BusHeader header) {
        SlotSet claimed = header.slots().minus(sender.slots());
        for (int slot = claimed.next(0); slot < HashSlot.COUNT; slot = claimed.next(slot + 1)) {
            ClusterNode owner = state.owner(slot);
            if (owner == null || state.isUnclaimed(slot)) {
                continue;
            }
            if (Long.compareUnsigned(owner.configEpoch, header.configEpoch()) > 0) {
                cluster.log()
                        .verbose("Node " + sender.id()
                                + " has old slots configuration, sending an UPDATE message about " + owner.id());
                cluster.outbox().update(sender, owner);
                return;
            }
        }
    }
}
