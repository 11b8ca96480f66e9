package io.miniredis.server.command.admin;

import static io.miniredis.server.command.CommandFlag.ADMIN;
import static io.miniredis.server.command.CommandFlag.ALLOW_BUSY;
import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.NO_MULTI;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.Shutdown;
import io.miniredis.server.ShutdownOptions;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.info.InfoReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** INFO and SHUTDOWN (server.c, db.c). */
public final class ServerCommands {
    private ServerCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(INFO, SHUTDOWN);
    }

    public static final CommandSpec INFO = CommandSpec.named("info")
            .arity(-1)
            .flags(LOADING, STALE)
            .acl(AclCategory.DANGEROUS)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("1.0.0")
            .summary("Tells what the server is, does and has counted.")
            .complexity("O(1)")
            .history("7.0.0", "Takes several sections.")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .syntax("[section:string...]")
            .handler(ServerCommands::info);

    private static void info(CommandCall call) {
        List<String> sections = new ArrayList<>();
        while (call.args().hasNext()) {
            sections.add(call.args().next().utf8().toLowerCase(Locale.ROOT));
        }

        byte[] report = new InfoReport(call.server()).sections(sections);

        call.reply().verbatim("txt", report);
    }

    static final CommandSpec SHUTDOWN = CommandSpec.named("shutdown")
            .arity(-1)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .group(CommandGroup.SERVER)
            .inSentinelToo()
            .since("1.0.0")
            .summary("Ends the server in good order.")
            .complexity("O(N) with N keys in all databases if they are saved, else O(1)")
            .history("7.0.0", "Takes NOW, FORCE and ABORT.")
            .syntax(
                    "[(save-selector: nosave=NOSAVE | save=SAVE)] [now=NOW@7.0.0] [force=FORCE@7.0.0] [abort=ABORT@7.0.0]")
            .handler(ServerCommands::shutdown);

    private static void shutdown(CommandCall call) {
        ShutdownOptions options = parseShutdownOptions(call.args());
        Shutdown shutdown = call.server().shutdown();

        if (options == null) {
            if (!shutdown.callOff()) {
                throw new ErrorReply("ERR No shutdown in progress.");
            }
            call.reply().ok();
            return;
        }

        if (!options.now() && !call.mayBlock()) {
            throw new ErrorReply("ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client");
        }
        if (!options.noSave() && call.server().scripting().isBusy()) {
            // Half of the script's work must not be saved.
            throw call.server().scripting().busyError();
        }
        // The peer learns of the end by the end of its connection, as with Redis: there is no reply.
        if (!shutdown.begin(options)) {
            throw Shutdown.failed();
        }
        if (shutdown.isWaiting()) {
            shutdown.await(call);
        }
    }

    /** Returns null for ABORT, which goes with no other option; SAVE and NOSAVE exclude each other. */
    private static @Nullable ShutdownOptions parseShutdownOptions(Arguments args) {
        boolean save = false;
        boolean noSave = false;
        boolean abort = false;
        boolean now = false;
        boolean force = false;
        while (args.hasNext()) {
            if (args.acceptToken("nosave")) {
                noSave = true;
            } else if (args.acceptToken("save")) {
                save = true;
            } else if (args.acceptToken("abort")) {
                abort = true;
            } else if (args.acceptToken("now")) {
                now = true;
            } else if (args.acceptToken("force")) {
                force = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        if ((abort && (save || noSave || now || force)) || (save && noSave)) {
            throw Errors.SYNTAX;
        }
        return abort ? null : new ShutdownOptions(save, noSave, now, force);
    }
}
