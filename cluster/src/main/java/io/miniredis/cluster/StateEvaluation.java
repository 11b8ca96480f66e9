package io.miniredis.cluster;

/**
 * Whether commands are served (clusterUpdateState).
 *
 * <p>The cluster is down for this node if a slot is not served, as far as all have to be, or if it does not reach most
 * of the primaries: then the others may have elected somebody in its place, and what clients write here would be lost.
 *
 * <p>A primary waits before it is up: two seconds after it was started, so that it hears who took its slots meanwhile,
 * and a node time-out, but half a second at least and five at most, after it was cut off.
 */
final class StateEvaluation {
    private static final long AFTER_START_MILLIS = 2_000;
    private static final long LONGEST_REJOIN_MILLIS = 5_000;
    private static final long SHORTEST_REJOIN_MILLIS = 500;
    private static final long NEVER = 0;

    private final Cluster cluster;
    private final ClusterState state;
    /** When the state was first asked for: not when the server was started, loading data takes time. */
    private long beganMillis = NEVER;

    private long cutOffMillis = NEVER;
    private long waitMillis = AFTER_START_MILLIS;

    StateEvaluation(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    /** A primary need not wait after its start. */
    void startsInformed() {
        waitMillis = 0;
    }

    void update() {
        cluster.duties().updateStateDone();
        long now = cluster.now();
        if (beganMillis == NEVER) {
            beganMillis = now;
        }
        boolean isPrimary = state.myself().isPrimary();
        if (isPrimary && !state.ok && now - beganMillis < waitMillis) {
            return;
        }
        boolean ok = isCovered();
        if (countPrimaries() < state.quorum()) {
            ok = false;
            cutOffMillis = now;
        }
        if (ok == state.ok || (ok && isPrimary && now - cutOffMillis < rejoinMillis())) {
            return;
        }
        state.ok = ok;
        if (ok) {
            cluster.log().notice("Cluster state changed: ok");
        } else {
            cluster.log().warning("Cluster state changed: fail");
        }
    }

    private boolean isCovered() {
        if (!cluster.settings().requireFullCoverage()) {
            return true;
        }
        int served = 0;
        for (ClusterNode node : state.nodes()) {
            served += node.isFailed() ? 0 : node.slots().size();
        }
        return served == HashSlot.COUNT;
    }

    /** Counts the primaries that serve slots. Returns how many of them are in reach. */
    private int countPrimaries() {
        int reachable = 0;
        state.size = 0;
        for (ClusterNode node : state.nodes()) {
            if (node.isPrimary() && !node.slots().isEmpty()) {
                state.size++;
                if (!node.has(NodeFlags.FAILED | NodeFlags.SUSPECTED)) {
                    reachable++;
                }
            }
        }
        return reachable;
    }

    private long rejoinMillis() {
        long timeout = cluster.settings().nodeTimeoutMillis();
        return Math.max(SHORTEST_REJOIN_MILLIS, Math.min(LONGEST_REJOIN_MILLIS, timeout));
    }
}
