package io.miniredis.server.command.cluster;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.FailoverMode;
import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.io.IOException;

/** CLUSTER: which nodes there are, and what they are to each other (clusterCommand). */
public final class ClusterTopologyCommands {
    private ClusterTopologyCommands() {}

    static final CommandSpec MEET = CommandSpec.named("meet")
            .arity(-4)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Introduces another node to this one.")
            .complexity("O(1)")
            .syntax("ip:string port:integer [cluster-bus-port:integer@4.0.0]")
            .history("4.0.0", "Takes the port of the cluster bus")
            .handler(ClusterTopologyCommands::meet);

    private static void meet(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        Arguments args = call.args();
        if (args.remaining() > 3) {
            throw Errors.subcommandSyntax(call.request());
        }
        ByteString ip = args.next();
        ByteString portText = args.next();
        long port = port("base", portText);
        long busPort = args.hasNext() ? port("bus", args.next()) : port + Cluster.BUS_PORT_DISTANCE;

        if (!cluster.meet(Ascii.text(ip.bytes()), port, busPort)) {
            throw new ErrorReply("ERR Invalid node address specified: " + quoted(ip) + ":" + quoted(portText));
        }

        call.reply().ok();
    }

    private static long port(String kind, ByteString text) {
        if (!Numbers.isLong(text.bytes())) {
            throw new ErrorReply("ERR Invalid " + kind + " port specified: " + quoted(text));
        }
        return Numbers.parseLong(text.bytes());
    }

    private static String quoted(ByteString text) {
        return Errors.quoted(text, Integer.MAX_VALUE);
    }

    static final CommandSpec FORGET = CommandSpec.named("forget")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Removes a node from the table of those that this one knows.")
            .complexity("O(1)")
            .syntax("node-id:string")
            .handler(ClusterTopologyCommands::forget);

    private static void forget(CommandCall call) {
        ClusterCommands.cluster(call).forget(ClusterCommands.nodeId(call));

        call.reply().ok();
    }

    static final CommandSpec REPLICATE = CommandSpec.named("replicate")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node a replica of another one.")
            .complexity("O(1)")
            .syntax("node-id:string")
            .handler(ClusterTopologyCommands::replicate);

    private static void replicate(CommandCall call) {
        ClusterCommands.cluster(call).replicate(ClusterCommands.nodeId(call));

        call.reply().ok();
    }

    static final CommandSpec FAILOVER = CommandSpec.named("failover")
            .arity(-2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this replica take its primary's place.")
            .complexity("O(1)")
            .syntax("[(options: FORCE | TAKEOVER)]")
            .handler(ClusterTopologyCommands::failover);

    private static void failover(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        Arguments args = call.args();
        if (args.remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        FailoverMode mode = !args.hasNext()
                ? FailoverMode.COORDINATED
                : args.acceptToken("force")
                        ? FailoverMode.FORCE
                        : args.acceptToken("takeover") ? FailoverMode.TAKEOVER : null;
        if (mode == null) {
            throw Errors.SYNTAX;
        }

        cluster.failover(mode);

        call.reply().ok();
    }

    static final CommandSpec RESET = CommandSpec.named("reset")
            .arity(-2)
            .flags(ADMIN, STALE, NOSCRIPT)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Makes this node forget the cluster.")
            .complexity("O(N) with N nodes known")
            .syntax("[(reset-type: HARD | SOFT)]")
            .handler(ClusterTopologyCommands::reset);

    private static void reset(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        Arguments args = call.args();
        if (args.remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        boolean hard = args.acceptToken("hard");
        if (!hard) {
            args.acceptToken("soft");
        }
        args.end();

        cluster.reset(hard);

        call.reply().ok();
    }

    static final CommandSpec BUMPEPOCH = CommandSpec.named("bumpepoch")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Gives this node the highest configuration epoch of the cluster.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(ClusterTopologyCommands::bumpepoch);

    private static void bumpepoch(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);

        boolean bumped = cluster.bumpEpoch();

        long epoch = cluster.state().myself().configEpoch();
        call.reply().simple((bumped ? "BUMPED " : "STILL ") + Long.toUnsignedString(epoch));
    }

    static final CommandSpec SET_CONFIG_EPOCH = CommandSpec.named("set-config-epoch")
            .arity(3)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Sets the configuration epoch of a node that knows no other.")
            .complexity("O(1)")
            .syntax("config-epoch:integer")
            .handler(ClusterTopologyCommands::setConfigEpoch);

    private static void setConfigEpoch(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);
        long epoch = call.args().nextLong();

        cluster.configEpoch(epoch);

        call.reply().ok();
    }

    static final CommandSpec SAVECONFIG = CommandSpec.named("saveconfig")
            .arity(2)
            .flags(NO_ASYNC_LOADING, ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Writes the cluster's configuration to disk.")
            .complexity("O(1)")
            .handler(ClusterTopologyCommands::saveconfig);

    private static void saveconfig(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);

        try {
            cluster.saveConfig();
        } catch (IOException e) {
            throw new ErrorReply("ERR error saving the cluster node config: " + e.getMessage());
        }

        call.reply().ok();
    }

    static final CommandSpec COUNT_FAILURE_REPORTS = CommandSpec.named("count-failure-reports")
            .arity(3)
            .flags(ADMIN, STALE)
            .group(CommandGroup.CLUSTER)
            .since("3.0.0")
            .summary("Counts the nodes that say a node has failed.")
            .complexity("O(N) with N reports")
            .syntax("node-id:string")
            .tips("nondeterministic_output")
            .handler(ClusterTopologyCommands::countFailureReports);

    private static void countFailureReports(CommandCall call) {
        Cluster cluster = ClusterCommands.cluster(call);

        call.reply().integer(cluster.failureReports(ClusterCommands.nodeId(call)));
    }
}
