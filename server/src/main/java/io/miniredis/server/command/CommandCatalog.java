package io.miniredis.server.command;

import java.util.List;

/** Every family of commands. A new family is one line here. */
public final class CommandCatalog {
    private CommandCatalog() {}

    /** The specifications of all commands, family by family. */
    public static List<List<CommandSpec>> families() {
        return List.of(
                io.miniredis.server.command.admin.CommandCommands.all(),
                io.miniredis.server.command.connection.ConnectionCommands.all(),
                io.miniredis.server.command.connection.ClientCommands.all(),
                io.miniredis.server.command.string.StringCommands.all(),
                io.miniredis.server.command.string.StringPairCommands.all(),
                io.miniredis.server.command.string.StringRangeCommands.all(),
                io.miniredis.server.command.string.CounterCommands.all(),
                io.miniredis.server.command.string.LcsCommands.all(),
                io.miniredis.server.command.generic.KeyCommands.all(),
                io.miniredis.server.command.generic.KeySearchCommands.all(),
                io.miniredis.server.command.generic.ExpireCommands.all(),
                io.miniredis.server.command.generic.ObjectCommands.all(),
                io.miniredis.server.command.generic.WaitCommands.all(),
                io.miniredis.server.command.admin.DatabaseCommands.all(),
                io.miniredis.server.command.admin.DebugCommands.all(),
                io.miniredis.server.command.admin.ConfigCommands.all(),
                io.miniredis.server.command.admin.ServerCommands.all(),
                io.miniredis.server.command.admin.TimeCommands.all());
    }

    /** A server's own table of them, with its own counters. */
    public static CommandTable newTable() {
        CommandTable table = new CommandTable();
        for (List<CommandSpec> family : families()) {
            for (CommandSpec spec : family) {
                table.put(spec.name(), new Command(spec, null));
            }
        }
        return table;
    }
}
