package io.miniredis.server.command.admin;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.RedisServer;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.keyspace.Databases;
import java.util.List;

/** What DEBUG can do with the data on disk (debug.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // errors have no stack trace
final class DebugPersistenceSubcommands {
    private static final ErrorReply RELOAD_OPTIONS =
            new ErrorReply("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
    private static final ErrorReply NOT_SAVED = new ErrorReply("ERR");
    private static final ErrorReply NOT_LOADED =
            new ErrorReply("ERR Error trying to load the RDB dump, check server logs.");

    private DebugPersistenceSubcommands() {}

    /** The family's table of contents. */
    static List<CommandSpec> all() {
        return List.of(RELOAD);
    }

    private static final CommandSpec RELOAD = CommandSpec.named("reload")
            .arity(-2)
            .syntax("[NOSAVE] [NOFLUSH] [MERGE]")
            .summary(
                    "Saves the data, deletes it and loads it again; NOSAVE and NOFLUSH leave the first two out, and with"
                            + " MERGE keys take the place of those that are there.")
            .handler(DebugPersistenceSubcommands::reload);

    private static void reload(CommandCall call) {
        boolean save = true;
        boolean flush = true;
        boolean merge = false;
        Arguments args = call.args();
        while (args.hasNext()) {
            if (args.acceptToken("merge")) {
                merge = true;
            } else if (args.acceptToken("noflush")) {
                flush = false;
            } else if (args.acceptToken("nosave")) {
                save = false;
            } else {
                throw RELOAD_OPTIONS;
            }
        }

        RedisServer server = call.server();
        if (save && !server.persistence().rdb().save()) {
            throw NOT_SAVED;
        }
        if (flush) {
            flush(server.databases());
            server.scripting().flushFunctions();
        }
        if (!server.persistence().rdbLoading().loadNow(merge)) {
            throw NOT_LOADED;
        }
        server.log().notice("DB reloaded by DEBUG RELOAD");

        call.reply().ok();
    }

    private static void flush(Databases databases) {
        for (int i = 0; i < databases.count(); i++) {
            databases.get(i).flush(false);
        }
    }
}
