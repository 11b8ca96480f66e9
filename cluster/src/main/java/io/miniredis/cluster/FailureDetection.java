package io.miniredis.cluster;

/**
 * Who has failed. A node that does not answer is <i>suspected</i> by this node; when most primaries say so within two
 * node time-outs, whoever notices that declares it <i>failed</i> and tells all. That is no vote: it may be wrong for
 * some, and is taken back when the node is heard of again. It is what lets a replica ask for votes.
 */
final class FailureDetection {
    private static final int TIMEOUTS_UNTIL_UNDONE = 2;

    private final Cluster cluster;
    private final ClusterState state;

    FailureDetection(Cluster cluster) {
        this.cluster = cluster;
        this.state = cluster.state();
    }

    int reports(ClusterNode node) {
        return node.failureReports().count(cluster.now(), cluster.settings().nodeTimeoutMillis());
    }

    /** A primary says that it does not reach a node. */
    void reported(ClusterNode node, ClusterNode by) {
        if (node.failureReports().add(by, cluster.now())) {
            cluster.log().verbose("Node " + by.logName() + " reported node " + node.logName() + " as not reachable.");
        }
        declareIfAgreed(node);
    }

    /** A primary says that it reaches a node. */
    void cleared(ClusterNode node, ClusterNode by) {
        if (node.failureReports().remove(by)) {
            reports(node);
            cluster.log().verbose("Node " + by.logName() + " reported node " + node.logName() + " is back online.");
        }
    }

    /** The node has not answered for a node time-out. Returns false if that was known. */
    boolean suspect(ClusterNode node) {
        if (node.has(NodeFlags.SUSPECTED | NodeFlags.FAILED)) {
            return false;
        }
        node.set(NodeFlags.SUSPECTED);
        if (state.myself().isPrimary() && state.size == 1) {
            // There is nobody whose report to wait for.
            declareIfAgreed(node);
        }
        return true;
    }

    private void declareIfAgreed(ClusterNode node) {
        if (!node.isSuspected() || node.isFailed()) {
            return;
        }
        int agreeing = reports(node) + (state.myself().isPrimary() ? 1 : 0);
        if (agreeing < state.quorum()) {
            return;
        }
        cluster.log().notice("Marking node " + node.logName() + " as failing (quorum reached).");
        fail(node);
        cluster.outbox().fail(node);
    }

    /** Another node says that it has failed. */
    void declaredBy(ClusterNode sender, ClusterNode node) {
        if (!node.has(NodeFlags.FAILED | NodeFlags.MYSELF)) {
            cluster.log().notice("FAIL message received from " + sender.logName() + " about " + node.logName());
            fail(node);
        }
    }

    private void fail(ClusterNode node) {
        node.clear(NodeFlags.SUSPECTED);
        node.set(NodeFlags.FAILED);
        node.failedAtMillis = cluster.now();
        changed();
    }

    /** It answers. */
    void heardOf(ClusterNode node) {
        if (node.isSuspected()) {
            node.clear(NodeFlags.SUSPECTED);
            changed();
        } else if (node.isFailed()) {
            undoIfHarmless(node);
        }
    }

    /**
     * A replica, or a primary without slots, is simply back. A primary with slots only when nobody has taken them for a
     * while: or else it would be served again while the others elect its successor.
     */
    private void undoIfHarmless(ClusterNode node) {
        if (node.isReplica() || node.slots().isEmpty()) {
            cluster.log()
                    .notice("Clear FAIL state for node " + node.logName() + ":"
                            + (node.isReplica() ? "replica" : "master without slots") + " is reachable again.");
            node.clear(NodeFlags.FAILED);
            changed();
        } else if (node.isPrimary()
                && cluster.now() - node.failedAtMillis
                        > cluster.settings().nodeTimeoutMillis() * TIMEOUTS_UNTIL_UNDONE) {
            cluster.log()
                    .notice("Clear FAIL state for node " + node.logName()
                            + ": is reachable again and nobody is serving its slots after some time.");
            node.clear(NodeFlags.FAILED);
            changed();
        }
    }

    private void changed() {
        cluster.duties().updateState();
        cluster.duties().save();
    }
}
