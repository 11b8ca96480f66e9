package io.miniredis.server;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.acl.UserLineCheck;
import io.miniredis.server.command.CommandCatalog;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.config.FileDirectives;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks those directives of a configuration file that are about commands and users, while it is read and its lines can
 * still be named. The server that starts with the configuration applies them to its own table.
 */
final class StartDirectives implements FileDirectives {
    private final boolean sentinel;
    /** Made when the first directive needs it: most files have none. */
    private @Nullable CommandTable commands;

    private @Nullable UserLineCheck users;

    /** @param sentinel true for the commands of a sentinel */
    StartDirectives(boolean sentinel) {
        this.sentinel = sentinel;
    }

    @Override
    public @Nullable String renameCommand(ByteString from, ByteString to) {
        try {
            commands().rename(from, to);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Override
    public @Nullable String user(List<ByteString> nameAndRules) {
        if (users == null) {
            users = new UserLineCheck(commands());
        }
        return users.refusal(nameAndRules);
    }

    private CommandTable commands() {
        CommandTable made = commands;
        if (made == null) {
            made = sentinel ? CommandCatalog.newSentinelTable() : CommandCatalog.newTable();
            commands = made;
        }
        return made;
    }
}
