package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandDispatcher;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeyExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the server tells about its commands (server.c). */
public final class CommandCommands {
    private CommandCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(COMMAND);
    }

    // What COMMAND and its subcommands have in common.
    private static CommandSpecBuilder described(String name) {
        return CommandSpec.named(name)
                .flags(LOADING, STALE)
                .acl(AclCategory.CONNECTION)
                .group(CommandGroup.SERVER)
                .inSentinelToo();
    }

    private static final CommandSpec COUNT = described("count")
            .arity(2)
            .since("2.8.13")
            .summary("Counts the commands.")
            .complexity("O(1)")
            .handler(CommandCommands::commandCount);

    private static void commandCount(CommandCall call) {
        call.reply().integer(call.server().commands().size());
    }

    private static final CommandSpec DOCS = described("docs")
            .arity(-2)
            .since("7.0.0")
            .summary("Describes commands, the named ones or all, for people to read.")
            .complexity("O(N) with N commands looked up")
            .syntax("[command-name:string...]")
            .tips("nondeterministic_output_order")
            .handler(CommandCommands::commandDocs);

    private static void commandDocs(CommandCall call) {
        CommandTable commands = call.server().commands();
        List<Command> named = new ArrayList<>();
        while (call.args().hasNext()) {
            Command command = commands.findByFullName(call.args().next());
            if (command != null) {
                named.add(command);
            }
        }

        CommandDocsReply docs = new CommandDocsReply(call.reply());
        if (call.request().count() > 2) {
            call.reply().map(named.size());
            named.forEach(docs::entry);
        } else {
            call.reply().map(commands.size());
            commands.forEach(docs::entry);
        }
    }

    private static final CommandSpec GETKEYS = described("getkeys")
            .arity(-3)
            .since("2.8.13")
            .summary("Finds the keys among the words of a command.")
            .complexity("O(N) with N arguments of the command")
            .syntax("command:string [arg:string...]")
            .handler(CommandCommands::commandGetkeys);

    private static void commandGetkeys(CommandCall call) {
        List<KeyFound> keys = keysOfQuotedCommand(call);

        call.reply().array(keys.size());
        for (KeyFound key : keys) {
            call.reply().bulk(key.name());
        }
    }

    private static final CommandSpec GETKEYSANDFLAGS = described("getkeysandflags")
            .arity(-3)
            .since("7.0.0")
            .summary("Finds the keys among the words of a command, and tells what it does with each.")
            .complexity("O(N) with N arguments of the command")
            .syntax("command:string [arg:string...]")
            .handler(CommandCommands::commandGetkeysandflags);

    private static void commandGetkeysandflags(CommandCall call) {
        List<KeyFound> keys = keysOfQuotedCommand(call);

        new CommandInfoReply(call.reply()).keys(keys);
    }

    private static List<KeyFound> keysOfQuotedCommand(CommandCall call) {
        ByteString[] argv = new ByteString[call.args().remaining()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = call.args().next();
        }
        Request quoted = Request.of(argv);
        Command command = CommandDispatcher.find(call.server().commands(), quoted);
        if (command == null) {
            throw new ErrorReply("ERR Invalid command specified");
        }
        if (!KeyExtractor.mayHaveKeys(command.spec())) {
            throw new ErrorReply("ERR The command has no key arguments");
        }
        if (!command.spec().accepts(argv.length)) {
            throw new ErrorReply("ERR Invalid number of arguments specified for command");
        }

        List<KeyFound> keys = new ArrayList<>();
        KeyExtractor.keys(command.spec(), quoted, (at, flags) -> keys.add(new KeyFound(quoted.arg(at), flags)));
        if (keys.isEmpty() && !command.spec().has(CommandFlag.NO_MANDATORY_KEYS)) {
            throw new ErrorReply("ERR Invalid arguments specified for command");
        }
        return keys;
    }

    private static final CommandSpec HELP = described("help")
            .arity(2)
            .since("5.0.0")
            .summary("Lists the subcommands, with a line about each.")
            .complexity("O(1)")
            .handler(ContainerHelp::help);

    private static final CommandSpec INFO = described("info")
            .arity(-2)
            .since("2.8.13")
            .summary("Describes commands, the named ones or all, for programs to read.")
            .complexity("O(N) with N commands looked up")
            .syntax("[command-name:string...]")
            .history("7.0.0", "Without a name: all commands.")
            .tips("nondeterministic_output_order")
            .handler(CommandCommands::commandInfo);

    private static void commandInfo(CommandCall call) {
        Arguments names = call.args();
        if (!names.hasNext()) {
            command(call);
            return;
        }

        CommandInfoReply info = new CommandInfoReply(call.reply());
        call.reply().array(names.remaining());
        while (names.hasNext()) {
            Command command = call.server().commands().findByFullName(names.next());
            if (command == null) {
                call.reply().nil();
            } else {
                info.write(command);
            }
        }
    }

    private static final CommandSpec LIST = described("list")
            .arity(-2)
            .since("7.0.0")
            .summary("Lists the names of the commands, of all or of those that a filter lets through.")
            .complexity("O(N) with N commands in all")
            .syntax(
                    "[FILTERBY (filterby: MODULE module-name:string | ACLCAT category:string | PATTERN pattern:pattern)]")
            .tips("nondeterministic_output_order")
            .handler(CommandCommands::commandList);

    private static void commandList(CommandCall call) {
        Predicate<Command> filter = call.args().hasNext() ? parseFilter(call.args()) : command -> true;

        List<String> names = new ArrayList<>();
        collectNames(call.server().commands(), filter, names);

        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private static Predicate<Command> parseFilter(Arguments args) {
        if (!args.acceptToken("filterby") || args.remaining() != 2) {
            throw Errors.SYNTAX;
        }
        if (args.acceptToken("module")) {
            // There are no modules, and so no commands of one.
            return command -> false;
        }
        if (args.acceptToken("aclcat")) {
            AclCategory category = AclCategory.named(args.next());
            return command -> category != null && command.spec().has(category);
        }
        if (args.acceptToken("pattern")) {
            byte[] pattern = args.next().bytes();
            return command ->
                    Glob.matches(pattern, ByteString.of(command.fullName()).bytes(), true);
        }
        throw Errors.SYNTAX;
    }

    private static void collectNames(CommandTable commands, Predicate<Command> filter, List<String> names) {
        commands.forEach(command -> {
            if (filter.test(command)) {
                names.add(command.fullName());
            }
            CommandTable subcommands = command.subcommands();
            if (subcommands != null) {
                collectNames(subcommands, filter, names);
            }
        });
    }

    static final CommandSpec COMMAND = described("command")
            .arity(-1)
            .since("2.8.13")
            .summary("Describes all commands, for programs to read.")
            .complexity("O(N) with N commands in all")
            .tips("nondeterministic_output_order")
            .subcommands(COUNT, DOCS, GETKEYS, GETKEYSANDFLAGS, HELP, INFO, LIST)
            .handler(CommandCommands::command);

    private static void command(CommandCall call) {
        CommandTable commands = call.server().commands();

        ReplyWriter reply = call.reply();
        CommandInfoReply info = new CommandInfoReply(reply);
        reply.array(commands.size());
        commands.forEach(info::write);
    }
}
