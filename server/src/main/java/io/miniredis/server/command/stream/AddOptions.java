package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamId;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * What stands between XADD's key and the entry.
 *
 * @param id the id, or its milliseconds with sequence 0, or null for an id by the clock
 * @param isSequenceGiven false if the stream is to find the sequence number
 * @param idAt where the id stands in the request
 * @param createsStream false with NOMKSTREAM
 */
record AddOptions(@Nullable StreamId id, boolean isSequenceGiven, int idAt, boolean createsStream, TrimOptions trim) {
    static AddOptions parse(CommandCall call) {
        Arguments args = call.args();
        TrimOptions trim = new TrimOptions();
        boolean createsStream = true;
        StreamId id = null;
        boolean isSequenceGiven = false;
        int idAt = call.request().count();
        while (args.hasNext()) {
            if (StreamIds.is(args.peek(), '*')) {
                idAt = args.position();
                args.skip(1);
                break;
            }
            if (trim.accept(args)) {
                continue;
            }
            if (args.acceptToken("nomkstream")) {
                createsStream = false;
                continue;
            }
            idAt = args.position();
            ByteString text = args.next();
            id = StreamId.parseWithoutSequence(text.bytes());
            if (id == null) {
                id = StreamIds.exact(text);
                isSequenceGiven = true;
            }
            break;
        }
        trim.check(call, false);
        return new AddOptions(id, isSequenceGiven, idAt, createsStream, trim);
    }

    /**
     * The id of an entry to be added to a stream.
     *
     * @throws io.miniredis.protocol.ErrorReply if it is not above the last
     */
    StreamId idFor(Stream stream, long nowMillis) {
        StreamId last = stream.lastId();
        if (last.equals(StreamId.MAX)) {
            throw StreamErrors.IDS_EXHAUSTED;
        }
        StreamId given = id;
        if (given == null) {
            return stream.nextId(nowMillis);
        }
        boolean follows = !isSequenceGiven && given.ms() == last.ms() && last.seq() != -1;
        StreamId chosen = follows ? last.next() : given;
        if (!chosen.isAbove(last)) {
            throw StreamErrors.ID_TOO_SMALL;
        }
        return chosen;
    }

    /** True if others must be told the id that was found. */
    boolean isIdFound() {
        return !isSequenceGiven;
    }
}
