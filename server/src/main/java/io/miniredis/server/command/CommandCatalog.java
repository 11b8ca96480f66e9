package io.miniredis.server.command;

import java.util.ArrayList;
import java.util.List;

/** All commands: {@link CommandFamily} lists them. */
public final class CommandCatalog {
    private CommandCatalog() {}

    /** The specifications of all commands, family by family. Initialises every family. */
    public static List<List<CommandSpec>> families() {
        List<List<CommandSpec>> families = new ArrayList<>();
        for (CommandFamily family : CommandFamily.values()) {
            families.add(family.specs());
        }
        return families;
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
