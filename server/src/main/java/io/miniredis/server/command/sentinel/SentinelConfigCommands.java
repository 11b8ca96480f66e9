package io.miniredis.server.command.sentinel;

import static io.miniredis.server.command.CommandFlag.ADMIN;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.replication.sentinel.Timing;
import io.miniredis.replication.sentinel.Timings;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The subcommands of SENTINEL about what holds for all primaries: CONFIG, DEBUG, FLUSHCONFIG. */
final class SentinelConfigCommands {
    private SentinelConfigCommands() {}

    private static CommandSpecBuilder subcommand(String name) {
        return CommandSpec.named(name).flags(ADMIN).group(CommandGroup.SENTINEL).inSentinelToo();
    }

    static final CommandSpec FLUSHCONFIG = subcommand("flushconfig")
            .arity(2)
            .since("2.8.4")
            .summary("Writes the configuration file, with what is known now.")
            .complexity("O(1)")
            .handler(SentinelCommands::saveAndReply);

    // ---- CONFIG ----

    static final CommandSpec CONFIG = subcommand("config")
            .arity(-4)
            .since("6.2.0")
            .summary("Tells or changes what holds for this sentinel as a whole.")
            .complexity("O(N) with N parameters")
            .history("7.2.0", "Takes several parameters.")
            .syntax("(action: {set: SET parameter:string value:string}... | GET parameter:string...)")
            .handler(SentinelConfigCommands::config);

    private static void config(CommandCall call) {
        if (call.args().remaining() >= 3 && call.args().acceptToken("set")) {
            set(call);
        } else if (call.args().acceptToken("get")) {
            get(call);
        } else {
            throw SentinelCommands.error("Only SENTINEL CONFIG GET <param> [<param> <param> ...]/ SET <param> <value>"
                    + " [<param> <value> ...] are supported.");
        }
    }

    private static void get(CommandCall call) {
        Map<String, String> all = SentinelParameter.values(call.server(), SentinelCommands.node(call));
        Map<String, String> found = new LinkedHashMap<>();
        while (call.args().hasNext()) {
            byte[] pattern = call.args().next().bytes();
            for (Map.Entry<String, String> entry : all.entrySet()) {
                if (Glob.matches(pattern, Ascii.bytes(entry.getKey()), true)) {
                    found.putIfAbsent(entry.getKey(), entry.getValue());
                }
            }
        }

        call.reply().map(found.size());
        found.forEach((name, value) -> {
            call.reply().bulk(name);
            call.reply().bulk(Ascii.bytes(value));
        });
    }

    private static void set(CommandCall call) {
        Map<SentinelParameter, ByteString> wanted = parseSettings(call.args());

        boolean reconnects = false;
        for (Map.Entry<SentinelParameter, ByteString> entry : wanted.entrySet()) {
            entry.getKey().set(call.server(), SentinelCommands.node(call).options(), entry.getValue());
            reconnects |= entry.getKey().isAboutAuthentication();
        }
        boolean saved = SentinelCommands.sentinel(call).saveConfiguration();
        if (reconnects) {
            SentinelCommands.node(call).instances().reconnectSentinels();
        }

        if (!saved) {
            throw SentinelCommands.error("Failed to save config file. Check server logs.");
        }
        call.reply().ok();
    }

    private static Map<SentinelParameter, ByteString> parseSettings(Arguments args) {
        Map<SentinelParameter, ByteString> wanted = new LinkedHashMap<>();
        while (args.hasNext()) {
            ByteString name = args.next();
            String quoted = Errors.quoted(name, Integer.MAX_VALUE);
            SentinelParameter parameter = SentinelParameter.named(name);
            if (parameter == null) {
                throw SentinelCommands.error("Invalid argument '" + quoted + "' to SENTINEL CONFIG SET");
            }
            if (wanted.containsKey(parameter)) {
                throw SentinelCommands.error("Duplicate argument '" + quoted + "' to SENTINEL CONFIG SET");
            }
            if (!args.hasNext()) {
                throw SentinelCommands.error("Missing argument '" + quoted + "' value");
            }
            ByteString value = args.next();
            if (!parameter.takes(value)) {
                throw SentinelCommands.error("Invalid value '" + Errors.quoted(value, Integer.MAX_VALUE)
                        + "' to SENTINEL CONFIG SET '" + quoted + "'");
            }
            wanted.put(parameter, value);
        }
        return wanted;
    }

    // ---- DEBUG ----

    static final CommandSpec DEBUG = subcommand("debug")
            .arity(-2)
            .since("7.0.0")
            .summary("Tells or changes periods, in milliseconds.")
            .complexity("O(N) with N parameters")
            .syntax("[{data: parameter:string value:string}...]")
            .handler(SentinelConfigCommands::debug);

    private static void debug(CommandCall call) {
        Timings timings = SentinelCommands.node(call).timings();
        if (!call.args().hasNext()) {
            describe(call.reply(), timings);
            return;
        }

        while (call.args().hasNext()) {
            String option = SentinelCommands.text(call.args().next());
            Timing timing = Timing.named(option);
            if (timing == null || !call.args().hasNext()) {
                throw SentinelCommands.error(
                        "Unknown option or number of arguments for SENTINEL DEBUG '" + option + "'");
            }
            byte[] value = call.args().next().bytes();
            if (!Numbers.isLong(value) || Numbers.parseLong(value) <= 0) {
                throw SentinelCommands.error(
                        "Invalid argument '" + Ascii.text(value) + "' for SENTINEL DEBUG '" + option + "'");
            }
            timings.set(timing, Numbers.parseLong(value));
        }

        call.reply().ok();
    }

    private static void describe(ReplyWriter reply, Timings timings) {
        List<Timing> all = List.of(Timing.values());
        reply.map(all.size());
        for (Timing timing : all) {
            reply.bulk(timing.wireName());
            reply.bulkInteger(timings.millis(timing));
        }
    }
}
