package io.miniredis.cluster;

/** The text of CLUSTER INFO (genClusterInfoString). */
final class ClusterInfo {
    private ClusterInfo() {}

    static String of(ClusterState state) {
        StringBuilder text = new StringBuilder();
        line(text, "cluster_state", state.isOk() ? "ok" : "fail");
        slots(text, state);
        line(text, "cluster_known_nodes", state.nodes().size());
        line(text, "cluster_size", state.size());
        line(text, "cluster_current_epoch", Long.toUnsignedString(state.currentEpoch()));
        line(text, "cluster_my_epoch", Long.toUnsignedString(state.myself().effectiveConfigEpoch()));
        messages(text, state.statistics());
        line(
                text,
                "total_cluster_links_buffer_limit_exceeded",
                state.statistics().linksOverLimit());
        return text.toString();
    }

    private static void slots(StringBuilder text, ClusterState state) {
        int suspected = 0;
        int failed = 0;
        int ok = 0;
        for (ClusterNode node : state.nodes()) {
            int served = node.slots().size();
            if (node.isFailed()) {
                failed += served;
            } else if (node.isSuspected()) {
                suspected += served;
            } else {
                ok += served;
            }
        }
        line(text, "cluster_slots_assigned", ok + suspected + failed);
        line(text, "cluster_slots_ok", ok);
        line(text, "cluster_slots_pfail", suspected);
        line(text, "cluster_slots_fail", failed);
    }

    private static void messages(StringBuilder text, BusStatistics statistics) {
        long sent = 0;
        long received = 0;
        for (MessageType type : MessageType.values()) {
            sent += count(text, type, "_sent", statistics.sent(type));
        }
        line(text, "cluster_stats_messages_sent", sent);
        for (MessageType type : MessageType.values()) {
            received += count(text, type, "_received", statistics.received(type));
        }
        line(text, "cluster_stats_messages_received", received);
    }

    private static long count(StringBuilder text, MessageType type, String direction, long count) {
        if (count != 0) {
            line(text, "cluster_stats_messages_" + type.text() + direction, count);
        }
        return count;
    }

    private static void line(StringBuilder text, String name, long value) {
        line(text, name, Long.toString(value));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }
}
