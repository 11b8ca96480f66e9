package io.miniredis.server.command.cluster;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.ClusterLink;
import io.miniredis.cluster.ClusterNode;
import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import org.jspecify.annotations.Nullable;

/** CLUSTER: what this node knows of its cluster (clusterCommand). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class ClusterInfoCommands {
    private static final ErrorReply NOT_A_PRIMARY = new ErrorReply("ERR The specified node is not a master");

    private ClusterInfoCommands() {}

    static final CommandSpec MYID = CommandSpec.named("myid")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells this node's id.")
            .complexity("O(1)")
            .handler(ClusterInfoCommands::myid);

    private static void myid(CommandCall call) {
        call.reply().bulk(ClusterCommands.cluster(call).state().myself().id());
    }

    static final CommandSpec MYSHARDID = CommandSpec.named("myshardid")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.2.0")
            .summary("Tells the id of this node's shard.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::myshardid);

    private static void myshardid(CommandCall call) {
        call.reply().bulk(ClusterCommands.cluster(call).state().myself().shardId());
    }

    static final CommandSpec INFO = CommandSpec.named("info")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells the state of the cluster as this node sees it.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::info);

    private static void info(CommandCall call) {
        call.reply().verbatim("txt", Ascii.bytes(ClusterCommands.cluster(call).info()));
    }

    static final CommandSpec NODES = CommandSpec.named("nodes")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Describes the nodes, a line each, as they are kept on disk.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::nodes);

    private static void nodes(CommandCall call) {
        String text = ClusterCommands.cluster(call).describeNodes(isEncrypted(call));

        call.reply().verbatim("txt", Ascii.bytes(text));
    }

    /** Who came encrypted is told of the ports for that. */
    private static boolean isEncrypted(CommandCall call) {
        return call.client().connection().isEncrypted();
    }

    static final CommandSpec REPLICAS = CommandSpec.named("replicas")
            .arity(3)
            .flags(ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("5.0.0")
            .summary("Lists a primary's replicas.")
            .complexity("O(N) with N replicas")
            .syntax("node-id:string")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::replicas);

    private static void replicas(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        ClusterNode primary = cluster.requireNode(ClusterCommands.nodeId(call));
        if (primary.isReplica()) {
            throw NOT_A_PRIMARY;
        }

        call.reply().array(primary.replicas().size());
        for (ClusterNode replica : primary.replicas()) {
            call.reply().bulk(cluster.describe(replica, isEncrypted(call)));
        }
    }

    static final CommandSpec SLAVES = CommandSpec.named("slaves")
            .arity(3)
            .flags(ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Lists a primary's replicas.")
            .complexity("O(N) with N replicas")
            .syntax("node-id:string")
            .tips("nondeterministic_output")
            .deprecated("5.0.0", "`CLUSTER REPLICAS`")
            .handler(ClusterInfoCommands::replicas);

    static final CommandSpec SLOTS = CommandSpec.named("slots")
            .arity(2)
            .flags(LOADING, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Maps ranges of hash slots to nodes.")
            .complexity("O(N) with N nodes")
            .history("4.0.0", "Tells node ids, too")
            .history("7.0.0", "Tells more about how a node is reached")
            .tips("nondeterministic_output")
            .deprecated("7.0.0", "`CLUSTER SHARDS`")
            .handler(ClusterInfoCommands::slots);

    private static void slots(CommandCall call) {
        new SlotsReply(call, ClusterCommands.cluster(call).state()).write();
    }

    static final CommandSpec SHARDS = CommandSpec.named("shards")
            .arity(2)
            .flags(LOADING, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Maps ranges of hash slots to shards, with the nodes of each.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::shards);

    private static void shards(CommandCall call) {
        new ShardsReply(call, ClusterCommands.cluster(call).state()).write();
    }

    static final CommandSpec LINKS = CommandSpec.named("links")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Lists the connections of the cluster bus.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterInfoCommands::links);

    private static void links(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);

        ReplyWriter.Deferred array = call.reply().deferred();
        int count = 0;
        for (ClusterNode node : cluster.state().nodes()) {
            count += link(call.reply(), node, node.link()) + link(call.reply(), node, node.inboundLink());
        }
        array.array(count);
    }

    private static int link(ReplyWriter reply, ClusterNode node, @Nullable ClusterLink link) {
        if (link == null) {
            return 0;
        }
        long queuedBytes = link.queuedBytes();
        reply.map(6);
        reply.bulk("direction");
        reply.bulk(link.isInbound() ? "from" : "to");
        reply.bulk("node");
        reply.bulk(node.id());
        reply.bulk("create-time");
        reply.integer(link.createdAtMillis());
        reply.bulk("events");
        reply.bulk(link.connection() == null ? "" : link.isSending() ? "rw" : "r");
        reply.bulk("send-buffer-allocated");
        reply.integer(queuedBytes);
        reply.bulk("send-buffer-used");
        reply.integer(queuedBytes);
        return 1;
    }
}
