package io.miniredis.server.command.string;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What follows the key in GETEX.
 *
 * @param expiry the new time to live; null without
 * @param persist PERSIST
 */
record GetexOptions(@Nullable Expiry expiry, boolean persist) {
    static GetexOptions parse(Arguments args) {
        Expiry expiry = null;
        boolean persist = false;
        while (args.hasNext()) {
            Expiry given = persist ? null : Expiry.accept(args, expiry);
            if (given != null) {
                expiry = given;
            } else if (expiry == null && args.acceptToken("persist")) {
                persist = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new GetexOptions(expiry, persist);
    }
}
