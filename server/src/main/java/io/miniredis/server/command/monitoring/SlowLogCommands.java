package io.miniredis.server.command.monitoring;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.monitoring.SlowLog;
import java.util.List;

/** SLOWLOG (slowlog.c). */
public final class SlowLogCommands {
    private static final int DEFAULT_COUNT = 10;

    private SlowLogCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SLOWLOG);
    }

    static final CommandSpec GET = CommandSpec.named("get")
            .arity(-2)
            .flags(ADMIN, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.2.12")
            .summary("Shows the latest slow commands, 10 unless told, all with -1.")
            .complexity("O(N) with N commands shown")
            .syntax("[count:integer]")
            .history("4.0.0", "Tells the client's address and name.")
            .tips("request_policy:all_nodes", "nondeterministic_output")
            .handler(SlowLogCommands::slowlogGet);

    private static void slowlogGet(CommandCall call) {
        if (call.args().remaining() > 1) {
            throw Errors.subcommandSyntax(call.request());
        }
        long count = call.args().hasNext() ? count(call) : DEFAULT_COUNT;

        List<SlowLog.Entry> entries = call.server().observation().slowLog().newest(count < 0 ? Long.MAX_VALUE : count);

        call.reply().array(entries.size());
        for (SlowLog.Entry entry : entries) {
            write(call.reply(), entry);
        }
    }

    private static long count(CommandCall call) {
        return call.args()
                .nextLong(-1, Long.MAX_VALUE, new ErrorReply("ERR count should be greater than or equal to -1"));
    }

    private static void write(ReplyWriter reply, SlowLog.Entry entry) {
        reply.array(6);
        reply.integer(entry.id());
        reply.integer(entry.timeSeconds());
        reply.integer(entry.durationMicros());
        reply.array(entry.arguments().size());
        for (ByteString argument : entry.arguments()) {
            reply.bulk(argument);
        }
        reply.bulk(entry.address());
        reply.bulk(entry.clientName());
    }

    static final CommandSpec LEN = CommandSpec.named("len")
            .arity(2)
            .flags(ADMIN, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.2.12")
            .summary("Counts the slow commands that are noted.")
            .complexity("O(1)")
            .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output")
            .handler(SlowLogCommands::slowlogLen);

    private static void slowlogLen(CommandCall call) {
        call.reply().integer(call.server().observation().slowLog().length());
    }

    static final CommandSpec RESET = CommandSpec.named("reset")
            .arity(2)
            .flags(ADMIN, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.2.12")
            .summary("Forgets the slow commands.")
            .complexity("O(N) with N commands noted")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(SlowLogCommands::slowlogReset);

    private static void slowlogReset(CommandCall call) {
        call.server().observation().slowLog().reset();

        call.reply().ok();
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "6.2.0").handler(ContainerHelp::help);

    static final CommandSpec SLOWLOG = CommandSpec.named("slowlog")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .since("2.2.12")
            .summary("Looks after the log of slow commands.")
            .complexity("That of the subcommand")
            .container(GET, HELP, LEN, RESET);
}
