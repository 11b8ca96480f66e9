package io.miniredis.cluster;

/** Says why a replica does not take over, now and then, and only when that takes long (clusterLogCantFailover). */
final class ElectionLog {
    private static final long AGAIN_MILLIS = 10_000;
    /** How much longer than a node time-out it may take without a word. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final Cluster cluster;
    private Reason last = Reason.NONE;
    private long lastMillis;

    enum Reason {
        NONE(""),
        DATA_AGE("Disconnected from master for longer than allowed. "
                + "Please check the 'cluster-replica-validity-factor' configuration option."),
        WAITING_DELAY("Waiting the delay before I can start a new failover."),
        EXPIRED("Failover attempt expired."),
        WAITING_VOTES("Waiting for votes, but majority still not reached.");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    ElectionLog(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The primary is fine, or this is none's replica. */
    void nothingToDo() {
        last = Reason.NONE;
    }

    void cannot(Reason reason, int votes) {
        long now = cluster.now();
        if (reason == last && now - lastMillis < AGAIN_MILLIS) {
            return;
        }
        last = reason;
        ClusterNode primary = cluster.state().myself().primary;
        long patience = cluster.settings().nodeTimeoutMillis() + PATIENCE_MILLIS;
        if (primary != null && primary.isFailed() && now - primary.failedAtMillis < patience) {
            return;
        }
        lastMillis = now;
        cluster.log().notice("Currently unable to failover: " + reason.text);
        if (reason == Reason.WAITING_VOTES || reason == Reason.EXPIRED) {
            cluster.log()
                    .notice("Needed quorum: " + cluster.state().quorum() + ". Number of votes received so far: "
                            + votes);
        }
    }
}
