package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** One end of a connection between simulated nodes. */
final class SimulatedConnection implements BusConnection {
    private final SimulatedNetwork network;
    private final SimulatedNode owner;
    private @Nullable ClusterLink link;
    private @Nullable SimulatedConnection peer;
    private long lastArrivalMillis;
    private long queuedBytes;
    private boolean closed;

    SimulatedConnection(SimulatedNetwork network, SimulatedNode owner) {
        this.network = network;
        this.owner = owner;
        owner.opened(this);
    }

    void link(ClusterLink of) {
        link = of;
    }

    /** Comes to the node that it was opened to. Who is cut off does not answer, who is down refuses. */
    void arrive(SimulatedNode target) {
        if (closed || !network.canReach(owner, target)) {
            return;
        }
        if (!target.isUp()) {
            lost();
            return;
        }
        SimulatedConnection other = new SimulatedConnection(network, target);
        other.peer = this;
        peer = other;
        target.act(node -> other.link(node.accepted(other)));
        ClusterLink mine = link;
        if (mine != null) {
            owner.act(node -> node.linkConnected(mine));
        }
    }

    @Override
    public void send(byte[] message) {
        SimulatedConnection to = peer;
        if (closed || to == null || network.loses()) {
            return;
        }
        lastArrivalMillis = Math.max(lastArrivalMillis, network.nowMillis() + network.delayMillis());
        network.after(lastArrivalMillis - network.nowMillis(), () -> to.receive(this, message));
    }

    private void receive(SimulatedConnection from, byte[] message) {
        ClusterLink mine = link;
        if (!closed && mine != null && network.canReach(from.owner, owner)) {
            owner.act(node -> node.messageReceived(mine, message));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        owner.closed(this);
        SimulatedConnection other = peer;
        if (other != null) {
            network.after(network.delayMillis(), () -> {
                if (network.canReach(owner, other.owner)) {
                    other.lost();
                }
            });
        }
    }

    private void lost() {
        ClusterLink mine = link;
        if (!closed && mine != null) {
            owner.act(node -> node.linkLost(mine));
        }
    }

    @Override
    public String localIp() {
        return owner.ip();
    }

    @Override
    public String remoteIp() {
        SimulatedConnection other = peer;
        return other == null ? "" : other.owner.ip();
    }

    void queued(long bytes) {
        queuedBytes = bytes;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }
}
