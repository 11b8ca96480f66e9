package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.command.CommandCatalog;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.config.FileDirectives;
import org.jspecify.annotations.Nullable;

/**
 * Checks those directives of a configuration file that are about commands, while it is read and its lines can still be
 * named. The server that starts with the configuration applies them to its own table.
 */
final class StartDirectives implements FileDirectives {
    /** Made when the first directive needs it: most files have none. */
    private @Nullable CommandTable commands;

    @Override
    public @Nullable String renameCommand(ByteString from, ByteString to) {
        if (commands == null) {
            commands = CommandCatalog.newTable();
        }
        try {
            commands.rename(from, to);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
