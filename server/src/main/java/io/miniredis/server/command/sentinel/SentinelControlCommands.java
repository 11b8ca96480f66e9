package io.miniredis.server.command.sentinel;

import static io.miniredis.server.command.CommandFlag.ADMIN;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.replication.sentinel.MonitoredPrimary;
import io.miniredis.replication.sentinel.PrimarySettings;
import io.miniredis.replication.sentinel.SentinelNode;
import io.miniredis.replication.sentinel.UnusableInstanceException;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.sentinel.Sentinel;
import java.util.ArrayList;
import java.util.List;

/** The subcommands of SENTINEL by which it is told what to watch and what to do. */
final class SentinelControlCommands {
    private static final String PRIMARY_NAME = "master-name:string";

    private SentinelControlCommands() {}

    private static CommandSpecBuilder subcommand(String name) {
        return CommandSpec.named(name).flags(ADMIN).group(CommandGroup.SENTINEL).inSentinelToo();
    }

    static final CommandSpec MONITOR = subcommand("monitor")
            .arity(6)
            .since("2.8.4")
            .summary("Watches a primary from now on.")
            .complexity("O(1)")
            .syntax("name:string ip:string port:integer quorum:integer")
            .handler(SentinelControlCommands::monitor);

    private static void monitor(CommandCall call) {
        Arguments args = call.args();
        String name = SentinelCommands.text(args.next());
        String host = SentinelCommands.text(args.next());
        // The quorum, which stands behind the port, is looked at first.
        args.skip(1);
        long quorum = args.nextLong(SentinelCommands.error("Invalid quorum"));
        args.skip(-2);
        long port = args.nextLong(SentinelCommands.error("Invalid port"));
        if (quorum <= 0) {
            throw SentinelCommands.error("Quorum must be 1 or greater.");
        }

        SentinelNode node = SentinelCommands.node(call);
        if (node.resolve(host) == null) {
            throw SentinelCommands.error("Invalid IP address or hostname specified");
        }
        MonitoredPrimary primary;
        try {
            primary = node.instances().addPrimary(name, host, clamped(port), clamped(quorum));
        } catch (UnusableInstanceException unusable) {
            throw SentinelCommands.error(String.valueOf(unusable.getMessage()));
        }
        boolean saved = SentinelCommands.sentinel(call).saveConfiguration();
        node.tellIsMonitored(primary);

        if (!saved) {
            throw SentinelCommands.error("Failed to save config file. Check server logs.");
        }
        call.reply().ok();
    }

    /** What is beyond an int is as wrong as the largest. */
    private static int clamped(long number) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number));
    }

    static final CommandSpec REMOVE = subcommand("remove")
            .arity(3)
            .since("2.8.4")
            .summary("Watches a primary no more.")
            .complexity("O(1)")
            .syntax(PRIMARY_NAME)
            .handler(SentinelControlCommands::remove);

    private static void remove(CommandCall call) {
        MonitoredPrimary primary = SentinelCommands.nextPrimary(call);

        SentinelCommands.node(call).instances().remove(primary);

        SentinelCommands.saveAndReply(call);
    }

    static final CommandSpec RESET = subcommand("reset")
            .arity(3)
            .since("2.8.4")
            .summary("Begins anew with the primaries whose names match, as if nothing were known but their addresses.")
            .complexity("O(N) with N primaries")
            .syntax("pattern:pattern")
            .handler(SentinelControlCommands::reset);

    private static void reset(CommandCall call) {
        String pattern = SentinelCommands.text(call.args().next());

        int count = SentinelCommands.node(call).instances().reset(pattern);

        call.reply().integer(count);
    }

    static final CommandSpec FAILOVER = subcommand("failover")
            .arity(3)
            .since("2.8.4")
            .summary("Makes a replica the primary without asking other sentinels.")
            .syntax(PRIMARY_NAME)
            .handler(SentinelControlCommands::failover);

    private static void failover(CommandCall call) {
        MonitoredPrimary primary = SentinelCommands.nextPrimary(call);

        String refusal = SentinelCommands.node(call).failover().force(primary);

        if (refusal != null) {
            throw new ErrorReply(refusal);
        }
        call.reply().ok();
    }

    static final CommandSpec SET = subcommand("set")
            .arity(-5)
            .since("2.8.4")
            .summary("Changes what is configured of a primary.")
            .complexity("O(1)")
            .syntax(PRIMARY_NAME + " {data: option:string value:string}...")
            .handler(SentinelControlCommands::set);

    private static void set(CommandCall call) {
        MonitoredPrimary primary = SentinelCommands.nextPrimary(call);
        List<String> arguments = new ArrayList<>();
        while (call.args().hasNext()) {
            arguments.add(SentinelCommands.text(call.args().next()));
        }

        Sentinel sentinel = SentinelCommands.sentinel(call);
        PrimarySettings settings = new PrimarySettings(sentinel.node(), primary, sentinel::isExecutable);
        String refusal = settings.set(arguments);

        if (refusal == null) {
            SentinelCommands.saveAndReply(call);
            return;
        }
        if (settings.isChanged()) {
            SentinelCommands.sentinel(call).saveConfiguration();
        }
        throw SentinelCommands.error(refusal);
    }

    static final CommandSpec SIMULATE_FAILURE = subcommand("simulate-failure")
            .arity(-3)
            .since("3.2.0")
            .summary("Lets the process end at the worst moment, for a test.")
            .syntax("[(mode: crash-after-election=CRASH-AFTER-ELECTION | crash-after-promotion=CRASH-AFTER-PROMOTION"
                    + " | help=HELP)...]")
            .handler(SentinelControlCommands::simulateFailure);

    private static void simulateFailure(CommandCall call) {
        boolean whenElected = false;
        boolean afterPromotion = false;
        SentinelNode node = SentinelCommands.node(call);
        node.crashes(false, false);
        while (call.args().hasNext()) {
            if (call.args().acceptToken("crash-after-election")) {
                whenElected = true;
                warn(call, "will crash after being successfully elected as failover leader");
            } else if (call.args().acceptToken("crash-after-promotion")) {
                afterPromotion = true;
                warn(call, "will crash after promoting the selected replica to master");
            } else if (call.args().acceptToken("help")) {
                node.crashes(whenElected, afterPromotion);
                call.reply().array(2);
                call.reply().bulk("crash-after-election");
                call.reply().bulk("crash-after-promotion");
                return;
            } else {
                node.crashes(whenElected, afterPromotion);
                throw SentinelCommands.error("Unknown failure simulation specified");
            }
        }
        node.crashes(whenElected, afterPromotion);

        call.reply().ok();
    }

    private static void warn(CommandCall call, String what) {
        call.server().log().warning("Failure simulation: this Sentinel " + what);
    }
}
