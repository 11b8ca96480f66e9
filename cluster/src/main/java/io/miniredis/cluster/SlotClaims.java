package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A primary says which slots it serves, in which epoch (clusterUpdateSlotsConfigWith). Slots that nobody serves, or
 * somebody with a lower epoch, become its; and this node draws the consequences: a primary that has lost its last slot
 * becomes a replica of who took it, a replica goes with its primary's slots, and keys of lost slots are deleted.
 */
final class SlotClaims {
    private final Cluster cluster;
    private final ClusterState state;

    SlotClaims(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    void claimed(ClusterNode claimant, long epoch, SlotSet claims) {
        if (claimant.isMyself()) {
            cluster.log().notice("Discarding UPDATE message about myself.");
            return;
        }
        ClusterNode myself = state.myself();
        ClusterNode myPrimary = myself.isPrimary() ? myself : myself.primary;
        SlotSet dirty = new SlotSet();
        int lost = 0;
        state.claimed(claimant, claims);
        SlotSet news = claims.minus(claimant.slots());
        for (int slot = news.next(0); slot < HashSlot.COUNT; slot = news.next(slot + 1)) {
            ClusterNode owner = state.owner(slot);
            if (state.importingFrom(slot) == null && isLower(slot, owner, epoch)) {
                if (owner == myself && cluster.contents().keys(slot) > 0) {
                    dirty.add(slot);
                }
                if (owner == myPrimary) {
                    lost += owner == null ? 0 : 1;
                }
                state.unassign(slot);
                state.assign(slot, claimant);
                changed();
            }
        }
        consequences(claimant, claims, myPrimary, lost, dirty);
    }

    private boolean isLower(int slot, @Nullable ClusterNode owner, long epoch) {
        return owner == null || state.isUnclaimed(slot) || Long.compareUnsigned(owner.configEpoch, epoch) < 0;
    }

    private void consequences(
            ClusterNode claimant, SlotSet claims, @Nullable ClusterNode myPrimary, int lost, SlotSet dirty) {
        ClusterNode grandPrimary = grandPrimary();
        if (lost > 0
                && myPrimary != null
                && myPrimary.slots().isEmpty()
                && (cluster.settings().allowReplicaMigration() || claims.size() == lost)) {
            cluster.log()
                    .notice("Configuration change detected. Reconfiguring myself as a replica of "
                            + claimant.logName());
            cluster.follow(claimant);
            changed();
        } else if (grandPrimary != null) {
            cluster.log()
                    .notice("I'm a sub-replica! Reconfiguring myself as a replica of grandmaster "
                            + grandPrimary.logName());
            cluster.follow(grandPrimary);
            changed();
        } else {
            for (int slot = dirty.next(0); slot < HashSlot.COUNT; slot = dirty.next(slot + 1)) {
                cluster.contents().deleteKeys(slot);
            }
        }
    }

    /**
     * Whom this node's primary replicates, which happens when it loses its last slot to nobody; but never this node.
     */
    private @Nullable ClusterNode grandPrimary() {
        ClusterNode primary = state.myself().primary;
        ClusterNode grandPrimary = primary == null ? null : primary.primary;
        return grandPrimary == state.myself() ? null : grandPrimary;
    }

    private void changed() {
        cluster.duties().saveDurably();
        cluster.duties().updateState();
    }
}
