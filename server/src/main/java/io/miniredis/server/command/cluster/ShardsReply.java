package io.miniredis.server.command.cluster;

import io.miniredis.cluster.ClusterNode;
import io.miniredis.cluster.ClusterState;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.cluster.Redirections;
import io.miniredis.server.command.CommandCall;
import java.util.List;

/** The reply to CLUSTER SHARDS (clusterReplyShards): each shard's slots, as pairs of first and last, and its nodes. */
final class ShardsReply {
    private final RedisServer server;
    private final ClusterState state;
    private final ReplyWriter reply;

    ShardsReply(CommandCall call, ClusterState state) {
        this.server = call.server();
        this.state = state;
        this.reply = call.reply();
    }

    void write() {
        reply.array(state.shards().size());
        for (List<ClusterNode> nodes : state.shards().values()) {
            shard(nodes);
        }
    }

    private void shard(List<ClusterNode> nodes) {
        reply.map(2);
        reply.bulk("slots");
        slots(nodes.get(0).shardPrimary());
        reply.bulk("nodes");
        reply.array(nodes.size());
        for (ClusterNode node : nodes) {
            node(node);
        }
    }

    private void slots(ClusterNode primary) {
        ReplyWriter.Deferred slots = reply.deferred();
        int[] numbers = {0};
        primary.slots().forEachRange((first, last) -> {
            reply.integer(first);
            reply.integer(last);
            numbers[0] += 2;
        });
        slots.array(numbers[0]);
    }

    private void node(ClusterNode node) {
        ReplyWriter.Deferred fields = reply.deferred();
        int count = 6;
        text("id", node.id());
        if (node.tcpPort() != 0) {
            number("port", node.tcpPort());
            count++;
        }
        if (node.tlsPort() != 0) {
            number("tls-port", node.tlsPort());
            count++;
        }
        text("ip", node.ip());
        text(
                "endpoint",
                Redirections.endpoint(
                        node, server.config().cluster.preferredEndpointType.choice()));
        if (!node.hostname().isEmpty()) {
            text("hostname", node.hostname());
            count++;
        }
        long offset = node.isMyself() ? server.replication().offset() : node.replicationOffset();
        text("role", node.isReplica() ? "replica" : "master");
        number("replication-offset", offset);
        text("health", health(node, offset));
        fields.map(count);
    }

    /** A replica that has no data yet is loading them. */
    private static String health(ClusterNode node, long offset) {
        if (node.isFailed()) {
            return "fail";
        }
        return node.isReplica() && offset == 0 ? "loading" : "online";
    }

    private void text(String name, String value) {
        reply.bulk(name);
        reply.bulk(value);
    }

    private void number(String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    @Override
    public String toString() {
        return "ShardsReply[" + state.shards().size() + " shards]";
    }
}
