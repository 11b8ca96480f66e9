package io.miniredis.server.command.generic;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * What may follow RESTORE's payload.
 *
 * @param idleSeconds since the key was used, or -1
 * @param frequency of its use, 0 to 255, or -1
 */
record RestoreOptions(boolean replace, boolean absoluteTtl, long idleSeconds, int frequency) {
    private static final int NONE = -1;
    private static final int MAX_FREQUENCY = 255;

    /** Takes all arguments that are left. */
    static RestoreOptions parse(Arguments args) {
        boolean replace = false;
        boolean absoluteTtl = false;
        long idleSeconds = NONE;
        int frequency = NONE;
        while (args.hasNext()) {
            if (args.acceptToken("replace")) {
                replace = true;
            } else if (args.acceptToken("absttl")) {
                absoluteTtl = true;
            } else if (frequency == NONE && args.acceptOption("idletime")) {
                idleSeconds = args.nextLong();
                if (idleSeconds < 0) {
                    throw GenericErrors.NEGATIVE_IDLETIME;
                }
            } else if (idleSeconds == NONE && args.acceptOption("freq")) {
                long given = args.nextLong();
                if (given < 0 || given > MAX_FREQUENCY) {
                    throw GenericErrors.FREQ_OUT_OF_RANGE;
                }
                frequency = (int) given;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new RestoreOptions(replace, absoluteTtl, idleSeconds, frequency);
    }
}
