package io.miniredis.server.command.bitmap;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * A part of a string, in bits: what BITCOUNT and BITPOS look at.
 *
 * @param from the first bit
 * @param to behind the last bit; not above {@code from} if the range is empty
 * @param endGiven false if the range ends where the string ends, behind which BITPOS sees zeros
 */
record BitRange(long from, long to, boolean endGiven) {
    private static final int UNIT_BEHIND_END = 2;
    private static final int ALL_ARGUMENTS = 3;
    private static final BitRange EMPTY = new BitRange(0, 0, true);

    /** {@code [start end [BYTE | BIT]]}, for a string of this length. */
    static BitRange forCounting(Arguments args, long lengthBytes) {
        if (!args.hasNext()) {
            return new BitRange(0, lengthBytes * 8, false);
        }
        if (args.remaining() == 1 || args.remaining() > ALL_ARGUMENTS) {
            throw Errors.SYNTAX;
        }
        long start = args.nextLong();
        long end = args.nextLong();
        // Turned around, both counted from the end: Redis does not even look at the unit.
        if (start < 0 && end < 0 && start > end) {
            return EMPTY;
        }
        return of(start, end, args.hasNext() && isBit(args, 0), lengthBytes);
    }

    /** {@code [start [end [BYTE | BIT]]]}, for a string of this length. */
    static BitRange forSearching(Arguments args, long lengthBytes) {
        if (args.remaining() > ALL_ARGUMENTS) {
            throw Errors.SYNTAX;
        }
        long start = args.hasNext() ? args.nextLong() : 0;
        if (!args.hasNext()) {
            BitRange range = of(start, lengthBytes - 1, false, lengthBytes);
            return new BitRange(range.from, range.to, false);
        }
        boolean bits = args.remaining() == UNIT_BEHIND_END && isBit(args, 1);
        return of(start, args.nextLong(), bits, lengthBytes);
    }

    private static boolean isBit(Arguments args, int ahead) {
        if (args.peek(ahead).equalsIgnoreCase("bit")) {
            return true;
        }
        if (args.peek(ahead).equalsIgnoreCase("byte")) {
            return false;
        }
        throw Errors.SYNTAX;
    }

    /** Both ends included; negative ones count from the string's end. */
    private static BitRange of(long start, long end, boolean bits, long lengthBytes) {
        long total = bits ? lengthBytes * 8 : lengthBytes;
        long first = Math.max(0, start < 0 ? start + total : start);
        long last = Math.min(total - 1, Math.max(0, end < 0 ? end + total : end));
        if (first > last) {
            return EMPTY;
        }
        int unit = bits ? 1 : 8;
        return new BitRange(first * unit, (last + 1) * unit, true);
    }

    boolean isEmpty() {
        return from >= to;
    }
}
