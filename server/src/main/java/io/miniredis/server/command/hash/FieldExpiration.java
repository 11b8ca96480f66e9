package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * A time to live as a client gives it to HGETEX and HSETEX: {@code EX 10}, {@code PXAT 1700000000000}.
 *
 * @param atMillis milliseconds since 1970
 * @param asGiven true if the request says these very milliseconds
 */
record FieldExpiration(long atMillis, boolean asGiven) {
    /** Takes the next two arguments if they are a time to live. */
    static @Nullable FieldExpiration accept(CommandCall call) {
        Arguments args = call.args();
        if (args.acceptToken("ex")) {
            return new FieldExpiration(next(call, call.nowMillis(), FieldTime.SECONDS), false);
        } else if (args.acceptToken("px")) {
            return new FieldExpiration(next(call, call.nowMillis(), FieldTime.MILLISECONDS), false);
        } else if (args.acceptToken("exat")) {
            return new FieldExpiration(next(call, FieldTime.EPOCH, FieldTime.SECONDS), false);
        } else if (args.acceptToken("pxat")) {
            return new FieldExpiration(next(call, FieldTime.EPOCH, FieldTime.MILLISECONDS), true);
        }
        return null;
    }

    private static long next(CommandCall call, long baseMillis, long unitMillis) {
        if (!call.args().hasNext()) {
            throw HashErrors.EXPIRE_MISSING;
        }
        ByteString amount = call.args().next();
        return FieldTime.parse(call, amount, baseMillis, unitMillis);
    }
}
