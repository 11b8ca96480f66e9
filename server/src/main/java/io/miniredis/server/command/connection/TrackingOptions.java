package io.miniredis.server.command.connection;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.tracking.ClientTracking;
import io.miniredis.server.tracking.TrackingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows CLIENT TRACKING ON or OFF.
 *
 * @param redirect a client's id, or 0
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
record TrackingOptions(
        long redirect, boolean broadcast, boolean optIn, boolean optOut, boolean noLoop, List<ByteString> prefixes) {
    private static final ErrorReply TWO_REDIRECTS =
            new ErrorReply("ERR A client can only redirect to a single other client");
    private static final ErrorReply NO_SUCH_REDIRECT =
            new ErrorReply("ERR The client ID you want redirect to does not exist");
    private static final ErrorReply PREFIX_WITHOUT_BCAST =
            new ErrorReply("ERR PREFIX option requires BCAST mode to be enabled");
    private static final ErrorReply OTHER_BCAST =
            new ErrorReply("ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then"
                    + " re-enabling it with a different mode.");
    private static final ErrorReply OPT_WITH_BCAST =
            new ErrorReply("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final ErrorReply BOTH_OPTS = new ErrorReply("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final ErrorReply OTHER_OPT =
            new ErrorReply("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then"
                    + " re-enabling it with a different mode.");

    static TrackingOptions parse(CommandCall call) {
        Arguments args = call.args();
        long redirect = 0;
        boolean broadcast = false;
        boolean optIn = false;
        boolean optOut = false;
        boolean noLoop = false;
        List<ByteString> prefixes = new ArrayList<>(0);
        while (args.hasNext()) {
            if (args.acceptOption("redirect")) {
                redirect = parseRedirect(call, redirect);
            } else if (args.acceptToken("bcast")) {
                broadcast = true;
            } else if (args.acceptToken("optin")) {
                optIn = true;
            } else if (args.acceptToken("optout")) {
                optOut = true;
            } else if (args.acceptToken("noloop")) {
                noLoop = true;
            } else if (args.acceptOption("prefix")) {
                prefixes.add(args.next());
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new TrackingOptions(redirect, broadcast, optIn, optOut, noLoop, prefixes);
    }

    private static long parseRedirect(CommandCall call, long before) {
        if (before != 0) {
            throw TWO_REDIRECTS;
        }
        long id = call.args().nextLong();
        if (call.server().clients().find(id) == null) {
            throw NO_SUCH_REDIRECT;
        }
        return id;
    }

    TrackingMode mode() {
        if (broadcast) {
            return TrackingMode.BROADCAST;
        }
        return optIn ? TrackingMode.OPT_IN : optOut ? TrackingMode.OPT_OUT : TrackingMode.DEFAULT;
    }

    /** @throws ErrorReply if the options contradict each other or what the client said before */
    void check(@Nullable ClientTracking before) {
        if (!broadcast && !prefixes.isEmpty()) {
            throw PREFIX_WITHOUT_BCAST;
        }
        if (before != null && before.isBroadcast() != broadcast) {
            throw OTHER_BCAST;
        }
        if (broadcast && (optIn || optOut)) {
            throw OPT_WITH_BCAST;
        }
        if (optIn && optOut) {
            throw BOTH_OPTS;
        }
        TrackingMode mode = before == null ? TrackingMode.DEFAULT : before.mode();
        if ((optIn && mode == TrackingMode.OPT_OUT) || (optOut && mode == TrackingMode.OPT_IN)) {
            throw OTHER_OPT;
        }
        if (broadcast) {
            checkPrefixes(before == null ? List.of() : before.prefixes());
        }
    }

    /** No key may have two of a client's prefixes: it would hear of it twice (checkPrefixCollisionsOrReply). */
    private void checkPrefixes(List<ByteString> before) {
        for (int i = 0; i < prefixes.size(); i++) {
            for (ByteString known : before) {
                if (overlap(known, prefixes.get(i))) {
                    throw overlapping(prefixes.get(i), "an existing", known);
                }
            }
            for (int j = i + 1; j < prefixes.size(); j++) {
                if (overlap(prefixes.get(i), prefixes.get(j))) {
                    throw overlapping(prefixes.get(i), "another provided", prefixes.get(j));
                }
            }
        }
    }

    private static boolean overlap(ByteString a, ByteString b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.byteAt(i) != b.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static ErrorReply overlapping(ByteString prefix, String which, ByteString other) {
        return new ErrorReply(Errors.oneLine("ERR Prefix '" + ClientAttribute.text(prefix) + "' overlaps with " + which
                + " prefix '" + ClientAttribute.text(other)
                + "'. Prefixes for a single client must not overlap."));
    }
}
