package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.StreamId;
import io.miniredis.server.command.Arguments;
import org.jspecify.annotations.Nullable;

/** Ids as clients write them. */
final class StreamIds {
    private StreamIds() {}

    /** An id in full or its milliseconds alone, for the first of them. @throws io.miniredis.protocol.ErrorReply */
    static StreamId exact(ByteString text) {
        return required(StreamId.parse(text.bytes(), 0, 0));
    }

    /** All that is left of the arguments. */
    static StreamId[] all(Arguments args) {
        StreamId[] ids = new StreamId[args.remaining()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = exact(args.next());
        }
        return ids;
    }

    /** An id, or {@code -} and {@code +} for the lowest and the highest. */
    static StreamId anyOrEdge(ByteString text, long missingSeq) {
        if (is(text, '-')) {
            return StreamId.ZERO;
        }
        if (is(text, '+')) {
            return StreamId.MAX;
        }
        return required(StreamId.parse(text.bytes(), 0, missingSeq));
    }

    /** The lower end of a range; behind {@code (} it is not in the range itself. */
    static StreamId start(ByteString text) {
        if (!isExclusive(text)) {
            return anyOrEdge(text, 0);
        }
        StreamId bound = required(StreamId.parse(text.bytes(), 1, 0));
        if (bound.equals(StreamId.MAX)) {
            throw StreamErrors.INVALID_START;
        }
        return bound.next();
    }

    /** The upper end of a range. */
    static StreamId end(ByteString text) {
        if (!isExclusive(text)) {
            return anyOrEdge(text, -1);
        }
        StreamId bound = required(StreamId.parse(text.bytes(), 1, -1));
        if (bound.isZero()) {
            throw StreamErrors.INVALID_END;
        }
        return bound.previous();
    }

    private static boolean isExclusive(ByteString text) {
        return text.length() > 1 && text.byteAt(0) == '(';
    }

    static boolean is(ByteString text, char symbol) {
        return text.length() == 1 && text.byteAt(0) == symbol;
    }

    private static StreamId required(@Nullable StreamId id) {
        if (id == null) {
            throw StreamErrors.INVALID_ID;
        }
        return id;
    }

    /** The id as an argument of a command that is propagated. */
    static ByteString text(StreamId id) {
        return ByteString.wrap(id.text());
    }
}
