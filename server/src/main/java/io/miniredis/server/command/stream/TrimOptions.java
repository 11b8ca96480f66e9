package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StreamTrim;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * MAXLEN or MINID, and LIMIT, of XADD and XTRIM, word by word.
 *
 * <p>LIMIT keeps a single command from deleting a large stream; it is there, unless the client says otherwise, whenever
 * an approximate result will do.
 */
final class TrimOptions {
    private static final ByteString EXACTLY = ByteString.of("=");
    private static final long DEFAULT_LIMIT_NODES = 100;
    private static final long LIMIT_OF_UNBOUND_NODES = 10_000;
    private static final long MAX_DEFAULT_LIMIT = 1_000_000;

    private boolean isGiven;
    private boolean approximate;
    private long maxLength;

    @Nullable
    private StreamId minId;

    private long limit;
    private boolean isLimitGiven;

    /** Where the threshold stands in the request. */
    private int thresholdAt;

    /** Takes the next argument, and those that belong to it, if it is one of these options. */
    boolean accept(Arguments args) {
        if (args.acceptOption("maxlen")) {
            beginStrategy(args);
            maxLength = args.nextLong();
            if (maxLength < 0) {
                throw StreamErrors.NEGATIVE_MAXLEN;
            }
            return true;
        }
        if (args.acceptOption("minid")) {
            beginStrategy(args);
            minId = StreamIds.exact(args.next());
            return true;
        }
        if (args.acceptOption("limit")) {
            limit = args.nextLong();
            if (limit < 0) {
                throw StreamErrors.NEGATIVE_LIMIT;
            }
            isLimitGiven = true;
            return true;
        }
        return false;
    }

    private void beginStrategy(Arguments args) {
        if (isGiven) {
            throw StreamErrors.TWO_STRATEGIES;
        }
        isGiven = true;
        if (args.remaining() >= 2) {
            approximate = args.acceptToken("~");
            if (!approximate) {
                args.acceptToken("=");
            }
        }
        thresholdAt = args.position();
    }

    /** Whether the options that were given go together. @throws io.miniredis.protocol.ErrorReply if not */
    void check(CommandCall call, boolean isRequired) {
        if (limit > 0 && !isGiven) {
            throw StreamErrors.LIMIT_WITHOUT_STRATEGY;
        }
        if (isRequired && !isGiven) {
            throw StreamErrors.NO_STRATEGY;
        }
        if (isLimitGiven && !approximate && !call.mustBeObeyed()) {
            throw StreamErrors.LIMIT_WITHOUT_TILDE;
        }
    }

    /** Trims the stream, if that was asked for. Returns how many entries went. */
    long apply(CommandCall call, Stream stream) {
        if (!isGiven) {
            return 0;
        }
        return stream.trim(new StreamTrim(maxLength, minId, approximate, limitFor(call)));
    }

    private long limitFor(CommandCall call) {
        if (call.mustBeObeyed() || !approximate) {
            return 0;
        }
        if (isLimitGiven) {
            return limit;
        }
        long nodeEntries = call.collections().streamNodeMaxEntries;
        if (nodeEntries <= 0) {
            return LIMIT_OF_UNBOUND_NODES;
        }
        return nodeEntries >= MAX_DEFAULT_LIMIT / DEFAULT_LIMIT_NODES
                ? MAX_DEFAULT_LIMIT
                : nodeEntries * DEFAULT_LIMIT_NODES;
    }

    /** True if others must be told what came of the options, since they might come to another result. */
    boolean isApproximate() {
        return approximate;
    }

    /** Puts the exact result, {@code = length} or {@code = id}, in the place of what was asked for. */
    void rewrite(ByteString[] argv, Stream stream) {
        argv[thresholdAt - 1] = EXACTLY;
        argv[thresholdAt] =
                minId == null ? ByteString.wrap(Numbers.digits(stream.length())) : StreamIds.text(stream.lowestId());
    }

    /** The request's arguments, to be changed. */
    static ByteString[] argv(Request request) {
        ByteString[] argv = new ByteString[request.count()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = request.arg(i);
        }
        return argv;
    }

    @Override
    public String toString() {
        StreamId lowest = minId;
        return "TrimOptions[" + (isGiven ? lowest == null ? "MAXLEN " + maxLength : "MINID " + lowest : "none") + "]";
    }
}
