package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.RedisServer;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.config.Parameter;
import io.miniredis.server.config.Setting;
import java.util.ArrayList;
import java.util.List;

/** CONFIG: parameters read, changed and written back while the server runs (config.c). */
public final class ConfigCommands {
    private ConfigCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(CONFIG);
    }

    static final CommandSpec GET = CommandSpec.named("get")
            .arity(-3)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.0.0")
            .summary("Shows parameters and their values.")
            .complexity("O(N) with N parameters named")
            .history("7.0.0", "Takes several names and patterns.")
            .syntax("parameter:string...")
            .handler(ConfigCommands::configGet);

    private static void configGet(CommandCall call) {
        List<ByteString> patterns = new ArrayList<>();
        while (call.args().hasNext()) {
            patterns.add(call.args().next());
        }

        List<Setting> settings = call.server().config().get(patterns);

        call.reply().map(settings.size());
        for (Setting setting : settings) {
            call.reply().bulk(setting.name());
            call.reply().bulk(setting.value());
        }
    }

    static final CommandSpec SET = CommandSpec.named("set")
            .arity(-4)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.0.0")
            .summary("Changes parameters, all of them or none.")
            .complexity("O(N) with N parameters named")
            .history("7.0.0", "Takes several parameters at once.")
            .syntax("{data: parameter:string value:string}...")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ConfigCommands::configSet);

    private static void configSet(CommandCall call) {
        if (call.args().remaining() % 2 != 0) {
            throw Errors.SYNTAX;
        }
        List<Setting> settings = new ArrayList<>();
        while (call.args().hasNext()) {
            ByteString name = call.args().next();
            Parameter parameter = call.server().config().parameter(name);
            if (parameter != null && parameter.isSensitive()) {
                call.hideArgument(call.args().position());
            }
            settings.add(new Setting(name, call.args().next()));
        }

        RedisServer server = call.server();
        try {
            server.config()
                    .set(
                            settings,
                            call.client().isLocal(),
                            server.persistence().loading().isActive());
        } finally {
            server.logCaveats();
        }

        call.reply().ok();
    }

    static final CommandSpec REWRITE = CommandSpec.named("rewrite")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.8.0")
            .summary("Brings the configuration file up to date with what is in force.")
            .complexity("O(1)")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ConfigCommands::configRewrite);

    private static void configRewrite(CommandCall call) {
        call.server().config().rewrite(false);
        call.server().log().notice("CONFIG REWRITE executed with success.");

        call.reply().ok();
    }

    static final CommandSpec RESETSTAT = CommandSpec.named("resetstat")
            .arity(2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .group(CommandGroup.SERVER)
            .since("2.0.0")
            .summary("Sets the counters that INFO shows back to zero.")
            .complexity("O(1)")
            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .handler(ConfigCommands::configResetstat);

    private static void configResetstat(CommandCall call) {
        call.server().resetStatistics();

        call.reply().ok();
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "5.0.0").handler(ContainerHelp::help);

    static final CommandSpec CONFIG = CommandSpec.named("config")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .since("2.0.0")
            .summary("Looks after the server's configuration.")
            .complexity("Depends on subcommand.")
            .container(GET, HELP, RESETSTAT, REWRITE, SET);
}
