package io.miniredis.server.command.monitoring;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.Ascii;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.monitoring.LatencyHistogram;
import io.miniredis.server.monitoring.LatencyMonitor;
import io.miniredis.server.monitoring.LatencySeries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** LATENCY: spikes by kind of work, and how long commands take (latency.c). */
public final class LatencyCommands {
    private static final String EACH_ITS_OWN = "response_policy:special";
    private static final String ALL_NODES = "request_policy:all_nodes";

    /** Where the first bar of a histogram ends, in nanoseconds; each further one ends at the double. */
    private static final long FIRST_BAR_NANOS = 1_024;

    private LatencyCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(LATENCY);
    }

    static final CommandSpec HISTORY = CommandSpec.named("history")
            .arity(3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Shows when there were spikes of a kind, and how long they took.")
            .complexity("O(1)")
            .syntax("event:string")
            .tips("nondeterministic_output", ALL_NODES, EACH_ITS_OWN)
            .handler(LatencyCommands::latencyHistory);

    private static void latencyHistory(CommandCall call) {
        LatencySeries series = monitor(call).find(event(call));
        ReplyWriter reply = call.reply();
        if (series == null) {
            reply.array(0);
            return;
        }
        reply.array(series.size());
        for (int i = 0; i < series.size(); i++) {
            reply.array(2);
            reply.integer(series.seconds(i));
            reply.integer(series.millis(i));
        }
    }

    private static LatencyMonitor monitor(CommandCall call) {
        return call.server().observation().latency();
    }

    private static String event(CommandCall call) {
        return Ascii.text(call.args().next().bytes());
    }

    static final CommandSpec LATEST = CommandSpec.named("latest")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Shows the latest spike of each kind.")
            .complexity("O(1)")
            .tips("nondeterministic_output", ALL_NODES, EACH_ITS_OWN)
            .handler(LatencyCommands::latencyLatest);

    private static void latencyLatest(CommandCall call) {
        ReplyWriter reply = call.reply();
        reply.array(monitor(call).count());
        monitor(call).forEach((event, series) -> {
            int latest = series.size() - 1;
            reply.array(4);
            reply.bulk(event);
            reply.integer(series.seconds(latest));
            reply.integer(series.millis(latest));
            reply.integer(series.maxMillis());
        });
    }

    static final CommandSpec RESET = CommandSpec.named("reset")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Forgets the spikes of some kinds, or of all.")
            .complexity("O(1)")
            .syntax("[event:string...]")
            .tips(ALL_NODES, "response_policy:agg_sum")
            .handler(LatencyCommands::latencyReset);

    private static void latencyReset(CommandCall call) {
        int reset = 0;
        if (!call.args().hasNext()) {
            reset = monitor(call).count();
            monitor(call).resetAll();
        }
        while (call.args().hasNext()) {
            reset += monitor(call).reset(event(call)) ? 1 : 0;
        }

        call.reply().integer(reset);
    }

    static final CommandSpec GRAPH = CommandSpec.named("graph")
            .arity(3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Draws the spikes of a kind.")
            .complexity("O(1)")
            .syntax("event:string")
            .tips("nondeterministic_output", ALL_NODES, EACH_ITS_OWN)
            .handler(LatencyCommands::latencyGraph);

    private static void latencyGraph(CommandCall call) {
        String event = event(call);
        LatencySeries series = monitor(call).find(event);
        if (series == null) {
            throw new ErrorReply(Errors.oneLine("ERR No samples available for event '" + event + "'"));
        }

        text(call, LatencyGraph.draw(event, series, call.nowMillis() / 1_000));
    }

    private static void text(CommandCall call, String text) {
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    static final CommandSpec DOCTOR = CommandSpec.named("doctor")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Says in words what the spikes are and what may help.")
            .complexity("O(1)")
            .tips("nondeterministic_output", ALL_NODES, EACH_ITS_OWN)
            .handler(LatencyCommands::latencyDoctor);

    private static void latencyDoctor(CommandCall call) {
        text(call, LatencyAdvice.of(monitor(call), call.server().config()));
    }

    static final CommandSpec HISTOGRAM = CommandSpec.named("histogram")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("7.0.0")
            .summary("Counts the calls of commands by how long they took.")
            .complexity("O(N) with N commands shown")
            .syntax("[command:string...]")
            .tips("nondeterministic_output", ALL_NODES, EACH_ITS_OWN)
            .handler(LatencyCommands::latencyHistogram);

    private static void latencyHistogram(CommandCall call) {
        List<Command> shown = new ArrayList<>();
        if (!call.args().hasNext()) {
            call.server().commands().forEachInUse(command -> addCalled(shown, command));
        }
        while (call.args().hasNext()) {
            Command command =
                    call.server().commands().findByFullName(call.args().next());
            if (command != null) {
                addCalled(shown, command);
            }
        }

        call.reply().map(shown.size());
        for (Command command : shown) {
            call.reply().bulk(command.fullName());
            write(call.reply(), command.latencies());
        }
    }

    private static void addCalled(List<Command> shown, Command command) {
        if (command.hasLatencies()) {
            shown.add(command);
        }
        if (command.subcommands() != null) {
            command.subcommands().forEach(subcommand -> addCalled(shown, subcommand));
        }
    }

    /** Each bar counts what is in those before it too; one that adds nothing is left out. */
    private static void write(ReplyWriter reply, LatencyHistogram histogram) {
        reply.map(2);
        reply.bulk("calls");
        reply.integer(histogram.total());
        reply.bulk("histogram_usec");
        ReplyWriter.Deferred bars = reply.deferred();
        int count = 0;
        long before = 0;
        for (long nanos = FIRST_BAR_NANOS; before < histogram.total(); nanos *= 2) {
            long within = histogram.countUpTo(nanos);
            if (within > before) {
                reply.integer(LatencyHistogram.highestEquivalent(nanos) / 1_000);
                reply.integer(within);
                count++;
            }
            before = within;
        }
        bars.map(count);
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "2.8.13").handler(ContainerHelp::help);

    static final CommandSpec LATENCY = CommandSpec.named("latency")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .since("2.8.13")
            .summary("Looks at what takes long.")
            .complexity("That of the subcommand")
            .container(DOCTOR, GRAPH, HELP, HISTOGRAM, HISTORY, LATEST, RESET);
}
