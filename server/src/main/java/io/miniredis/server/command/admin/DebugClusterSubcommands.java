package io.miniredis.server.command.admin;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.ClusterNode;
import io.miniredis.cluster.MessageType;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** What DEBUG can do with the cluster bus (debug.c). */
final class DebugClusterSubcommands {
    private DebugClusterSubcommands() {}

    /** The family's table of contents. */
    static List<CommandSpec> all() {
        return List.of(CLUSTERLINK, DROP_CLUSTER_PACKET_FILTER);
    }

    private static final CommandSpec DROP_CLUSTER_PACKET_FILTER = CommandSpec.named("drop-cluster-packet-filter")
            .arity(3)
            .syntax("packet-type:integer")
            .summary("Ignores messages of the bus of this type; -1: none.")
            .handler(DebugClusterSubcommands::dropClusterPacketFilter);

    private static void dropClusterPacketFilter(CommandCall call) {
        int type = call.args().nextInt();

        ClusterService node = call.server().cluster();
        if (node != null) {
            node.cluster().dropMessages(MessageType.of(type));
        }

        call.reply().ok();
    }

    private static final CommandSpec CLUSTERLINK = CommandSpec.named("clusterlink")
            .arity(5)
            .syntax("KILL (direction: to=TO | from=FROM | all=ALL) node-id:string")
            .summary("Closes connections with another node.")
            .handler(DebugClusterSubcommands::clusterLink);

    private static void clusterLink(CommandCall call) {
        if (!call.args().acceptToken("kill")) {
            throw Errors.subcommandSyntax(call.request());
        }
        ClusterService service = call.server().cluster();
        if (service == null) {
            throw new ErrorReply("ERR Debug option only available for cluster mode enabled setup!");
        }
        ByteString direction = call.args().next();
        ClusterNode node = service.cluster().requireNode(call.args().next().utf8());
        boolean all = direction.equalsIgnoreCase("all");
        boolean to = all || direction.equalsIgnoreCase("to");
        boolean from = all || direction.equalsIgnoreCase("from");
        if (!to && !from) {
            throw new ErrorReply("ERR Unknown direction " + direction.utf8());
        }

        Cluster cluster = service.cluster();
        if (to) {
            cluster.closeLink(node.link());
        }
        if (from) {
            cluster.closeLink(node.inboundLink());
        }

        call.reply().ok();
    }
}
