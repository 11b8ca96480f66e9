package io.miniredis.cluster;

/** nodes.conf: the lines of CLUSTER NODES with a little more, and the epochs (clusterSaveConfig). */
final class ClusterConfigWriter {
    private ClusterConfigWriter() {}

    static String text(ClusterState state) {
        return NodeDescription.forFile(state) + "vars currentEpoch " + Long.toUnsignedString(state.currentEpoch())
                + " lastVoteEpoch " + Long.toUnsignedString(state.lastVoteEpoch()) + "\n";
    }
}
