package io.miniredis.cluster;

import io.miniredis.datastructures.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node sees it (clusterState): the nodes, whose each slot is, and how far the clocks of the
 * cluster, the epochs, have come.
 *
 * <p>Others see it a little differently; gossip makes them agree. Reading is for all; changes go through
 * {@link Cluster}.
 */
public final class ClusterState {
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final Map<String, ClusterNode> byId = new HashMap<>();
    private final Map<String, List<ClusterNode>> shards = new HashMap<>();
    private final @Nullable ClusterNode[] owners = new ClusterNode[HashSlot.COUNT];
    private final @Nullable ClusterNode[] migratingTo = new ClusterNode[HashSlot.COUNT];
    private final @Nullable ClusterNode[] importingFrom = new ClusterNode[HashSlot.COUNT];
    /** Slots on their way from this node, or to it. */
    private final SlotSet openSlots = new SlotSet();

    /**
     * Slots whose owner says it does not have them any more, before anybody else claims them: they stay with it, but
     * nobody is told that they are its.
     */
    private final SlotSet unclaimed = new SlotSet();

    private final BusStatistics statistics = new BusStatistics();
    private final SlotContents contents;
    private @Nullable ClusterNode myself;
    long currentEpoch;
    long lastVoteEpoch;
    boolean ok;
    int size;

    ClusterState(SlotContents contents) {
        this.contents = contents;
    }

    // ---- reading ----

    /** This node. */
    public ClusterNode myself() {
        ClusterNode node = myself;
        if (node == null) {
            throw new IllegalStateException("this node has no identity yet");
        }
        return node;
    }

    boolean hasMyself() {
        return myself != null;
    }

    /** All nodes, this one included. */
    public List<ClusterNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Null if there is no node of this id. */
    public @Nullable ClusterNode node(String id) {
        return byId.get(id);
    }

    /** The nodes of a node's shard, this one included; of one in handshake, none. */
    public List<ClusterNode> shardOf(ClusterNode node) {
        return Collections.unmodifiableList(shards.getOrDefault(node.shardId, List.of()));
    }

    /** Ids of shards with their nodes. */
    public Map<String, List<ClusterNode>> shards() {
        return Collections.unmodifiableMap(shards);
    }

    /** Whose a slot is; null if it is nobody's. */
    public @Nullable ClusterNode owner(int slot) {
        return owners[slot];
    }

    /** Where this node hands a slot over to; null if it does not. */
    public @Nullable ClusterNode migratingTo(int slot) {
        return migratingTo[slot];
    }

    /** Where this node takes a slot over from; null if it does not. */
    public @Nullable ClusterNode importingFrom(int slot) {
        return importingFrom[slot];
    }

    /** What this node hands over, and what it takes over. */
    SlotSet openSlots() {
        return openSlots;
    }

    /** True if commands are served: all slots are, as far as that is required, and most primaries are in reach. */
    public boolean isOk() {
        return ok;
    }

    /** How many primaries serve slots. */
    public int size() {
        return size;
    }

    /** How many of the primaries that serve slots must agree. */
    int quorum() {
        return size / 2 + 1;
    }

    /** The highest epoch heard of; unsigned. */
    public long currentEpoch() {
        return currentEpoch;
    }

    /** In which epoch this node last voted. */
    public long lastVoteEpoch() {
        return lastVoteEpoch;
    }

    public BusStatistics statistics() {
        return statistics;
    }

    boolean isUnclaimed(int slot) {
        return owners[slot] == null || unclaimed.contains(slot);
    }

    /** The highest epoch in sight (clusterGetMaxEpoch). */
    long highestEpoch() {
        long highest = currentEpoch;
        for (ClusterNode node : nodes) {
            highest = Long.compareUnsigned(node.configEpoch, highest) > 0 ? node.configEpoch : highest;
        }
        return highest;
    }

    ClusterNode randomNode(RandomSource random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    // ---- nodes ----

    void myself(ClusterNode node) {
        myself = node;
        node.set(NodeFlags.MYSELF);
    }

    void add(ClusterNode node) {
        nodes.add(node);
        byId.put(node.id(), node);
    }

    void addToShard(ClusterNode node) {
        List<ClusterNode> members = shards.computeIfAbsent(node.shardId, id -> new ArrayList<>());
        if (!members.contains(node)) {
            members.add(node);
        }
    }

    private void removeFromShard(ClusterNode node) {
        List<ClusterNode> members = shards.get(node.shardId);
        if (members != null && members.remove(node) && members.isEmpty()) {
            shards.remove(node.shardId);
        }
    }

    /** Returns false if it is in that shard already. */
    boolean moveToShard(ClusterNode node, String shardId) {
        if (node.shardId.equals(shardId)) {
            return false;
        }
        removeFromShard(node);
        node.shardId = shardId;
        addToShard(node);
        return true;
    }

    /** A node has told its id, or this one has got another. */
    void rename(ClusterNode node, String id) {
        byId.remove(node.id());
        node.id(id);
        byId.put(id, node);
        addToShard(node);
    }

    /**
     * Forgets a node and what it said; its slots are nobody's then, its replicas' primary is unknown (clusterDelNode).
     */
    void remove(ClusterNode node) {
        for (int slot = openSlots.next(0); slot < HashSlot.COUNT; slot = openSlots.next(slot + 1)) {
            if (importingFrom[slot] == node) {
                importingFrom(slot, null);
            }
            if (migratingTo[slot] == node) {
                migratingTo(slot, null);
            }
        }
        unassignAll(node);
        for (ClusterNode other : nodes) {
            other.failureReports().remove(node);
        }
        removeFromShard(node);
        for (ClusterNode replica : node.replicas()) {
            replica.primary = null;
        }
        ClusterNode primary = node.primary;
        if (node.isReplica() && primary != null) {
            primary.removeReplica(node);
        }
        nodes.remove(node);
        byId.remove(node.id());
        closeLinks(node);
    }

    private static void closeLinks(ClusterNode node) {
        ClusterLink link = node.link;
        if (link != null) {
            link.close();
        }
        ClusterLink inbound = node.inboundLink;
        if (inbound != null) {
            inbound.close();
        }
    }

    /** Forgets the shards; whoever stays is added again. */
    void clearShards() {
        shards.clear();
    }

    // ---- slots ----

    /** Gives a slot that is nobody's to a node. Returns false if it is somebody's. */
    boolean assign(int slot, ClusterNode node) {
        if (owners[slot] != null) {
            return false;
        }
        owners[slot] = node;
        node.slots().add(slot);
        // Its first slots make a primary one that replicas may come to, if the others have replicas to give.
        if (node.slots().size() == 1 && anyPrimaryHasReplicas()) {
            node.set(NodeFlags.MIGRATE_TO);
        }
        return true;
    }

    private boolean anyPrimaryHasReplicas() {
        for (ClusterNode node : nodes) {
            if (!node.isReplica() && !node.replicas().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Makes a slot nobody's. Returns false if it was. */
    boolean unassign(int slot) {
        ClusterNode owner = owners[slot];
        if (owner == null) {
            return false;
        }
        contents.unsubscribeChannels(slot);
        owner.slots().remove(slot);
        owners[slot] = null;
        unclaimed.remove(slot);
        return true;
    }

    void unassignAll(ClusterNode node) {
        SlotSet slots = node.slots();
        for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
            unassign(slot);
        }
    }

    void migratingTo(int slot, @Nullable ClusterNode node) {
        migratingTo[slot] = node;
        followOpen(slot);
    }

    void importingFrom(int slot, @Nullable ClusterNode node) {
        importingFrom[slot] = node;
        followOpen(slot);
    }

    private void followOpen(int slot) {
        if (migratingTo[slot] == null && importingFrom[slot] == null) {
            openSlots.remove(slot);
        } else {
            openSlots.add(slot);
        }
    }

    /** No slot is on its way any more. */
    void closeSlots() {
        Arrays.fill(migratingTo, null);
        Arrays.fill(importingFrom, null);
        openSlots.clear();
    }

    /**
     * A node says which slots it has. What was its and it has no more stays with it until somebody else claims it: a
     * redirection too many is better than an error.
     */
    void claimed(ClusterNode owner, SlotSet claims) {
        unclaimed.removeAll(owner.slots());
        unclaimed.addAll(owner.slots().minus(claims));
    }

    /** What may be told of a node's slots. */
    SlotSet claimedSlots(ClusterNode node) {
        SlotSet slots = node.slots().copy();
        slots.removeAll(unclaimed);
        return slots;
    }

    @Override
    public String toString() {
        return "ClusterState[" + (ok ? "ok" : "fail") + ", " + nodes.size() + " nodes, " + size
                + " primaries with slots, epoch " + Long.toUnsignedString(currentEpoch) + ", I'm " + myself + "]";
    }
}
