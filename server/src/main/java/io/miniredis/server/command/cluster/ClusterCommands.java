package io.miniredis.server.command.cluster;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.cluster.Cluster;
import io.miniredis.protocol.Errors;
import io.miniredis.server.cluster.ClusterService;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import java.util.List;

/**
 * CLUSTER, and what clients of a cluster say of their next requests. CLUSTER's subcommands are in
 * {@link ClusterTopologyCommands}, {@link ClusterSlotCommands} and {@link ClusterInfoCommands}. On a server that is no
 * node of a cluster they say so, in Redis's words, for clients ask them to find out.
 */
public final class ClusterCommands {
    private ClusterCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CLUSTER, READONLY, READWRITE, ASKING);
    }

    /** This server as a node. @throws io.miniredis.protocol.ErrorReply if it is none */
    static Cluster cluster(CommandCall call) {
        ClusterService service = call.server().cluster();
        if (service == null) {
            throw Errors.CLUSTER_DISABLED;
        }
        return service.cluster();
    }

    /** The next argument; if no node has such an id, that is told with what the client wrote. */
    static String nodeId(CommandCall call) {
        return Errors.quoted(call.args().next(), Integer.MAX_VALUE);
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.CLUSTER, "5.0.0").handler(ClusterCommands::help);

    private static void help(CommandCall call) {
        cluster(call);

        ContainerHelp.help(call);
    }

    private static final CommandSpec CLUSTER = CommandSpec.named("cluster")
            .arity(-2)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("A container of commands about the cluster.")
            .complexity("Depends on the subcommand")
            .container(
                    ClusterSlotCommands.ADDSLOTS,
                    ClusterSlotCommands.ADDSLOTSRANGE,
                    ClusterTopologyCommands.BUMPEPOCH,
                    ClusterTopologyCommands.COUNT_FAILURE_REPORTS,
                    ClusterSlotCommands.COUNTKEYSINSLOT,
                    ClusterSlotCommands.DELSLOTS,
                    ClusterSlotCommands.DELSLOTSRANGE,
                    ClusterTopologyCommands.FAILOVER,
                    ClusterSlotCommands.FLUSHSLOTS,
                    ClusterTopologyCommands.FORGET,
                    ClusterSlotCommands.GETKEYSINSLOT,
                    HELP,
                    ClusterInfoCommands.INFO,
                    ClusterSlotCommands.KEYSLOT,
                    ClusterInfoCommands.LINKS,
                    ClusterTopologyCommands.MEET,
                    ClusterInfoCommands.MYID,
                    ClusterInfoCommands.MYSHARDID,
                    ClusterInfoCommands.NODES,
                    ClusterInfoCommands.REPLICAS,
                    ClusterTopologyCommands.REPLICATE,
                    ClusterTopologyCommands.RESET,
                    ClusterTopologyCommands.SAVECONFIG,
                    ClusterTopologyCommands.SET_CONFIG_EPOCH,
                    ClusterSlotCommands.SETSLOT,
                    ClusterInfoCommands.SHARDS,
                    ClusterInfoCommands.SLAVES,
                    ClusterInfoCommands.SLOTS);

    private static final CommandSpec READONLY = CommandSpec.named("readonly")
            .arity(1)
            .flags(FAST, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Allows reads on this connection to a cluster's replica.")
            .complexity("O(1)")
            .handler(ClusterCommands::readonly);

    private static void readonly(CommandCall call) {
        cluster(call);

        call.client().readsFromReplica(true);

        call.reply().ok();
    }

    private static final CommandSpec READWRITE = CommandSpec.named("readwrite")
            .arity(1)
            .flags(FAST, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Takes READONLY back.")
            .complexity("O(1)")
            .handler(ClusterCommands::readwrite);

    private static void readwrite(CommandCall call) {
        cluster(call);

        call.client().readsFromReplica(false);

        call.reply().ok();
    }

    private static final CommandSpec ASKING = CommandSpec.named("asking")
            .arity(1)
            .flags(FAST)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Says that the next command is meant for a slot that is being imported.")
            .complexity("O(1)")
            .handler(ClusterCommands::asking);

    private static void asking(CommandCall call) {
        cluster(call);

        call.client().ask(call.origin() == CallOrigin.CLIENT);

        call.reply().ok();
    }
}
