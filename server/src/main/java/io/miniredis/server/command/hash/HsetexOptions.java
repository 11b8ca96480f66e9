package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * What stands between HSETEX's key and its fields.
 *
 * @param fnx only if none of the fields exists
 * @param fxx only if all of them exist
 * @param expiration their time to live, or null
 * @param keepTtl whether they keep the one they have
 */
record HsetexOptions(boolean fnx, boolean fxx, @Nullable FieldExpiration expiration, boolean keepTtl) {
    private static final int MIN_FIELD_ARGUMENTS = 3;

    /** Takes the arguments up to the first field. */
    static HsetexOptions parse(CommandCall call) {
        Arguments args = call.args();
        boolean fnx = false;
        boolean fxx = false;
        boolean keepTtl = false;
        FieldExpiration expiration = null;
        while (!args.acceptToken("fields")) {
            boolean timed = expiration != null || keepTtl;
            if (isExpiration(args) && timed) {
                throw HashErrors.ONE_EXPIRATION;
            }
            FieldExpiration given = FieldExpiration.accept(call);
            if (given != null) {
                expiration = given;
            } else if (args.acceptToken("keepttl")) {
                keepTtl = true;
            } else if (isCondition(args) && (fnx || fxx)) {
                throw HashErrors.ONE_CONDITION;
            } else if (args.acceptToken("fnx")) {
                fnx = true;
            } else if (args.acceptToken("fxx")) {
                fxx = true;
            } else {
                throw unknown(args.next());
            }
        }
        checkFields(call);
        return new HsetexOptions(fnx, fxx, expiration, keepTtl);
    }

    private static boolean isExpiration(Arguments args) {
        ByteString word = args.peek();
        return word.equalsIgnoreCase("ex")
                || word.equalsIgnoreCase("px")
                || word.equalsIgnoreCase("exat")
                || word.equalsIgnoreCase("pxat")
                || word.equalsIgnoreCase("keepttl");
    }

    private static boolean isCondition(Arguments args) {
        return args.peek().equalsIgnoreCase("fnx") || args.peek().equalsIgnoreCase("fxx");
    }

    private static void checkFields(CommandCall call) {
        Arguments args = call.args();
        ErrorReply wrongArity = Errors.wrongArity(call.command().fullName());
        if (args.remaining() < MIN_FIELD_ARGUMENTS) {
            throw wrongArity;
        }
        long count = args.nextLong(1, Integer.MAX_VALUE, HashErrors.FIELD_COUNT_INVALID);
        if (count * 2 != args.remaining()) {
            throw wrongArity;
        }
    }

    private static ErrorReply unknown(ByteString word) {
        return new ErrorReply(Errors.oneLine("ERR unknown argument: " + Errors.quoted(word, Integer.MAX_VALUE)));
    }
}
