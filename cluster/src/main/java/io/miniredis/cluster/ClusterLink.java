package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A connection with another node (clusterLink). Each pair of nodes has two: one opened by each, and each node speaks
 * first on its own and answers on the other's.
 */
public final class ClusterLink {
    private final long createdAtMillis;
    private final boolean inbound;

    @Nullable
    ClusterNode node;

    @Nullable
    BusConnection connection;

    ClusterLink(@Nullable ClusterNode node, long nowMillis) {
        this.node = node;
        this.inbound = node == null;
        this.createdAtMillis = nowMillis;
    }

    /** True if the other node opened it. */
    public boolean isInbound() {
        return inbound;
    }

    /** Whom it leads to; null while that is not known. */
    public @Nullable ClusterNode node() {
        return node;
    }

    /** Milliseconds since 1970-01-01 UTC. */
    public long createdAtMillis() {
        return createdAtMillis;
    }

    /** What waits to be sent, in bytes of memory. */
    public long queuedBytes() {
        BusConnection present = connection;
        return present == null ? 0 : present.queuedBytes();
    }

    /** True if something waits to be sent. */
    public boolean isSending() {
        BusConnection present = connection;
        return present != null && present.isSending();
    }

    /** What carries it; null once it is closed. */
    public @Nullable BusConnection connection() {
        return connection;
    }

    void send(byte[] message) {
        BusConnection present = connection;
        if (present != null) {
            present.send(message);
        }
    }

    /** Closes it, and lets its node forget it (freeClusterLink). */
    void close() {
        BusConnection present = connection;
        connection = null;
        if (present != null) {
            present.close();
        }
        ClusterNode of = node;
        if (of != null) {
            if (of.link == this) {
                of.link = null;
            } else if (of.inboundLink == this) {
                of.inboundLink = null;
            }
        }
    }

    @Override
    public String toString() {
        return "ClusterLink[" + (inbound ? "from " : "to ") + node + "]";
    }
}
