package io.miniredis.server.command.sortedset;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/** How the scores that a member has in several sets become one. */
enum Aggregate {
    SUM,
    MIN,
    MAX;

    static Aggregate parse(Arguments args) {
        if (args.acceptToken("sum")) {
            return SUM;
        } else if (args.acceptToken("min")) {
            return MIN;
        } else if (args.acceptToken("max")) {
            return MAX;
        }
        throw Errors.SYNTAX;
    }

    /** The sum of infinities of both signs is 0. */
    double of(double one, double other) {
        return switch (this) {
            case SUM -> numberOrZero(one + other);
            case MIN -> other < one ? other : one;
            case MAX -> other > one ? other : one;
        };
    }

    /** Redis's answer to what is no number, such as 0 times infinity. */
    static double numberOrZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
