package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** The server's clock (server.c). */
public final class TimeCommands {
    private TimeCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(TIME);
    }

    static final CommandSpec TIME = CommandSpec.named("time")
            .arity(1)
            .flags(LOADING, STALE, FAST)
            .group(CommandGroup.SERVER)
            .since("2.6.0")
            .summary("Tells the time of the server, in seconds and microseconds.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(TimeCommands::time);

    private static void time(CommandCall call) {
        long micros = call.server().time().micros();

        call.reply().array(2);
        call.reply().bulkInteger(micros / 1_000_000);
        call.reply().bulkInteger(micros % 1_000_000);
    }
}
