package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Spare replicas go where none are left: a primary that has slots, had replicas and has no working one for five seconds
 * gets one of a primary with the most (clusterHandleSlaveMigration). Of all replicas of such primaries the one with the
 * least id goes, so that they need not talk about it.
 */
final class ReplicaMigration {
    private static final long ORPHANED_MILLIS = 5_000;

    private final Cluster cluster;
    private final ClusterState state;

    ReplicaMigration(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    /** @param most how many working replicas the best covered primaries have; this replica's is one of these */
    void consider(int most) {
        ClusterNode myself = state.myself();
        ClusterNode primary = myself.primary;
        if (!state.ok || primary == null || !canSpareMe(primary)) {
            return;
        }
        ClusterNode target = null;
        ClusterNode candidate = myself;
        for (ClusterNode node : state.nodes()) {
            int working = node.isPrimary() ? node.workingReplicas() : 0;
            if (isOrphaned(node, working)) {
                target = target == null && !node.slots().isEmpty() ? node : target;
                node.orphanedAtMillis = node.orphanedAtMillis == 0 ? cluster.now() : node.orphanedAtMillis;
            } else {
                node.orphanedAtMillis = 0;
            }
            if (working == most) {
                candidate = least(candidate, node);
            }
        }
        migrate(target, candidate);
    }

    private boolean canSpareMe(ClusterNode primary) {
        int working = 0;
        for (ClusterNode replica : primary.replicas()) {
            if (!replica.has(NodeFlags.FAILED | NodeFlags.SUSPECTED)) {
                working++;
            }
        }
        return working > cluster.settings().migrationBarrier();
    }

    private static boolean isOrphaned(ClusterNode node, int workingReplicas) {
        return !node.isReplica() && !node.isFailed() && node.has(NodeFlags.MIGRATE_TO) && workingReplicas == 0;
    }

    private static ClusterNode least(ClusterNode candidate, ClusterNode primary) {
        ClusterNode least = candidate;
        for (ClusterNode replica : primary.replicas()) {
            least = replica.id().compareTo(least.id()) < 0 ? replica : least;
        }
        return least;
    }

    private void migrate(@Nullable ClusterNode target, ClusterNode candidate) {
        if (target != null
                && candidate == state.myself()
                && cluster.now() - target.orphanedAtMillis > ORPHANED_MILLIS) {
            cluster.log().notice("Migrating to orphaned master " + target.id());
            cluster.follow(target);
        }
    }
}
