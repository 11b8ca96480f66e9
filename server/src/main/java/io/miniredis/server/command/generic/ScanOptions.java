package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What may follow the cursor of SCAN, SSCAN, HSCAN and ZSCAN.
 *
 * @param pattern which elements to return, or null for all
 * @param count about how many elements to look at, 1 or more
 * @param type the type of the keys to return, in any case of letters, or null for all
 * @param noValues true to leave the values of a hash out
 */
public record ScanOptions(
        @Nullable ByteString pattern, long count, @Nullable ByteString type, boolean noValues) {
    private static final long DEFAULT_COUNT = 10;
    private static final long BUCKETS_PER_COUNT = 10;

    /** The cursor as C's {@code strtoul} reads it, all 64 bits of it. @throws io.miniredis.protocol.ErrorReply */
    public static long nextCursor(Arguments args) {
        byte[] bytes = args.next().bytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        int start = end > 0 && (bytes[0] == '-' || bytes[0] == '+') ? 1 : 0;
        if (start == end && start > 0) {
            throw Errors.INVALID_CURSOR;
        }
        long cursor = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            boolean tooLarge = Long.compareUnsigned(cursor, Long.divideUnsigned(-1L - digit, 10)) > 0;
            if (digit < 0 || digit > 9 || tooLarge) {
                throw Errors.INVALID_CURSOR;
            }
            cursor = cursor * 10 + digit;
        }
        return start == 1 && bytes[0] == '-' ? -cursor : cursor;
    }

    /**
     * Takes all arguments that are left.
     *
     * @param typed true for SCAN, which knows TYPE
     */
    public static ScanOptions parse(Arguments args, boolean typed) {
        return parse(args, typed, false);
    }

    /** Takes all arguments that are left, of HSCAN: it knows NOVALUES. */
    public static ScanOptions parseForHash(Arguments args) {
        return parse(args, false, true);
    }

    private static ScanOptions parse(Arguments args, boolean typed, boolean ofHash) {
        ByteString pattern = null;
        long count = DEFAULT_COUNT;
        ByteString type = null;
        boolean noValues = false;
        while (args.hasNext()) {
            if (args.acceptOption("count")) {
                count = args.nextLong();
                if (count < 1) {
                    throw Errors.SYNTAX;
                }
            } else if (args.acceptOption("match")) {
                ByteString given = args.next();
                pattern = Glob.matchesAll(given.bytes()) ? null : given;
            } else if (typed && args.acceptOption("type")) {
                type = args.next();
            } else if (ofHash && args.acceptToken("novalues")) {
                noValues = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new ScanOptions(pattern, count, type, noValues);
    }

    /** How many steps a call takes at most, so that a table with few keys in many buckets does not hold others up. */
    public long maximumSteps() {
        return count > Long.MAX_VALUE / BUCKETS_PER_COUNT ? Long.MAX_VALUE : count * BUCKETS_PER_COUNT;
    }
}
