package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * On what condition the EXPIRE family acts.
 *
 * @param nx only on a key without a time to live
 * @param xx only on a key with one
 * @param gt only if the key then lives longer; a key without a time to live lives for ever
 * @param lt only if the key then lives shorter
 */
record ExpireCondition(boolean nx, boolean xx, boolean gt, boolean lt) {
    private static final ExpireCondition NONE = new ExpireCondition(false, false, false, false);

    /** Takes all arguments that are left. */
    static ExpireCondition parse(Arguments args) {
        if (!args.hasNext()) {
            return NONE;
        }
        boolean nx = false;
        boolean xx = false;
        boolean gt = false;
        boolean lt = false;
        while (args.hasNext()) {
            if (args.acceptToken("nx")) {
                nx = true;
            } else if (args.acceptToken("xx")) {
                xx = true;
            } else if (args.acceptToken("gt")) {
                gt = true;
            } else if (args.acceptToken("lt")) {
                lt = true;
            } else {
                throw unsupported(args.next());
            }
        }
        if (nx && (xx || gt || lt)) {
            throw GenericErrors.NX_AND_OTHERS;
        }
        if (gt && lt) {
            throw GenericErrors.GT_AND_LT;
        }
        return new ExpireCondition(nx, xx, gt, lt);
    }

    private static ErrorReply unsupported(ByteString option) {
        return new ErrorReply(Errors.oneLine("ERR Unsupported option " + Errors.quoted(option, Integer.MAX_VALUE)));
    }

    /** @param currentMillis when the key expires now, or {@link KeyEntry#NO_EXPIRE} */
    boolean allows(long currentMillis, long newMillis) {
        boolean lasting = currentMillis == KeyEntry.NO_EXPIRE;
        boolean refused = (nx && !lasting)
                || (xx && lasting)
                || (gt && (lasting || newMillis <= currentMillis))
                || (lt && !lasting && newMillis >= currentMillis);
        return !refused;
    }
}
