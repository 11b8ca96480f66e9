package io.miniredis.server.command.stream;

import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;

/**
 * What XSETID says of a stream's past.
 *
 * @param last the highest id there ever was
 * @param added how many entries there ever were, or -1 to leave that alone
 * @param maxDeleted the highest id that was deleted, or 0-0 to leave that alone
 */
record StreamPast(StreamId last, long added, StreamId maxDeleted) {
    private static final long AS_IT_IS = -1;

    static StreamPast parse(Arguments args, StreamId last) {
        long added = AS_IT_IS;
        StreamId maxDeleted = StreamId.ZERO;
        while (args.hasNext()) {
            if (args.acceptOption("entriesadded")) {
                added = args.nextLong();
                if (added < 0) {
                    throw StreamErrors.ENTRIES_ADDED_NEGATIVE;
                }
            } else if (args.acceptOption("maxdeletedid")) {
                maxDeleted = StreamIds.exact(args.next());
                if (last.isBelow(maxDeleted)) {
                    throw StreamErrors.BELOW_GIVEN_MAX_DELETED;
                }
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new StreamPast(last, added, maxDeleted);
    }

    /** Whether it fits to what the stream has. @throws io.miniredis.protocol.ErrorReply if not */
    void check(Stream stream) {
        if (last.isBelow(stream.maxDeletedId())) {
            throw StreamErrors.BELOW_MAX_DELETED;
        }
        if (stream.length() == 0) {
            return;
        }
        if (last.isBelow(stream.lastEntryId())) {
            throw StreamErrors.BELOW_TOP;
        }
        if (added != AS_IT_IS && stream.length() > added) {
            throw StreamErrors.ENTRIES_ADDED_TOO_SMALL;
        }
    }

    void apply(Stream stream) {
        stream.past(
                last,
                maxDeleted.isZero() ? stream.maxDeletedId() : maxDeleted,
                added == AS_IT_IS ? stream.entriesAdded() : added);
    }
}
