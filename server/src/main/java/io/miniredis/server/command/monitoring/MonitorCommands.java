package io.miniredis.server.command.monitoring;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Watching the server: MONITOR, ROLE and LOLWUT (server.c, replication.c, lolwut.c). */
public final class MonitorCommands {
    /** What LOLWUT draws: squares between whose rows the order gets lost. */
    private static final String ART = """
            +--+ +--+ +--+ +--+
            |  | |  | |  | |  |
            +--+ +--+ +--+ +--+
             +--+ +-+  +--+ +-.
             |  | | |  |  | \\  \\
             +--+ +-+  +--+  '-'
            .--. +-'  /\\  .-+
             \\  \\ \\ |  \\/  | /
              '--' '-'     '-
            """;

    private MonitorCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MONITOR, LOLWUT);
    }

    static final CommandSpec MONITOR = CommandSpec.named("monitor")
            .arity(1)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Shows every command that the server executes from now on.")
            .handler(MonitorCommands::monitor);

    private static void monitor(CommandCall call) {
        if (!call.mayBlock()) {
            throw new ErrorReply("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        if (call.client().isMonitoring()) {
            return;
        }

        call.server().observation().monitors().add(call.client());

        call.reply().ok();
    }

    static final CommandSpec LOLWUT = CommandSpec.named("lolwut")
            .arity(-1)
            .flags(READONLY, FAST)
            .group(CommandGroup.SERVER)
            .since("5.0.0")
            .summary("Shows a drawing and the version.")
            .syntax("[VERSION version:integer]")
            .handler(MonitorCommands::lolwut);

    private static void lolwut(CommandCall call) {
        if (call.args().acceptOption("version")) {
            call.args().nextInt();
        }

        String text = ART + "\nRedis ver. " + ServerConfig.REDIS_VERSION + "\n";

        call.reply().verbatim("txt", text.getBytes(StandardCharsets.US_ASCII));
    }
}
