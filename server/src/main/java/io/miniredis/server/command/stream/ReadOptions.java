package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CallOrigin;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.KeyFinder;
import org.jspecify.annotations.Nullable;

/**
 * The options of XREAD and XREADGROUP.
 *
 * @param timeoutMillis of BLOCK, 0 for ever; {@link #NO_BLOCK} without
 * @param count entries of each stream at most; 0 for all
 * @param noAck NOACK
 * @param group null for XREAD
 * @param consumer null for XREAD
 * @param streamsAt where the first key stands in the request
 * @param streams how many keys there are; as many ids follow
 */
record ReadOptions(
        long timeoutMillis,
        long count,
        boolean noAck,
        @Nullable ByteString group,
        @Nullable ByteString consumer,
        int streamsAt,
        int streams) {
    static final long NO_BLOCK = -1;

    /** @param inGroup for XREADGROUP */
    static ReadOptions parse(CommandCall call, boolean inGroup) {
        Arguments args = call.args();
        long timeoutMillis = NO_BLOCK;
        long count = 0;
        boolean noAck = false;
        ByteString group = null;
        ByteString consumer = null;
        while (true) {
            if (args.acceptOption("block")) {
                timeoutMillis = timeout(call);
            } else if (args.acceptOption("count")) {
                count = Math.max(args.nextLong(), 0);
            } else if (args.acceptOption("streams")) {
                int streams = countStreams(call, inGroup);
                if (inGroup && group == null) {
                    throw StreamErrors.NO_GROUP_OPTION;
                }
                return new ReadOptions(timeoutMillis, count, noAck, group, consumer, args.position(), streams);
            } else if (args.remaining() >= 3 && args.acceptToken("group")) {
                if (!inGroup) {
                    throw StreamErrors.GROUP_IN_XREAD;
                }
                group = args.next();
                consumer = args.next();
            } else if (args.acceptToken("noack")) {
                if (!inGroup) {
                    throw StreamErrors.NOACK_IN_XREAD;
                }
                noAck = true;
            } else {
                throw Errors.SYNTAX;
            }
        }
    }

    private static long timeout(CommandCall call) {
        if (call.origin() == CallOrigin.SCRIPT) {
            throw StreamErrors.blockInScript(call.request().arg(0));
        }
        return call.args().nextTimeoutMillis(call.nowMillis());
    }

    private static int countStreams(CommandCall call, boolean inGroup) {
        int left = call.args().remaining();
        if (left % 2 != 0) {
            throw StreamErrors.unbalanced(call.command().fullName(), inGroup ? '>' : '$');
        }
        return left / 2;
    }

    boolean blocks() {
        return timeoutMillis != NO_BLOCK;
    }

    ByteString key(Request request, int stream) {
        return request.arg(streamsAt + stream);
    }

    /** Where the id of a stream stands in the request. */
    int idAt(int stream) {
        return streamsAt + streams + stream;
    }

    /** Finds the keys, though "STREAMS" may also be the name of a group (xreadGetKeys). */
    static void findKeys(Request request, KeyFinder.KeySink keys) {
        int at = 1;
        while (at < request.count() && !request.arg(at).equalsIgnoreCase("streams")) {
            int width = optionWidth(request.arg(at));
            if (width == 0) {
                return;
            }
            at += width;
        }
        int left = request.count() - at - 1;
        if (left <= 0 || left % 2 != 0) {
            return;
        }
        for (int i = 0; i < left / 2; i++) {
            keys.key(at + 1 + i, 0);
        }
    }

    private static int optionWidth(ByteString word) {
        if (word.equalsIgnoreCase("block") || word.equalsIgnoreCase("count")) {
            return 2;
        }
        if (word.equalsIgnoreCase("group")) {
            return 3;
        }
        return word.equalsIgnoreCase("noack") ? 1 : 0;
    }
}
