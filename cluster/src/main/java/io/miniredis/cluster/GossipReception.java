package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** What a known node says of third ones (clusterProcessGossipSection), and of itself beyond the header. */
final class GossipReception {
    /** How far clocks of nodes may differ. */
    private static final long CLOCK_TOLERANCE_MILLIS = 500;

    private static final int UNREACHABLE = NodeFlags.FAILED | NodeFlags.SUSPECTED;

    private final Cluster cluster;
    private final ClusterState state;

    GossipReception(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    void receive(ClusterLink link, BusMessage message) {
        receiveEntries(link, message);
        ClusterNode sender = sender(link, message.header());
        if (sender != null && message.payload() instanceof BusPayload.Gossip gossip) {
            extensions(sender, gossip);
        }
    }

    private @Nullable ClusterNode sender(ClusterLink link, BusHeader header) {
        ClusterNode linked = link.node();
        return linked != null ? linked : state.node(header.sender());
    }

    // ---- others ----

    void receiveEntries(ClusterLink link, BusMessage message) {
        ClusterNode sender = sender(link, message.header());
        if (sender == null || !(message.payload() instanceof BusPayload.Gossip gossip)) {
            return;
        }
        for (GossipEntry entry : gossip.entries()) {
            ClusterNode node = state.node(entry.id());
            if (node != null) {
                known(node, entry, sender);
            } else if (!entry.has(NodeFlags.NO_ADDRESS)
                    && NodeIds.isValid(entry.id())
                    && !cluster.forgotten().contains(entry.id(), cluster.now())) {
                // Believed as it is: under that address may be somebody of another cluster by now, who would be met.
                ClusterNode added = cluster.newNode(entry.id(), entry.flags());
                setAddress(added, entry);
                state.add(added);
                state.addToShard(added);
            }
        }
    }

    private void known(ClusterNode node, GossipEntry entry, ClusterNode sender) {
        boolean reachable = !entry.has(UNREACHABLE);
        if (sender.isPrimary() && !node.isMyself()) {
            if (reachable) {
                cluster.failures().cleared(node, sender);
            } else {
                cluster.failures().reported(node, sender);
            }
        }
        if (reachable && node.pingSentMillis == 0 && cluster.failures().reports(node) == 0) {
            // Somebody has heard of it: it need not be pinged so soon.
            long heard = entry.pongReceivedMillis();
            if (heard <= cluster.now() + CLOCK_TOLERANCE_MILLIS && heard > node.pongReceivedMillis) {
                node.pongReceivedMillis = heard;
            }
        }
        if (node.has(UNREACHABLE) && reachable && !entry.has(NodeFlags.NO_ADDRESS) && isElsewhere(node, entry)) {
            ClusterLink link = node.link;
            if (link != null) {
                link.close();
            }
            setAddress(node, entry);
            node.clear(NodeFlags.NO_ADDRESS);
        }
    }

    private boolean isElsewhere(ClusterNode node, GossipEntry entry) {
        boolean encrypted = cluster.settings().encryptsBus();
        return !node.ip.equalsIgnoreCase(entry.ip())
                || node.tlsPort != entry.tlsPort(encrypted)
                || node.tcpPort != entry.tcpPort(encrypted)
                || node.busPort != entry.busPort();
    }

    private void setAddress(ClusterNode node, GossipEntry entry) {
        boolean encrypted = cluster.settings().encryptsBus();
        node.ip = entry.ip();
        node.tcpPort = entry.tcpPort(encrypted);
        node.tlsPort = entry.tlsPort(encrypted);
        node.busPort = entry.busPort();
    }

    // ---- the sender ----

    private void extensions(ClusterNode sender, BusPayload.Gossip gossip) {
        String hostname = "";
        String humanName = "";
        String shard = sender.shardPrimary().shardId;
        for (PingExtension extension : gossip.extensions()) {
            if (extension instanceof PingExtension.Hostname name) {
                hostname = name.name();
            } else if (extension instanceof PingExtension.HumanName name) {
                humanName = name.name();
            } else if (extension instanceof PingExtension.ForgottenNode forgotten) {
                forget(forgotten);
            } else if (extension instanceof PingExtension.ShardId id && NodeIds.isValid(id.id())) {
                shard = id.id();
            } else if (extension instanceof PingExtension.Unknown unknown) {
                cluster.log().warning("Received unknown extension type " + unknown.type());
            }
        }
        if (state.node(sender.id()) == sender) {
            cluster.announcement().hostname(sender, hostname);
            cluster.announcement().humanName(sender, humanName);
            cluster.moveToShard(sender, shard);
        }
    }

    private void forget(PingExtension.ForgottenNode forgotten) {
        ClusterNode node = state.node(forgotten.id());
        ClusterNode myself = state.myself();
        if (node != null && node != myself && myself.primary != node) {
            cluster.forgotten().add(forgotten.id(), cluster.now(), forgotten.seconds());
            state.remove(node);
            cluster.duties().updateState();
            cluster.duties().save();
        }
    }
}
