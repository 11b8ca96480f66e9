package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.PROTECTED;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandHandler;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DEBUG: looks and pokes into the server, for those who test it (debug.c). Clients may use it only where
 * enable-debug-command lets them.
 *
 * <p>To COMMAND it is one command without subcommands, as in Redis; the specifications of what it can do serve to find
 * their methods and to answer DEBUG HELP.
 */
public final class DebugCommands {
    private DebugCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(DEBUG);
    }

    static final CommandSpec DEBUG = CommandSpec.named("debug")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, PROTECTED)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .systemCommand()
            .summary("Looks and pokes into the server, for tests.")
            .complexity("Depends on subcommand.")
            .handler(DebugCommands::debug);

    private static void debug(CommandCall call) {
        CommandHandler handler = subcommand(call.args().next(), call.request().count());
        if (handler == null) {
            throw Errors.subcommandSyntax(call.request());
        }
        handler.handle(call);
    }

    private static @Nullable CommandHandler subcommand(ByteString name, int argumentCount) {
        for (CommandSpec spec : Subcommands.ALL) {
            if (name.equalsIgnoreCase(spec.name()) && spec.accepts(argumentCount)) {
                return spec.handler();
            }
        }
        return null;
    }

    /** Made when they are first asked for: most servers never are. */
    private static final class Subcommands {
        static final List<CommandSpec> ALL = all();

        private static List<CommandSpec> all() {
            List<CommandSpec> all = new ArrayList<>(DebugKeyspaceSubcommands.all());
            all.addAll(DebugServerSubcommands.all());
            all.addAll(DebugPersistenceSubcommands.all());
            all.addAll(DebugClusterSubcommands.all());
            all.add(CommandSpec.named("help").arity(2).handler(call -> ContainerHelp.reply(call, Subcommands.ALL)));
            return List.copyOf(all);
        }
    }
}
