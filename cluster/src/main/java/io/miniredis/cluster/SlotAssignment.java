package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** What an administrator does to slots: CLUSTER ADDSLOTS, DELSLOTS, FLUSHSLOTS and SETSLOT, and their ranges. */
final class SlotAssignment {
    private final Cluster cluster;
    private final ClusterState state;
    private final SlotContents contents;

    SlotAssignment(Cluster cluster, SlotContents contents) {
        this.cluster = cluster;
        this.state = cluster.state();
        this.contents = contents;
    }

    /**
     * Makes slots this node's.
     *
     * @param ranges first and last slot of each range, in turn
     */
    void add(int[] ranges) {
        SlotSet slots = checked(ranges, false);
        for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
            state.importingFrom(slot, null);
            state.assign(slot, state.myself());
        }
        changed();
    }

    /**
     * Makes slots nobody's.
     *
     * @param ranges first and last slot of each range, in turn
     */
    void delete(int[] ranges) {
        SlotSet slots = checked(ranges, true);
        for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
            state.importingFrom(slot, null);
            state.unassign(slot);
        }
        changed();
    }

    private SlotSet checked(int[] ranges, boolean assigned) {
        SlotSet slots = new SlotSet();
        for (int i = 0; i < ranges.length; i += 2) {
            for (int slot = ranges[i]; slot <= ranges[i + 1]; slot++) {
                if (assigned && state.owner(slot) == null) {
                    throw ClusterErrors.slotUnassigned(slot);
                }
                if (!assigned && state.owner(slot) != null) {
                    throw ClusterErrors.slotBusy(slot);
                }
                if (!slots.add(slot)) {
                    throw ClusterErrors.slotTwice(slot);
                }
            }
        }
        return slots;
    }

    void flush() {
        if (contents.keys() != 0) {
            throw ClusterErrors.FLUSH_WITH_KEYS;
        }
        state.unassignAll(state.myself());
        changed();
    }

    void migrate(int slot, String id) {
        requirePrimary();
        if (state.owner(slot) != state.myself()) {
            throw ClusterErrors.notOwner(slot);
        }
        state.migratingTo(slot, other(id));
        changed();
    }

    void importFrom(int slot, String id) {
        requirePrimary();
        if (state.owner(slot) == state.myself()) {
            throw ClusterErrors.alreadyOwner(slot);
        }
        state.importingFrom(slot, other(id));
        changed();
    }

    private ClusterNode other(String id) {
        ClusterNode node = state.node(id);
        if (node == null) {
            throw ClusterErrors.unheardOf(id);
        }
        if (node.isReplica()) {
            throw ClusterErrors.TARGET_NOT_PRIMARY;
        }
        return node;
    }

    void makeStable(int slot) {
        requirePrimary();
        state.importingFrom(slot, null);
        state.migratingTo(slot, null);
        changed();
    }

    /** The slot is that node's: the end of its way from one node to another. */
    void assign(int slot, String id) {
        requirePrimary();
        ClusterNode node = cluster.requireNode(id);
        if (node.isReplica()) {
            throw ClusterErrors.TARGET_NOT_PRIMARY;
        }
        ClusterNode myself = state.myself();
        boolean wasMine = state.owner(slot) == myself;
        boolean hasKeys = contents.keys(slot) != 0;
        if (wasMine && node != myself && hasKeys) {
            throw ClusterErrors.keysLeft(slot);
        }

        if (!hasKeys) {
            state.migratingTo(slot, null);
        }
        state.unassign(slot);
        state.assign(slot, node);
        if (wasMine
                && node != myself
                && myself.slots().isEmpty()
                && cluster.settings().allowReplicaMigration()) {
            cluster.log()
                    .notice("Configuration change detected. Reconfiguring myself as a replica of " + node.logName());
            cluster.follow(node);
            cluster.duties().saveDurably();
        }
        if (node == myself && state.importingFrom(slot) != null) {
            imported(slot);
        }
        changed();
    }

    /**
     * The slot is here now. The others believe that only of a higher epoch than the old owner's, which this node gives
     * itself without asking: whoever has given himself the same one at the same time will yield (see
     * {@link ConfigEpochs}).
     */
    private void imported(int slot) {
        if (cluster.epochs().bump()) {
            cluster.log().notice("configEpoch updated after importing slot " + slot);
        }
        state.importingFrom(slot, null);
        cluster.outbox().broadcastPong();
    }

    private void requirePrimary() {
        if (state.myself().isReplica()) {
            throw ClusterErrors.SETSLOT_ON_REPLICA;
        }
    }

    private void changed() {
        cluster.duties().save();
        cluster.duties().updateState();
    }

    /**
     * Data and configuration as they were found at the start may disagree: what nobody has becomes this node's, what
     * another one has is shown as being imported, so that an administrator's tool sees it and can mend it
     * (verifyClusterConfigWithData).
     */
    boolean adoptKeys() {
        boolean changed = false;
        ClusterNode myself = state.myself();
        for (int slot = 0; slot < HashSlot.COUNT; slot++) {
            @Nullable ClusterNode owner = state.owner(slot);
            if (contents.keys(slot) == 0 || owner == myself || state.importingFrom(slot) != null) {
                continue;
            }
            changed = true;
            if (owner == null) {
                cluster.log().notice("I have keys for unassigned slot " + slot + ". Taking responsibility for it.");
                state.assign(slot, myself);
            } else {
                cluster.log()
                        .notice("I have keys for slot " + slot
                                + ", but the slot is assigned to another node. Setting it to importing state.");
                state.importingFrom(slot, owner);
            }
        }
        return changed;
    }
}
