package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_ASYNC_LOADING;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.aof.AofRewrite;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import java.util.List;

/** The append-only file (aof.c). */
public final class AofCommands {
    private AofCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(BGREWRITEAOF);
    }

    static final CommandSpec BGREWRITEAOF = CommandSpec.named("bgrewriteaof")
            .arity(1)
            .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
            .group(CommandGroup.SERVER)
            .since("1.0.0")
            .summary("Writes the append-only file anew, in the background, as short as it can be.")
            .complexity("O(1)")
            .handler(AofCommands::bgrewriteaof);

    private static void bgrewriteaof(CommandCall call) {
        AofRewrite rewrite = call.server().persistence().appendOnlyFile().rewrite();
        if (rewrite.isRunning()) {
            throw new ErrorReply("ERR Background append only file rewriting already in progress");
        }

        boolean isBusy = call.server().persistence().hasBackgroundWriter()
                || call.server().executor().isExecutingTransaction();
        if (isBusy) {
            rewrite.scheduleOnDemand();
        } else if (!rewrite.begin()) {
            throw new ErrorReply("ERR Can't execute an AOF background rewriting. Please check the server logs for more"
                    + " information.");
        }

        call.reply()
                .simple(
                        isBusy
                                ? "Background append only file rewriting scheduled"
                                : "Background append only file rewriting started");
    }
}
