package io.miniredis.server.command.string;

import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;

/** How long strings may become: {@code proto-max-bulk-len}, and never more than one array holds. */
public final class StringLimit {
    /** The longest string there can be, in bytes. */
    public static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private StringLimit() {}

    /**
     * Checks the length of a string before it grows (checkStringLength).
     *
     * @param bytes its length, or the offset behind which something is put; 0 or more
     * @param addedBytes 0 or more
     * @throws io.miniredis.protocol.ErrorReply if the sum exceeds the limit
     */
    public static void require(CommandCall call, long bytes, long addedBytes) {
        long limit = call.mustBeObeyed() ? MAX_ARRAY_BYTES : Math.min(MAX_ARRAY_BYTES, configuredBytes(call));
        if (bytes > limit - addedBytes) {
            throw Errors.STRING_TOO_LONG;
        }
    }

    /** {@code proto-max-bulk-len}. */
    public static long configuredBytes(CommandCall call) {
        return call.server().config().network.protoMaxBulkLength.value();
    }
}
