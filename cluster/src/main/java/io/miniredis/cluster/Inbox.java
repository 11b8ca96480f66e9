package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** What others say to this node (clusterProcessPacket). */
final class Inbox {
    private final Cluster cluster;
    private final ClusterState state;
    private final PingReception pings;
    private final Voting voting;
    private final SlotClaims claims;
    private @Nullable MessageType dropped;

    Inbox(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
        this.claims = new SlotClaims(cluster);
        this.pings = new PingReception(cluster, claims);
        this.voting = new Voting(cluster);
    }

    void drop(@Nullable MessageType type) {
        dropped = type;
    }

    void receive(ClusterLink link, byte[] bytes) {
        MessageType type = BusDecoder.type(bytes);
        if (type != null) {
            state.statistics().countReceived(type);
            if (type == dropped) {
                cluster.log().warning("Dropping packet that matches debug drop filter");
                return;
            }
        }
        BusMessage message;
        try {
            message = BusDecoder.decode(bytes);
        } catch (BusFormatException e) {
            String text = String.valueOf(e.getMessage());
            if (!text.isEmpty()) {
                cluster.log().warning(text);
            }
            return;
        }
        if (type == null) {
            cluster.log().warning("Received unknown packet type: " + message.typeCode());
        }
        ClusterNode sender = sender(link, message.header());
        if (sender != null) {
            sender.dataReceivedMillis = cluster.now();
            if (!sender.isInHandshake()) {
                learn(sender, message.header());
            }
        }
        if (type != null) {
            dispatch(type, link, sender, message);
        }
    }

    /** Who speaks: whom the link leads to, unless his id is not known yet; null if he is not known at all. */
    private @Nullable ClusterNode sender(ClusterLink link, BusHeader header) {
        ClusterNode linked = link.node();
        if (linked != null && !linked.isInHandshake()) {
            return linked;
        }
        ClusterNode sender = state.node(header.sender());
        if (sender != null && linked == null) {
            adopt(link, sender);
        }
        return sender;
    }

    /** A connection that was accepted turns out to be that node's; one that it had before is dead. */
    private static void adopt(ClusterLink link, ClusterNode sender) {
        ClusterLink before = sender.inboundLink;
        if (before != null) {
            before.close();
        }
        sender.inboundLink = link;
        link.node = sender;
    }

    private void learn(ClusterNode sender, BusHeader header) {
        if (Long.compareUnsigned(header.currentEpoch(), state.currentEpoch) > 0) {
            state.currentEpoch = header.currentEpoch();
        }
        if (Long.compareUnsigned(header.configEpoch(), sender.configEpoch) > 0) {
            sender.configEpoch = header.configEpoch();
            cluster.duties().saveDurably();
        }
        sender.replicationOffset = header.offset();
        ClusterNode myself = state.myself();
        if (myself.isReplica() && myself.primary == sender && header.has(BusHeader.PAUSED)) {
            cluster.manualFailover().primaryPaused(header.offset());
        }
    }

    private void dispatch(MessageType type, ClusterLink link, @Nullable ClusterNode sender, BusMessage message) {
        if (type.hasGossip()) {
            pings.receive(type, link, sender, message);
        } else if (sender == null) {
            if (message.payload() instanceof BusPayload.Failure failure) {
                cluster.log()
                        .notice("Ignoring FAIL message from unknown node "
                                + message.header().sender() + " about " + failure.nodeId());
            }
        } else if (message.payload() instanceof BusPayload.Failure failure) {
            failed(sender, failure);
        } else if (message.payload() instanceof BusPayload.Publication publication) {
            cluster.host().deliver(publication.channel(), publication.message(), type == MessageType.PUBLISHSHARD);
        } else if (message.payload() instanceof BusPayload.SlotUpdate update) {
            updated(update);
        } else if (type == MessageType.FAILOVER_AUTH_REQUEST) {
            voting.requested(sender, message.header());
        } else if (type == MessageType.FAILOVER_AUTH_ACK) {
            cluster.election().voted(sender, message.header().currentEpoch());
        } else if (type == MessageType.MFSTART && sender.primary == state.myself()) {
            cluster.manualFailover().requested(sender);
            cluster.outbox().ping(link, MessageType.PING);
        }
    }

    private void failed(ClusterNode sender, BusPayload.Failure failure) {
        ClusterNode node = state.node(failure.nodeId());
        if (node != null) {
            cluster.failures().declaredBy(sender, node);
        }
    }

    /** Somebody tells of a primary's slots, mostly because this node claims some of them, too, and is behind. */
    private void updated(BusPayload.SlotUpdate update) {
        ClusterNode node = state.node(update.nodeId());
        if (node == null || Long.compareUnsigned(node.configEpoch, update.configEpoch()) >= 0) {
            return;
        }
        if (node.isReplica()) {
            cluster.becomePrimary(node);
        }
        node.configEpoch = update.configEpoch();
        cluster.duties().saveDurably();
        claims.claimed(node, update.configEpoch(), update.slots());
    }
}
