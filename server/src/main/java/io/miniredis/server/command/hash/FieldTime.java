package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;

/** Times at which fields expire, as clients give them. */
final class FieldTime {
    static final long MILLISECONDS = 1;
    static final long SECONDS = 1_000;

    /** What is counted from 1970 on, not from now. */
    static final long EPOCH = 0;

    /** Times fit in 46 bits: Redis keeps 48 and reserves two. */
    private static final long MAX_MILLIS = (1L << 46) - 1;

    private FieldTime() {}

    /**
     * Milliseconds since 1970.
     *
     * @param baseMillis when the time begins to count
     * @throws io.miniredis.protocol.ErrorReply if it is no number, negative, or too far away
     */
    static long parse(CommandCall call, ByteString amount, long baseMillis, long unitMillis) {
        if (!Numbers.isLong(amount.bytes())) {
            throw Errors.NOT_AN_INTEGER;
        }
        long units = Numbers.parseLong(amount.bytes());
        if (units < 0) {
            throw HashErrors.NEGATIVE_EXPIRE;
        }
        if (units > MAX_MILLIS / unitMillis || units * unitMillis > MAX_MILLIS - baseMillis) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return units * unitMillis + baseMillis;
    }

    static ByteString digits(long number) {
        return ByteString.wrap(Numbers.digits(number));
    }
}
