package io.miniredis.cluster;

/**
 * A primary is asked to vote for a replica (clusterSendFailoverAuthIfNeeded).
 *
 * <p>It votes once an epoch, and not for two replicas of one primary within two node time-outs; for a replica of a
 * primary that has failed only, unless an administrator wants it; and for none that does not know of newer claims to
 * its primary's slots. What it voted for is on disk before the vote leaves.
 */
final class Voting {
    private static final int TIMEOUTS_BETWEEN_VOTES = 2;

    private final Cluster cluster;
    private final ClusterState state;

    Voting(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    void requested(ClusterNode candidate, BusHeader request) {
        ClusterNode myself = state.myself();
        if (!myself.isPrimary() || myself.slots().isEmpty()) {
            return;
        }
        String refusal = refusal(candidate, request);
        if (!refusal.isEmpty()) {
            cluster.log().warning("Failover auth denied to " + candidate.logName() + ": " + refusal);
            return;
        }
        ClusterNode primary = candidate.primary;
        if (primary != null) {
            primary.votedAtMillis = cluster.now();
        }
        state.lastVoteEpoch = state.currentEpoch;
        cluster.duties().saveDurably();
        cluster.outbox().vote(candidate);
        cluster.log()
                .notice("Failover auth granted to " + candidate.logName() + " for epoch "
                        + Long.toUnsignedString(state.currentEpoch));
    }

    /** Why not; empty if it may be voted for. */
    private String refusal(ClusterNode candidate, BusHeader request) {
        if (Long.compareUnsigned(request.currentEpoch(), state.currentEpoch) < 0) {
            return "reqEpoch (" + Long.toUnsignedString(request.currentEpoch()) + ") < curEpoch("
                    + Long.toUnsignedString(state.currentEpoch) + ")";
        }
        if (state.lastVoteEpoch == state.currentEpoch) {
            return "already voted for epoch " + Long.toUnsignedString(state.currentEpoch);
        }
        if (candidate.isPrimary()) {
            return "it is a master node";
        }
        ClusterNode primary = candidate.primary;
        if (primary == null) {
            return "I don't know its master";
        }
        if (!primary.isFailed() && !request.has(BusHeader.FORCE_ACK)) {
            return "its master is up";
        }
        long wait =
                primary.votedAtMillis + cluster.settings().nodeTimeoutMillis() * TIMEOUTS_BETWEEN_VOTES - cluster.now();
        if (wait > 0) {
            return "can't vote about this master before " + wait + " milliseconds";
        }
        return outdatedClaim(request);
    }

    private String outdatedClaim(BusHeader request) {
        SlotSet claimed = request.slots();
        for (int slot = claimed.next(0); slot < HashSlot.COUNT; slot = claimed.next(slot + 1)) {
            ClusterNode owner = state.owner(slot);
            if (owner == null || state.isUnclaimed(slot)) {
                continue;
            }
            if (Long.compareUnsigned(owner.configEpoch, request.configEpoch()) > 0) {
                return "slot " + slot + " epoch (" + Long.toUnsignedString(owner.configEpoch) + ") > reqEpoch ("
                        + Long.toUnsignedString(request.configEpoch()) + ")";
            }
        }
        return "";
    }
}
