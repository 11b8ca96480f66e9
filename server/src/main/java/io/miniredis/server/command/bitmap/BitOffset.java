package io.miniredis.server.command.bitmap;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.string.StringLimit;

/** Where a bit stands, as an argument says it. */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
final class BitOffset {
    private static final ErrorReply INVALID = new ErrorReply("ERR bit offset is not an integer or out of range");

    private BitOffset() {}

    /** The next argument, an offset in bits within {@code proto-max-bulk-len}. */
    static long next(CommandCall call) {
        byte[] text = call.args().next().bytes();
        return checked(call, number(text, 0));
    }

    /** The next argument, an offset in bits or, behind a {@code #}, in integers of {@code width} bits. */
    static long next(CommandCall call, int width) {
        ByteString text = call.args().next();
        boolean counted = !text.isEmpty() && text.byteAt(0) == '#';
        return checked(call, counted ? number(text.bytes(), 1) * width : number(text.bytes(), 0));
    }

    private static long number(byte[] text, int from) {
        if (!Numbers.isLong(text, from, text.length - from)) {
            throw INVALID;
        }
        return Numbers.knownLong(text, from, text.length - from);
    }

    private static long checked(CommandCall call, long offset) {
        boolean tooFar = offset >> 3 >= StringLimit.configuredBytes(call) && !call.mustBeObeyed();
        if (offset < 0 || tooFar) {
            throw INVALID;
        }
        return offset;
    }

    /** How long a string must be in bytes to have this bit. @throws ErrorReply if no string is that long */
    static int bytesFor(long lastBit) {
        long bytes = (lastBit >>> 3) + 1;
        if (bytes > StringLimit.MAX_ARRAY_BYTES) {
            throw INVALID;
        }
        return (int) bytes;
    }
}
