package io.miniredis.server.command.connection;

import static io.miniredis.server.command.CommandFlag.LOADING;
import static io.miniredis.server.command.CommandFlag.NOSCRIPT;
import static io.miniredis.server.command.CommandFlag.STALE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.tracking.TrackingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CLIENT, as far as it is about copies of keys that clients keep (networking.c, clientCommand). */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class ClientTrackingCommands {
    private static final ErrorReply NOT_TRACKING = new ErrorReply("ERR CLIENT CACHING can be called only when the"
            + " client is in tracking mode with OPTIN or OPTOUT mode enabled");
    private static final ErrorReply NOT_OPT_IN =
            new ErrorReply("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    private static final ErrorReply NOT_OPT_OUT =
            new ErrorReply("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");

    private ClientTrackingCommands() {}

    static final CommandSpec TRACKING = CommandSpec.named("tracking")
            .arity(-3)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Lets the server tell this connection which of its copies of keys are valid no more.")
            .complexity("O(1), and O(N) with N prefixes")
            .syntax("(status: ON | OFF) [REDIRECT client-id:integer] [PREFIX prefix:string+...]"
                    + " [BCAST] [OPTIN] [OPTOUT] [NOLOOP]")
            .handler(ClientTrackingCommands::clientTracking);

    private static void clientTracking(CommandCall call) {
        ByteString status = call.args().next();
        TrackingOptions options = TrackingOptions.parse(call);

        if (status.equalsIgnoreCase("on")) {
            options.check(call.client().tracking());
            call.server()
                    .tracking()
                    .enable(call.client(), options.mode(), options.noLoop(), options.redirect(), options.prefixes());
        } else if (status.equalsIgnoreCase("off")) {
            call.server().tracking().disable(call.client());
        } else {
            throw Errors.SYNTAX;
        }

        call.reply().ok();
    }

    static final CommandSpec CACHING = CommandSpec.named("caching")
            .arity(3)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Says whether copies of what the next command reads are kept.")
            .complexity("O(1)")
            .syntax("(mode: YES | NO)")
            .handler(ClientTrackingCommands::clientCaching);

    private static void clientCaching(CommandCall call) {
        ClientTracking tracking = call.client().tracking();
        if (tracking == null) {
            throw NOT_TRACKING;
        }
        boolean yes = call.args().acceptToken("yes");
        if (!yes && !call.args().acceptToken("no")) {
            throw Errors.SYNTAX;
        }
        if (yes && tracking.mode() != TrackingMode.OPT_IN) {
            throw NOT_OPT_IN;
        }
        if (!yes && tracking.mode() != TrackingMode.OPT_OUT) {
            throw NOT_OPT_OUT;
        }

        tracking.exceptional(true);

        call.reply().ok();
    }

    static final CommandSpec GETREDIR = CommandSpec.named("getredir")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.0.0")
            .summary("Tells which connection is told of this one's invalid keys; 0 if itself, -1 if none.")
            .complexity("O(1)")
            .handler(ClientTrackingCommands::clientGetredir);

    private static void clientGetredir(CommandCall call) {
        call.reply().integer(redirect(call.client().tracking()));
    }

    private static long redirect(@Nullable ClientTracking tracking) {
        return tracking == null ? -1 : tracking.redirect();
    }

    static final CommandSpec TRACKINGINFO = CommandSpec.named("trackinginfo")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .acl(AclCategory.CONNECTION)
            .group(CommandGroup.CONNECTION)
            .inSentinelToo()
            .since("6.2.0")
            .summary("Tells how this connection is told of invalid keys.")
            .complexity("O(1)")
            .handler(ClientTrackingCommands::clientTrackinginfo);

    private static void clientTrackinginfo(CommandCall call) {
        ClientTracking tracking = call.client().tracking();
        ReplyWriter reply = call.reply();

        List<String> flags = flags(tracking);
        List<ByteString> prefixes = tracking == null ? List.of() : tracking.prefixes();

        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        for (String flag : flags) {
            reply.bulk(flag);
        }
        reply.bulk("redirect");
        reply.integer(redirect(tracking));
        reply.bulk("prefixes");
        reply.array(prefixes.size());
        for (ByteString prefix : prefixes) {
            reply.bulk(prefix);
        }
    }

    private static List<String> flags(@Nullable ClientTracking tracking) {
        if (tracking == null) {
            return List.of("off");
        }
        List<String> flags = new ArrayList<>();
        flags.add("on");
        if (tracking.mode() != TrackingMode.DEFAULT) {
            flags.add(tracking.mode().wireName());
        }
        if (tracking.isExceptional()) {
            flags.add(tracking.mode() == TrackingMode.OPT_IN ? "caching-yes" : "caching-no");
        }
        if (tracking.isNoLoop()) {
            flags.add("noloop");
        }
        if (tracking.isRedirectBroken()) {
            flags.add("broken_redirect");
        }
        return flags;
    }
}
