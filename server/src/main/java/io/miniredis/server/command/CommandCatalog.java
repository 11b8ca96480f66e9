package io.miniredis.server.command;

import io.miniredis.server.command.sentinel.SentinelCommands;
import io.miniredis.server.command.sentinel.SentinelServerCommands;
import java.util.ArrayList;
import java.util.List;

/** All commands: {@link CommandFamily} lists them. */
public final class CommandCatalog {
    /** The families with commands that a sentinel has, too. */
    private static final List<CommandFamily> FAMILIES_IN_SENTINEL = List.of(
            CommandFamily.COMMAND,
            CommandFamily.CONNECTION,
            CommandFamily.CLIENT,
            CommandFamily.ACL,
            CommandFamily.SUBSCRIPTION,
            CommandFamily.SERVER);

    private CommandCatalog() {}

    /** The specifications of all commands, family by family. Initialises every family. */
    public static List<List<CommandSpec>> families() {
        List<List<CommandSpec>> families = new ArrayList<>();
        for (CommandFamily family : CommandFamily.values()) {
            families.add(family.specs());
        }
        return families;
    }

    /** The specifications of what only a sentinel has, or does in its own way. */
    public static List<CommandSpec> ofSentinel() {
        List<CommandSpec> specs = new ArrayList<>(SentinelCommands.all());
        specs.addAll(SentinelServerCommands.all());
        return specs;
    }

    /** A sentinel's own table: nothing in it touches data. */
    public static CommandTable newSentinelTable() {
        CommandTable table = new CommandTable();
        for (CommandSpec spec : ofSentinel()) {
            putInSentinel(table, spec);
        }
        for (CommandFamily family : FAMILIES_IN_SENTINEL) {
            for (CommandSpec spec : family.specs()) {
                putInSentinel(table, spec);
            }
        }
        return table;
    }

    private static void putInSentinel(CommandTable table, CommandSpec spec) {
        if (!spec.has(CommandFlag.SENTINEL) || table.find(spec.name()) != null) {
            return;
        }
        List<CommandSpec> subcommands = new ArrayList<>();
        for (CommandSpec subcommand : spec.subcommands()) {
            if (subcommand.has(CommandFlag.SENTINEL)) {
                subcommands.add(subcommand);
            }
        }
        table.put(spec.name(), new Command(spec, null, subcommands));
    }

    /** A server's own table of them, with its own counters. */
    public static CommandTable newTable() {
        CommandTable table = new CommandTable();
        for (CommandFamily family : CommandFamily.values()) {
            table.putLater(family);
        }
        return table;
    }
}
