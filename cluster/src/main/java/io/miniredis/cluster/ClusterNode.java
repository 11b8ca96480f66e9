package io.miniredis.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of a node, itself included (clusterNode).
 *
 * <p>Times are milliseconds since 1970-01-01 UTC, 0 for never. Who wants to change something outside this package asks
 * {@link Cluster}.
 */
public final class ClusterNode {
    /** The length of ids, of nodes and of shards, in hexadecimal digits. */
    public static final int ID_LENGTH = 40;

    /** How long a chain of replicas of replicas is followed. */
    private static final int MOST_STEPS = 8;

    private final long createdAtMillis;
    private final SlotSet slots = new SlotSet();
    private final List<ClusterNode> replicas = new ArrayList<>();
    private final FailureReports failureReports = new FailureReports();
    private String id;
    String shardId;
    int flags;
    long configEpoch;

    @Nullable
    ClusterNode primary;

    String ip = "";
    String hostname = "";
    String humanName = "";
    int tcpPort;
    int tlsPort;
    int busPort;

    @Nullable
    ClusterLink link;

    @Nullable
    ClusterLink inboundLink;

    long pingSentMillis;
    long pongReceivedMillis;
    long dataReceivedMillis;
    long failedAtMillis;
    /** When this node last voted for a replica of it. */
    long votedAtMillis;
    /** Since when it has slots but no working replica. */
    long orphanedAtMillis;

    long replicationOffset;
    /** The number of the last message that told of it, so that no message tells twice. */
    long lastInGossip;

    ClusterNode(String id, String shardId, int flags, long nowMillis) {
        this.id = id;
        this.shardId = shardId;
        this.flags = flags;
        this.createdAtMillis = nowMillis;
    }

    /** 40 characters, digits or small letters; by chance until the handshake is over. */
    public String id() {
        return id;
    }

    /** Only the table of nodes may do this: it knows nodes by their ids. */
    void id(String newId) {
        id = newId;
    }

    /** The id that a primary and its replicas share. */
    public String shardId() {
        return shardId;
    }

    /** An IP address; empty if it is not known. */
    public String ip() {
        return ip;
    }

    /** Where clients are served without encryption; 0 if nowhere. */
    public int tcpPort() {
        return tcpPort;
    }

    /** Where clients are served with encryption; 0 if nowhere. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Where clients are served. */
    public int port(boolean encrypted) {
        return encrypted ? tlsPort : tcpPort;
    }

    public int busPort() {
        return busPort;
    }

    /** {@code cluster-announce-hostname}; empty if it has none. */
    public String hostname() {
        return hostname;
    }

    /** {@code cluster-announce-human-nodename}; empty if it has none. */
    public String humanName() {
        return humanName;
    }

    /** Bits of {@link NodeFlags}. */
    public int flags() {
        return flags;
    }

    boolean has(int anyOfFlags) {
        return (flags & anyOfFlags) != 0;
    }

    void set(int newFlags) {
        flags |= newFlags;
    }

    void clear(int oldFlags) {
        flags &= ~oldFlags;
    }

    public boolean isMyself() {
        return has(NodeFlags.MYSELF);
    }

    public boolean isPrimary() {
        return has(NodeFlags.PRIMARY);
    }

    public boolean isReplica() {
        return has(NodeFlags.REPLICA);
    }

    public boolean isInHandshake() {
        return has(NodeFlags.HANDSHAKE);
    }

    /** True if most primaries do not reach it. */
    public boolean isFailed() {
        return has(NodeFlags.FAILED);
    }

    /** True if this node does not reach it. */
    public boolean isSuspected() {
        return has(NodeFlags.SUSPECTED);
    }

    public boolean hasAddress() {
        return !has(NodeFlags.NO_ADDRESS);
    }

    /** True if it is this node or there is a connection to it, or an attempt at one. */
    public boolean isConnected() {
        return link != null || isMyself();
    }

    /** The version of its slots that it was last heard to claim; unsigned. */
    public long configEpoch() {
        return configEpoch;
    }

    /** As {@link #configEpoch()}; of a replica, its primary's. */
    public long effectiveConfigEpoch() {
        ClusterNode of = primary;
        return isReplica() && of != null ? of.configEpoch : configEpoch;
    }

    /** What it serves. Not to be changed. */
    public SlotSet slots() {
        return slots;
    }

    /** Whom it replicates; null for a primary, or if that is not known. */
    public @Nullable ClusterNode primary() {
        return primary;
    }

    /**
     * The primary of its shard: itself, if it is one. For a moment replicas may have replicas, and after takeovers even
     * each other: then it is one of these, where Redis would look for ever.
     */
    public ClusterNode shardPrimary() {
        ClusterNode node = this;
        for (int steps = 0; steps < MOST_STEPS && node.primary != null; steps++) {
            node = node.primary;
        }
        return node;
    }

    /** In the order in which they came. */
    public List<ClusterNode> replicas() {
        return Collections.unmodifiableList(replicas);
    }

    boolean addReplica(ClusterNode replica) {
        if (replicas.contains(replica)) {
            return false;
        }
        replicas.add(replica);
        set(NodeFlags.MIGRATE_TO);
        return true;
    }

    void removeReplica(ClusterNode replica) {
        if (replicas.remove(replica) && replicas.isEmpty()) {
            clear(NodeFlags.MIGRATE_TO);
        }
    }

    int workingReplicas() {
        int working = 0;
        for (ClusterNode replica : replicas) {
            if (!replica.isFailed()) {
                working++;
            }
        }
        return working;
    }

    /** When a ping was sent that is not answered yet. */
    public long pingSentMillis() {
        return pingSentMillis;
    }

    /** When it was last known to answer. */
    public long pongReceivedMillis() {
        return pongReceivedMillis;
    }

    public long failedAtMillis() {
        return failedAtMillis;
    }

    /** How far it is in the stream of changes, as it said last, in bytes. */
    public long replicationOffset() {
        return replicationOffset;
    }

    long createdAtMillis() {
        return createdAtMillis;
    }

    FailureReports failureReports() {
        return failureReports;
    }

    /** The connection that this node opened to it. */
    public @Nullable ClusterLink link() {
        return link;
    }

    /** The connection that it opened to this node. */
    public @Nullable ClusterLink inboundLink() {
        return inboundLink;
    }

    /** Id and human name as log lines have them. */
    String logName() {
        return id + " (" + humanName + ")";
    }

    @Override
    public String toString() {
        return "ClusterNode[" + id.substring(0, 8) + "… " + ip + ":" + tcpPort + "@" + busPort + " "
                + NodeFlags.names(flags) + " epoch " + configEpoch + ", " + slots.size() + " slots]";
    }
}
