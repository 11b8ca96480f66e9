package io.miniredis.server.command.string;

import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What follows key and value in SET.
 *
 * @param onlyNew NX
 * @param onlyExisting XX
 * @param get GET
 * @param keepTtl KEEPTTL
 * @param expiry EX, PX, EXAT or PXAT; null without
 */
record SetOptions(
        boolean onlyNew,
        boolean onlyExisting,
        boolean get,
        boolean keepTtl,
        @Nullable Expiry expiry) {
    /** Words may come in any order and be repeated; of repeated times the last counts. */
    static SetOptions parse(Arguments args) {
        boolean onlyNew = false;
        boolean onlyExisting = false;
        boolean get = false;
        boolean keepTtl = false;
        Expiry expiry = null;
        while (args.hasNext()) {
            Expiry given = keepTtl ? null : Expiry.accept(args, expiry);
            if (given != null) {
                expiry = given;
            } else if (!onlyExisting && args.acceptToken("nx")) {
                onlyNew = true;
            } else if (!onlyNew && args.acceptToken("xx")) {
                onlyExisting = true;
            } else if (args.acceptToken("get")) {
                get = true;
            } else if (expiry == null && args.acceptToken("keepttl")) {
                keepTtl = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new SetOptions(onlyNew, onlyExisting, get, keepTtl, expiry);
    }

    /** The option of SETEX and PSETEX. */
    static SetOptions expiring(Expiry expiry) {
        return new SetOptions(false, false, false, false, expiry);
    }

    /** True if the key may be set, given the entry that was found. */
    boolean permit(@Nullable KeyEntry found) {
        return found == null ? !onlyExisting : !onlyNew;
    }
}
