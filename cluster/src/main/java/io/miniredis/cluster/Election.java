package io.miniredis.cluster;

/**
 * A replica whose primary has failed tries to be elected in its place (clusterHandleSlaveFailover).
 *
 * <p><b>How can only one win?</b> The replica raises the current epoch and asks all primaries for their votes in that
 * epoch. A primary votes once an epoch ({@link Voting}), so that two replicas cannot both have the majority of one
 * epoch; and who wins takes the epoch as its configuration's, higher than any before, so that all believe it.
 *
 * <p><b>Who should win?</b> The one that lost least. Each waits half a second, so that all hear of the failure, up to
 * another half by chance, and a second for each replica of the same primary that is known to be further in its stream.
 * Whose data are too old does not try at all.
 *
 * <p><b>What if nobody wins?</b> After two node time-outs the attempt is over, and after as much again there is another
 * one.
 */
final class Election {
    private static final long FIXED_DELAY_MILLIS = 500;
    private static final int CHANCE_DELAY_MILLIS = 500;
    private static final long DELAY_PER_RANK_MILLIS = 1_000;
    private static final long SHORTEST_TIMEOUT_MILLIS = 2_000;

    private final Cluster cluster;
    private final ClusterState state;
    private final ElectionLog log;
    private long startMillis;
    private int votes;
    private boolean requested;
    private int rank;
    private long epoch;

    Election(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
        this.log = new ElectionLog(cluster);
    }

    /** The next step, if there is one to take. */
    void proceed() {
        cluster.duties().failoverDone();
        boolean manual = cluster.manualFailover().mayStart();
        ClusterNode primary = state.myself().primary;
        if (primary == null || !isDue(primary, manual)) {
            log.nothingToDo();
            return;
        }
        if (!manual && isDataTooOld()) {
            log.cannot(ElectionLog.Reason.DATA_AGE, votes);
            return;
        }
        long timeout = Math.max(SHORTEST_TIMEOUT_MILLIS, cluster.settings().nodeTimeoutMillis() * 2);
        long age = cluster.now() - startMillis;
        if (age > timeout * 2) {
            schedule();
            return;
        }
        if (!requested && !cluster.manualFailover().isInProgress()) {
            yieldToBetter();
        }
        if (cluster.now() < startMillis) {
            log.cannot(ElectionLog.Reason.WAITING_DELAY, votes);
        } else if (age > timeout) {
            log.cannot(ElectionLog.Reason.EXPIRED, votes);
        } else if (!requested) {
            requestVotes();
        } else if (votes >= state.quorum()) {
            win();
        } else {
            log.cannot(ElectionLog.Reason.WAITING_VOTES, votes);
        }
    }

    private boolean isDue(ClusterNode primary, boolean manual) {
        return state.myself().isReplica()
                && (manual || (primary.isFailed() && !cluster.settings().replicaNoFailover()))
                && !primary.slots().isEmpty();
    }

    /** A node time-out without the primary is what it takes to declare it failed, thus no fault of the replica's. */
    private boolean isDataTooOld() {
        ClusterSettings settings = cluster.settings();
        int factor = settings.replicaValidityFactor();
        if (factor == 0) {
            return false;
        }
        long age = cluster.host().dataAgeMillis();
        if (age > settings.nodeTimeoutMillis()) {
            age -= settings.nodeTimeoutMillis();
        }
        return age > settings.replicationPingSeconds() * 1_000L + settings.nodeTimeoutMillis() * factor;
    }

    private void schedule() {
        long now = cluster.now();
        votes = 0;
        requested = false;
        rank = rank();
        startMillis =
                now + FIXED_DELAY_MILLIS + cluster.random().nextInt(CHANCE_DELAY_MILLIS) + rank * DELAY_PER_RANK_MILLIS;
        if (cluster.manualFailover().isInProgress()) {
            startMillis = now;
            rank = 0;
            cluster.duties().failover();
        }
        cluster.log()
                .notice("Start of election delayed for " + (startMillis - now) + " milliseconds (rank #" + rank
                        + ", offset " + cluster.host().replicationOffset() + ").");
        cluster.outbox().pongShard();
    }

    /** How many replicas of the same primary have more of its stream (clusterGetSlaveRank). */
    private int rank() {
        ClusterNode primary = state.myself().primary;
        if (primary == null) {
            return 0;
        }
        int better = 0;
        long offset = cluster.host().replicationOffset();
        for (ClusterNode replica : primary.replicas()) {
            if (!replica.isMyself() && !replica.has(NodeFlags.NO_FAILOVER) && replica.replicationOffset > offset) {
                better++;
            }
        }
        return better;
    }

    /** Others may have told meanwhile that they are further. */
    private void yieldToBetter() {
        int now = rank();
        if (now > rank) {
            long delay = (now - rank) * DELAY_PER_RANK_MILLIS;
            startMillis += delay;
            rank = now;
            cluster.log().notice("Replica rank updated to #" + now + ", added " + delay + " milliseconds of delay.");
        }
    }

    private void requestVotes() {
        state.currentEpoch++;
        epoch = state.currentEpoch;
        cluster.log().notice("Starting a failover election for epoch " + Long.toUnsignedString(epoch) + ".");
        cluster.outbox().requestVotes(cluster.manualFailover().isInProgress());
        requested = true;
        cluster.duties().saveDurably();
        cluster.duties().updateState();
    }

    /**
     * Somebody has voted for this replica.
     *
     * @param voterEpoch its current one: an older vote is for another election
     */
    void voted(ClusterNode voter, long voterEpoch) {
        if (voter.isPrimary() && !voter.slots().isEmpty() && Long.compareUnsigned(voterEpoch, epoch) >= 0) {
            votes++;
            cluster.duties().failover();
        }
    }

    private void win() {
        ClusterNode myself = state.myself();
        cluster.log().notice("Failover election won: I'm the new master.");
        if (Long.compareUnsigned(myself.configEpoch, epoch) < 0) {
            myself.configEpoch = epoch;
            cluster.log().notice("configEpoch set to " + Long.toUnsignedString(epoch) + " after successful failover");
        }
        replacePrimary();
    }

    /** Takes the primary's slots; whoever does has an epoch for that (clusterFailoverReplaceYourMaster). */
    void replacePrimary() {
        ClusterNode myself = state.myself();
        ClusterNode primary = myself.primary;
        if (myself.isPrimary() || primary == null) {
            return;
        }
        cluster.becomePrimary(myself);
        cluster.host().stopReplicating();
        SlotSet slots = primary.slots().copy();
        for (int slot = slots.next(0); slot < HashSlot.COUNT; slot = slots.next(slot + 1)) {
            state.unassign(slot);
            state.assign(slot, myself);
        }
        cluster.evaluation().update();
        cluster.saveNow();
        cluster.outbox().broadcastPong();
        cluster.manualFailover().reset();
    }

    @Override
    public String toString() {
        return "Election[at " + startMillis + ", rank " + rank + ", " + votes + " votes]";
    }
}
