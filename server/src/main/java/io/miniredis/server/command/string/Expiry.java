package io.miniredis.server.command.string;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * A time to live as a client gives it to SET, GETEX and SETEX: {@code EX 10}, {@code PXAT 1700000000000}.
 *
 * @param form what the number means
 * @param number not yet read: a number that makes no sense is a later error than a word that makes none
 */
record Expiry(Form form, ByteString number) {
    /** What the number counts, and from when. */
    enum Form {
        EX("ex", 1_000, true),
        PX("px", 1, true),
        EXAT("exat", 1_000, false),
        PXAT("pxat", 1, false);

        private static final Form[] ALL = values();

        private final String token;
        private final int unitMillis;
        private final boolean fromNow;

        Form(String token, int unitMillis, boolean fromNow) {
            this.token = token;
            this.unitMillis = unitMillis;
            this.fromNow = fromNow;
        }
    }

    /** Takes the next two arguments if they are a time to live in the form of {@code before}, any if that is null. */
    static @Nullable Expiry accept(Arguments args, @Nullable Expiry before) {
        for (Form form : Form.ALL) {
            if ((before == null || before.form == form) && args.acceptOption(form.token)) {
                return new Expiry(form, args.next());
            }
        }
        return null;
    }

    /**
     * When the key expires, in milliseconds since 1970-01-01 UTC, 1 or more.
     *
     * @throws io.miniredis.protocol.ErrorReply if the number is none, is not positive, or leads beyond 64 bits
     */
    long atMillis(CommandCall call) {
        byte[] digits = number.bytes();
        if (!Numbers.isLong(digits)) {
            throw Errors.NOT_AN_INTEGER;
        }
        long amount = Numbers.parseLong(digits);
        if (amount <= 0 || amount > Long.MAX_VALUE / form.unitMillis) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        long atMillis = amount * form.unitMillis + (form.fromNow ? call.nowMillis() : 0);
        if (atMillis <= 0) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return atMillis;
    }

    /** True for a point in time, which may have passed. */
    boolean isAbsolute() {
        return !form.fromNow;
    }

    /** True if the request says the very milliseconds that {@link #atMillis} gives. */
    boolean isPropagatedAsGiven() {
        return form == Form.PXAT;
    }
}
