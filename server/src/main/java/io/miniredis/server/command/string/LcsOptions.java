package io.miniredis.server.command.string;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * What follows the keys in LCS.
 *
 * @param lengthOnly LEN
 * @param indexes IDX
 * @param minMatchLength MINMATCHLEN: shorter matches are left out; 0 or more
 * @param withMatchLength WITHMATCHLEN
 */
record LcsOptions(boolean lengthOnly, boolean indexes, long minMatchLength, boolean withMatchLength) {
    static LcsOptions parse(Arguments args) {
        boolean lengthOnly = false;
        boolean indexes = false;
        long minMatchLength = 0;
        boolean withMatchLength = false;
        while (args.hasNext()) {
            if (args.acceptToken("idx")) {
                indexes = true;
            } else if (args.acceptToken("len")) {
                lengthOnly = true;
            } else if (args.acceptToken("withmatchlen")) {
                withMatchLength = true;
            } else if (args.acceptOption("minmatchlen")) {
                minMatchLength = Math.max(0, args.nextLong());
            } else {
                throw Errors.SYNTAX;
            }
        }
        if (lengthOnly && indexes) {
            throw new ErrorReply("ERR If you want both the length and indexes, please just use IDX.");
        }
        return new LcsOptions(lengthOnly, indexes, minMatchLength, withMatchLength);
    }
}
