package io.miniredis.server.command.cluster;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/**
 * CLUSTER, READONLY, READWRITE and ASKING on a server that is no node of a cluster: clients that ask whether it is one are
 * told so, in Redis's words (clusterCommand).
 */
public final class ClusterCommands {
    private ClusterCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CLUSTER, READONLY, READWRITE, ASKING);
    }

    private static void withoutCluster(CommandCall call) {
        throw Errors.CLUSTER_DISABLED;
    }

    static final CommandSpec ADDSLOTS = CommandSpec.named("addslots")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve hash slots.")
            .complexity("O(N) with N slots")
            .syntax("slot:integer...")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec ADDSLOTSRANGE = CommandSpec.named("addslotsrange")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Makes this node serve ranges of hash slots.")
            .complexity("O(N) with N slots in the ranges")
            .syntax("{range: start-slot:integer end-slot:integer}...")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec BUMPEPOCH = CommandSpec.named("bumpepoch")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Gives this node the highest configuration epoch of the cluster.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec COUNT_FAILURE_REPORTS = CommandSpec.named("count-failure-reports")
            .arity(3)
            .flags(ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Counts the nodes that say a node has failed.")
            .complexity("O(N) with N reports")
            .syntax("node-id:string")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec COUNTKEYSINSLOT = CommandSpec.named("countkeysinslot")
            .arity(3)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Counts the keys in a hash slot.")
            .complexity("O(1)")
            .syntax("slot:integer")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec DELSLOTS = CommandSpec.named("delslots")
            .arity(-3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve hash slots no more.")
            .complexity("O(N) with N slots")
            .syntax("slot:integer...")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec DELSLOTSRANGE = CommandSpec.named("delslotsrange")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Makes this node serve ranges of hash slots no more.")
            .complexity("O(N) with N slots in the ranges")
            .syntax("{range: start-slot:integer end-slot:integer}...")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec FAILOVER = CommandSpec.named("failover")
            .arity(-2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this replica take its primary's place.")
            .complexity("O(1)")
            .syntax("[(options: FORCE | TAKEOVER)]")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec FLUSHSLOTS = CommandSpec.named("flushslots")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node serve no slot any more.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec FORGET = CommandSpec.named("forget")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Removes a node from the table of those that this one knows.")
            .complexity("O(1)")
            .syntax("node-id:string")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec GETKEYSINSLOT = CommandSpec.named("getkeysinslot")
            .arity(4)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Names keys in a hash slot.")
            .complexity("O(N) with N keys asked for")
            .syntax("slot:integer count:integer")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec HELP = CommandSpec.named("help")
            .arity(2)
            .flags(LOADING, STALE)
            .group(CommandGroup.CLUSTER)
            .since("5.0.0")
            .summary("Lists the subcommands, with a line about each.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec INFO = CommandSpec.named("info")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells the state of the cluster as this node sees it.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec KEYSLOT = CommandSpec.named("keyslot")
            .arity(3)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells which hash slot a key belongs to.")
            .complexity("O(N) with N bytes of the key")
            .syntax("key:string")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec LINKS = CommandSpec.named("links")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Lists the connections of the cluster bus.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec MEET = CommandSpec.named("meet")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Introduces another node to this one.")
            .complexity("O(1)")
            .syntax("ip:string port:integer [cluster-bus-port:integer@4.0.0]")
            .history("4.0.0", "Takes the port of the cluster bus")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec MYID = CommandSpec.named("myid")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Tells this node's id.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec MYSHARDID = CommandSpec.named("myshardid")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.2.0")
            .summary("Tells the id of this node's shard.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec NODES = CommandSpec.named("nodes")
            .arity(2)
            .flags(STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Describes the nodes, a line each, as they are kept on disk.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec REPLICAS = CommandSpec.named("replicas")
            .arity(3)
            .flags(ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("5.0.0")
            .summary("Lists a primary's replicas.")
            .complexity("O(N) with N replicas")
            .syntax("node-id:string")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec REPLICATE = CommandSpec.named("replicate")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node a replica of another one.")
            .complexity("O(1)")
            .syntax("node-id:string")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec RESET = CommandSpec.named("reset")
            .arity(-2)
            .flags(ADMIN, STALE, NOSCRIPT)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node forget the cluster.")
            .complexity("O(N) with N nodes known")
            .syntax("[(reset-type: HARD | SOFT)]")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec SAVECONFIG = CommandSpec.named("saveconfig")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Writes the cluster's configuration to disk.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec SET_CONFIG_EPOCH = CommandSpec.named("set-config-epoch")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Sets the configuration epoch of a node that knows no other.")
            .complexity("O(1)")
            .syntax("config-epoch:integer")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec SETSLOT = CommandSpec.named("setslot")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Sets whose a hash slot is, or that it is on its way.")
            .complexity("O(1)")
            .syntax(
                    "slot:integer (subcommand: IMPORTING importing/node-id:string | MIGRATING migrating/node-id:string | NODE node/node-id:string | STABLE)")
            .handler(ClusterCommands::withoutCluster);

    static final CommandSpec SHARDS = CommandSpec.named("shards")
            .arity(2)
            .flags(LOADING, STALE)
            .group(CommandGroup.CLUSTER)
            .since("7.0.0")
            .summary("Maps ranges of hash slots to shards, with the nodes of each.")
            .complexity("O(N) with N nodes")
            .tips("nondeterministic_output")
            .handler(ClusterCommands::withoutCluster);

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
            .handler(ClusterCommands::withoutCluster);

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
            .handler(ClusterCommands::withoutCluster);

    private static final CommandSpec CLUSTER = CommandSpec.named("cluster")
            .arity(-2)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("A container of commands about the cluster.")
            .complexity("Depends on the subcommand")
            .container(
                    ADDSLOTS,
                    ADDSLOTSRANGE,
                    BUMPEPOCH,
                    COUNT_FAILURE_REPORTS,
                    COUNTKEYSINSLOT,
                    DELSLOTS,
                    DELSLOTSRANGE,
                    FAILOVER,
                    FLUSHSLOTS,
                    FORGET,
                    GETKEYSINSLOT,
                    HELP,
                    INFO,
                    KEYSLOT,
                    LINKS,
                    MEET,
                    MYID,
                    MYSHARDID,
                    NODES,
                    REPLICAS,
                    REPLICATE,
                    RESET,
                    SAVECONFIG,
                    SET_CONFIG_EPOCH,
                    SETSLOT,
                    SHARDS,
                    SLAVES,
                    SLOTS);

    private static final CommandSpec ASKING = CommandSpec.named("asking")
            .arity(1)
            .flags(FAST)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Says that the next command is meant for a slot that is being imported.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    private static final CommandSpec READONLY = CommandSpec.named("readonly")
            .arity(1)
            .flags(FAST, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Allows reads on this connection to a cluster's replica.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);

    private static final CommandSpec READWRITE = CommandSpec.named("readwrite")
            .arity(1)
            .flags(FAST, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Takes READONLY back.")
            .complexity("O(1)")
            .handler(ClusterCommands::withoutCluster);
}
