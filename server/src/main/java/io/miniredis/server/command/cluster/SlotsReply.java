package io.miniredis.server.command.cluster;

import io.miniredis.cluster.ClusterNode;
import io.miniredis.cluster.ClusterState;
import io.miniredis.cluster.HashSlot;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.RedisServer;
import io.miniredis.server.cluster.Redirections;
import io.miniredis.server.command.CommandCall;

/**
 * The reply to CLUSTER SLOTS (clusterReplyMultiBulkSlots): for each run of slots that one node serves
 *
 * <pre>
 *   first slot, last slot, primary, replica…      of replicas only those that work
 *   a node: endpoint, port, id, {ip, hostname}    of the last two what the endpoint does not say
 * </pre>
 */
final class SlotsReply {
    private final RedisServer server;
    private final ClusterState state;
    private final ReplyWriter reply;
    private final String endpointType;
    private final boolean encrypted;

    SlotsReply(CommandCall call, ClusterState state) {
        this.server = call.server();
        this.state = state;
        this.reply = call.reply();
        this.endpointType = server.config().cluster.preferredEndpointType.choice();
        this.encrypted = call.client().connection().isEncrypted();
    }

    void write() {
        ReplyWriter.Deferred ranges = reply.deferred();
        int count = 0;
        int first = 0;
        while (first < HashSlot.COUNT) {
            ClusterNode owner = state.owner(first);
            int end = first + 1;
            while (end < HashSlot.COUNT && state.owner(end) == owner) {
                end++;
            }
            if (owner != null) {
                range(owner, first, end - 1);
                count++;
            }
            first = end;
        }
        ranges.array(count);
    }

    private void range(ClusterNode owner, int first, int last) {
        ReplyWriter.Deferred range = reply.deferred();
        reply.integer(first);
        reply.integer(last);
        node(owner);
        int nodes = 1;
        for (ClusterNode replica : owner.replicas()) {
            if (isAvailable(replica)) {
                node(replica);
                nodes++;
            }
        }
        range.array(2 + nodes);
    }

    /** True if it has got data. */
    private boolean isAvailable(ClusterNode replica) {
        long offset = replica.isMyself() ? server.replication().offset() : replica.replicationOffset();
        return !replica.isFailed() && offset != 0;
    }

    private void node(ClusterNode node) {
        boolean tellsIp = !endpointType.equals("ip");
        boolean tellsHostname =
                !endpointType.equals("hostname") && !node.hostname().isEmpty();
        reply.array(4);
        if (endpointType.equals("unknown-endpoint")) {
            reply.nil();
        } else {
            reply.bulk(Redirections.endpoint(node, endpointType));
        }
        reply.integer(node.port(encrypted));
        reply.bulk(node.id());
        reply.map((tellsIp ? 1 : 0) + (tellsHostname ? 1 : 0));
        if (tellsIp) {
            reply.bulk("ip");
            reply.bulk(node.ip());
        }
        if (tellsHostname) {
            reply.bulk("hostname");
            reply.bulk(node.hostname());
        }
    }

    @Override
    public String toString() {
        return "SlotsReply[" + state + "]";
    }
}
