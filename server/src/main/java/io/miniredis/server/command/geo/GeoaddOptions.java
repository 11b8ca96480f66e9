package io.miniredis.server.command.geo;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * What stands between key and places in GEOADD.
 *
 * @param onlyNew NX
 * @param onlyExisting XX
 * @param countChanged CH
 */
record GeoaddOptions(boolean onlyNew, boolean onlyExisting, boolean countChanged) {
    private static final int ARGUMENTS_PER_MEMBER = 3;

    /** Takes the options; longitude, latitude and member of each member are left. */
    static GeoaddOptions parse(Arguments args) {
        boolean onlyNew = false;
        boolean onlyExisting = false;
        boolean countChanged = false;
        while (args.hasNext()) {
            if (args.acceptToken("nx")) {
                onlyNew = true;
            } else if (args.acceptToken("xx")) {
                onlyExisting = true;
            } else if (args.acceptToken("ch")) {
                countChanged = true;
            } else {
                break;
            }
        }
        if (args.remaining() % ARGUMENTS_PER_MEMBER != 0 || (onlyNew && onlyExisting)) {
            throw Errors.SYNTAX;
        }
        return new GeoaddOptions(onlyNew, onlyExisting, countChanged);
    }
}
