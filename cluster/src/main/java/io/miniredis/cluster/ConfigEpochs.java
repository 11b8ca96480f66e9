package io.miniredis.cluster;

/**
 * The versions of who serves what. Each primary's claim to its slots has one; where two primaries claim a slot, the
 * higher epoch has it.
 *
 * <p>An epoch is unique if it was won in an election, since a majority gives each epoch away once. An administrator's
 * commands take one without asking ({@link #bump}), and new nodes all begin with 0: then two primaries may have the
 * same. They find out when one hears the other, and the one with the lesser id takes the next epoch, so that however
 * many collide, all end with epochs of their own ({@link #settle}).
 */
final class ConfigEpochs {
    private final Cluster cluster;
    private final ClusterState state;

    ConfigEpochs(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    /**
     * Gives this node the highest epoch, without asking. False if it has it already
     * (clusterBumpConfigEpochWithoutConsensus).
     */
    boolean bump() {
        ClusterNode myself = state.myself();
        if (myself.configEpoch != 0 && myself.configEpoch == state.highestEpoch()) {
            return false;
        }
        state.currentEpoch++;
        myself.configEpoch = state.currentEpoch;
        cluster.duties().saveDurably();
        cluster.log().notice("New configEpoch set to " + Long.toUnsignedString(myself.configEpoch));
        return true;
    }

    /** Another primary has this one's epoch: one of them moves on (clusterHandleConfigEpochCollision). */
    void settle(ClusterNode sender) {
        ClusterNode myself = state.myself();
        if (sender.configEpoch != myself.configEpoch
                || !sender.isPrimary()
                || !myself.isPrimary()
                || sender.id().compareTo(myself.id()) <= 0) {
            return;
        }
        state.currentEpoch++;
        myself.configEpoch = state.currentEpoch;
        cluster.saveNow();
        cluster.log()
                .verbose("WARNING: configEpoch collision with node " + sender.logName() + ". configEpoch set to "
                        + Long.toUnsignedString(myself.configEpoch));
    }
}
