package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;
import static io.miniredis.server.command.CommandFlag.NO_MULTI;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.persistence.RdbSaving;
import java.util.List;

/** Saving the data as an RDB file (rdb.c). */
@SuppressWarnings("StaticAssignmentOfThrowable") // errors have no stack trace
public final class PersistenceCommands {
    private static final ErrorReply IN_PROGRESS = new ErrorReply("ERR Background save already in progress");
    private static final ErrorReply OTHER_IN_PROGRESS =
            new ErrorReply("ERR Another child process is active (AOF?): can't BGSAVE right now."
                    + " Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.");
    private static final ErrorReply FAILED = new ErrorReply("ERR");

    private PersistenceCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(SAVE, BGSAVE, LASTSAVE);
    }

    static final CommandSpec SAVE = CommandSpec.named("save")
            .arity(1)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, NO_MULTI)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Saves the data to disk while everybody waits.")
            .complexity("O(N) with N keys in all databases")
            .handler(PersistenceCommands::save);

    private static void save(CommandCall call) {
        RdbSaving rdb = call.server().persistence().rdb();
        if (rdb.isInBackground()) {
            throw IN_PROGRESS;
        }

        if (!rdb.saveByCommand()) {
            throw FAILED;
        }

        call.reply().ok();
    }

    static final CommandSpec BGSAVE = CommandSpec.named("bgsave")
            .arity(-1)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Saves the data to disk, as it is now, while clients are served.")
            .complexity("O(1)")
            .syntax("[SCHEDULE@3.2.2]")
            .history("3.2.2", "Takes `SCHEDULE`.")
            .handler(PersistenceCommands::bgsave);

    private static void bgsave(CommandCall call) {
        boolean schedule = call.args().acceptToken("schedule");
        if (call.args().hasNext()) {
            throw Errors.SYNTAX;
        }

        RdbSaving rdb = call.server().persistence().rdb();
        if (rdb.isInBackground()) {
            throw IN_PROGRESS;
        }
        boolean inTransaction = call.origin() == CallOrigin.TRANSACTION;
        if (!call.server().persistence().snapshots().isRunning() && !inTransaction) {
            rdb.begin();
            call.reply().simple("Background saving started");
        } else if (schedule || inTransaction) {
            rdb.schedule();
            call.reply().simple("Background saving scheduled");
        } else {
            throw OTHER_IN_PROGRESS;
        }
    }

    static final CommandSpec LASTSAVE = CommandSpec.named("lastsave")
            .arity(1)
            .flags(LOADING, STALE, FAST)
            .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Tells when the data was last saved, in seconds since 1970.")
            .complexity("O(1)")
            .tips("nondeterministic_output")
            .handler(PersistenceCommands::lastsave);

    private static void lastsave(CommandCall call) {
        call.reply().integer(call.server().persistence().rdb().lastSaveSeconds());
    }
}
