package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A replica takes its working primary's place because it was told to (CLUSTER FAILOVER), and nothing is lost.
 *
 * <pre>
 *   replica                                 primary
 *     MFSTART  ---------------------------->  its clients that write wait
 *     notes the offset  <--------------------  PING with its offset, flagged PAUSED, again and again
 *     has applied all up to there:
 *     an election, in which the primaries
 *     vote though the old one works
 * </pre>
 *
 * <p>After five seconds both sides give up. Both keep their part of it here.
 */
final class ManualFailover {
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long UNKNOWN = -1;
    private static final long NONE = 0;

    private final Cluster cluster;
    /** When it is given up. */
    private long endMillis = NONE;

    /** Of a primary: who takes over. */
    private @Nullable ClusterNode successor;

    /** Of a replica: where the primary's stream ends. */
    private long primaryOffset = UNKNOWN;
    /** Of a replica: it has all, or does not care. */
    private boolean mayStart;

    ManualFailover(Cluster cluster) {
        this.cluster = cluster;
    }

    boolean isInProgress() {
        return endMillis != NONE;
    }

    /** True if this replica may ask for votes. */
    boolean mayStart() {
        return endMillis != NONE && mayStart;
    }

    boolean isSuccessor(ClusterNode node) {
        return endMillis != NONE && successor == node;
    }

    void reset() {
        if (successor != null) {
            cluster.host().pauseWrites(false);
        }
        endMillis = NONE;
        successor = null;
        primaryOffset = UNKNOWN;
        mayStart = false;
    }

    // ---- the replica ----

    void begin(FailoverMode mode) {
        ClusterNode myself = cluster.state().myself();
        if (myself.isPrimary()) {
            throw ClusterErrors.FAILOVER_ON_PRIMARY;
        }
        ClusterNode primary = myself.primary;
        if (primary == null) {
            throw ClusterErrors.FAILOVER_WITHOUT_PRIMARY;
        }
        if (mode == FailoverMode.COORDINATED && (primary.isFailed() || primary.link == null)) {
            throw ClusterErrors.FAILOVER_PRIMARY_DOWN;
        }
        reset();
        endMillis = cluster.now() + TIMEOUT_MILLIS;
        switch (mode) {
            case TAKEOVER -> {
                cluster.log().notice("Taking over the master (user request).");
                cluster.epochs().bump();
                cluster.election().replacePrimary();
            }
            case FORCE -> {
                cluster.log().notice("Forced failover user request accepted.");
                mayStart = true;
            }
            case COORDINATED -> {
                cluster.log().notice("Manual failover user request accepted.");
                cluster.outbox().requestPause(primary);
            }
        }
    }

    /** The primary's clients wait, and its stream ends here. */
    void primaryPaused(long offset) {
        if (endMillis == NONE || primaryOffset != UNKNOWN) {
            return;
        }
        primaryOffset = offset;
        cluster.duties().manualFailover();
        cluster.log().notice("Received replication offset for paused master manual failover: " + offset);
    }

    /** Looks whether all has come. */
    void proceed() {
        if (endMillis == NONE || mayStart || primaryOffset == UNKNOWN) {
            return;
        }
        if (primaryOffset == cluster.host().replicationOffset()) {
            mayStart = true;
            cluster.log().notice("All master replication stream processed, manual failover can start.");
            cluster.duties().failover();
            return;
        }
        cluster.duties().manualFailover();
    }

    // ---- the primary ----

    /** A replica of this primary wants to take over. */
    void requested(ClusterNode replica) {
        reset();
        endMillis = cluster.now() + TIMEOUT_MILLIS;
        successor = replica;
        cluster.host().pauseWrites(true);
        cluster.log().notice("Manual failover requested by replica " + replica.logName() + ".");
    }

    // ---- both ----

    void checkTimeout() {
        if (endMillis != NONE && endMillis < cluster.now()) {
            cluster.log().warning("Manual failover timed out.");
            reset();
        }
    }

    @Override
    public String toString() {
        return "ManualFailover[" + (endMillis == NONE ? "none" : "until " + endMillis) + "]";
    }
}
