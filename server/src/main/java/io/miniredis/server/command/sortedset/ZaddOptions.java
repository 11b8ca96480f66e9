package io.miniredis.server.command.sortedset;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * What stands between key and scores in ZADD.
 *
 * @param onlyNew NX
 * @param onlyExisting XX
 * @param onlyGreater GT
 * @param onlyLess LT
 * @param countChanged CH
 * @param increment INCR
 */
record ZaddOptions(
        boolean onlyNew,
        boolean onlyExisting,
        boolean onlyGreater,
        boolean onlyLess,
        boolean countChanged,
        boolean increment) {
    private static final ZaddOptions NONE = new ZaddOptions(false, false, false, false, false, false);
    private static final int LONGEST_WORD = 4;

    /**
     * Takes the options; pairs of score and member are left.
     *
     * @param increment true for ZINCRBY, which is a ZADD with INCR
     */
    static ZaddOptions parse(Arguments args, boolean increment) {
        ZaddOptions options = increment || mayHaveOptions(args) ? parseWords(args, increment) : NONE;
        int left = args.remaining();
        if (left == 0 || left % 2 != 0) {
            throw Errors.SYNTAX;
        }
        options.requireSense(left / 2);
        return options;
    }

    /** False if the next argument begins like a number, which no option does. */
    private static boolean mayHaveOptions(Arguments args) {
        int length = args.peek().length();
        return length >= 2 && length <= LONGEST_WORD && args.peek().byteAt(0) > '9';
    }

    private static ZaddOptions parseWords(Arguments args, boolean alwaysIncrement) {
        boolean onlyNew = false;
        boolean onlyExisting = false;
        boolean onlyGreater = false;
        boolean onlyLess = false;
        boolean countChanged = false;
        boolean increment = alwaysIncrement;
        while (args.hasNext()) {
            if (args.acceptToken("nx")) {
                onlyNew = true;
            } else if (args.acceptToken("xx")) {
                onlyExisting = true;
            } else if (args.acceptToken("ch")) {
                countChanged = true;
            } else if (args.acceptToken("incr")) {
                increment = true;
            } else if (args.acceptToken("gt")) {
                onlyGreater = true;
            } else if (args.acceptToken("lt")) {
                onlyLess = true;
            } else {
                break;
            }
        }
        return new ZaddOptions(onlyNew, onlyExisting, onlyGreater, onlyLess, countChanged, increment);
    }

    private void requireSense(int pairs) {
        if (onlyNew && onlyExisting) {
            throw SortedSetErrors.NX_AND_XX;
        }
        if ((onlyGreater && onlyNew) || (onlyLess && onlyNew) || (onlyGreater && onlyLess)) {
            throw SortedSetErrors.GT_LT_NX;
        }
        if (increment && pairs > 1) {
            throw SortedSetErrors.ONE_INCREMENT;
        }
    }

    /** True if GT and LT let a member go from one score to the other. */
    boolean permit(double from, double to) {
        return !(onlyLess && to >= from) && !(onlyGreater && to <= from);
    }
}
