package io.miniredis.replication.sentinel;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which replica is to become the primary. One that is reachable, was heard of lately and was not without its primary
 * for long before that died; among these the one with the lowest priority number, then the one that has most of the
 * data, then by run id, so that all sentinels choose the same.
 */
final class ReplicaSelection {
    /** So many ping periods may have passed since it last answered. */
    private static final int PING_PERIODS = 5;

    private static final int INFO_PERIODS = 3;
    /** It may have been without the primary for so many times {@code down-after-milliseconds}. */
    private static final int DOWN_AFTER_PERIODS = 10;

    private static final Comparator<MonitoredReplica> BEST_FIRST = Comparator.comparingInt(
                    (MonitoredReplica replica) -> replica.priority)
            .thenComparing((one, other) -> Long.compareUnsigned(other.offset, one.offset))
            .thenComparing(replica -> replica.runId, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));

    private ReplicaSelection() {}

    /** Null if none will do. */
    static @Nullable MonitoredReplica best(MonitoredPrimary primary, Timings timings, long now) {
        MonitoredReplica best = null;
        for (MonitoredReplica replica : primary.replicas.values()) {
            if (isSuitable(replica, timings, now) && (best == null || BEST_FIRST.compare(replica, best) < 0)) {
                best = replica;
            }
        }
        return best;
    }

    private static boolean isSuitable(MonitoredReplica replica, Timings timings, long now) {
        MonitoredPrimary primary = replica.primary();
        boolean primaryDown = primary.has(InstanceFlag.S_DOWN);
        long pingValidity = PING_PERIODS * timings.millis(Timing.PING_PERIOD);
        // While the primary is down INFO is asked for every second.
        long infoValidity = primaryDown ? pingValidity : INFO_PERIODS * timings.millis(Timing.INFO_PERIOD);
        long primaryDownMillis = primaryDown ? now - primary.subjectivelyDownSinceMillis : 0;
        return !replica.isDown()
                && !replica.link.disconnected
                && now - replica.link.availableMillis <= pingValidity
                && replica.priority != 0
                && now - replica.infoMillis <= infoValidity
                && replica.primaryLinkDownMillis <= primaryDownMillis + DOWN_AFTER_PERIODS * primary.downAfterMillis;
    }
}
