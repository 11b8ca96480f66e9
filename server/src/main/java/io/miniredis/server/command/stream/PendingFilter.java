package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * Which pending entries XPENDING tells one by one.
 *
 * @param minIdleMillis how long ago they must have been delivered
 * @param count how many at most, 0 or more
 * @param consumer whose, or null for all
 */
record PendingFilter(
        long minIdleMillis,
        StreamId start,
        StreamId end,
        long count,
        @Nullable ByteString consumer) {
    // Start, end and count; with IDLE and its time, and a consumer.
    private static final int FEWEST_ARGUMENTS = 3;
    private static final int MOST_ARGUMENTS = 6;

    static PendingFilter parse(Arguments args) {
        if (args.remaining() < FEWEST_ARGUMENTS || args.remaining() > MOST_ARGUMENTS) {
            throw Errors.SYNTAX;
        }
        long minIdleMillis = 0;
        if (args.acceptToken("idle")) {
            minIdleMillis = args.nextLong();
            if (args.remaining() < FEWEST_ARGUMENTS) {
                throw Errors.SYNTAX;
            }
        }
        ByteString startText = args.next();
        ByteString endText = args.next();
        long count = Math.max(args.nextLong(), 0);
        StreamId start = StreamIds.start(startText);
        StreamId end = StreamIds.end(endText);
        return new PendingFilter(minIdleMillis, start, end, count, args.hasNext() ? args.next() : null);
    }

    void reply(CommandCall call, ConsumerGroup group) {
        PendingEntries pending = group.pending();
        if (consumer != null) {
            StreamConsumer found = group.consumer(consumer.bytes());
            if (found == null) {
                call.reply().array(0);
                return;
            }
            pending = found.pending();
        }
        ReplyWriter reply = call.reply();
        StreamReply ids = new StreamReply(reply);
        ReplyWriter.Deferred array = reply.deferred();
        int told = 0;
        PendingEntries.Cursor cursor = pending.cursor();
        boolean found = cursor.seek(start);
        while (found && told < count && StreamId.compare(cursor.ms(), cursor.seq(), end.ms(), end.seq()) <= 0) {
            PendingEntry entry = cursor.entry();
            long idleMillis = call.nowMillis() - entry.deliveredAtMillis();
            if (minIdleMillis == 0 || idleMillis >= minIdleMillis) {
                reply.array(4);
                ids.id(cursor.ms(), cursor.seq());
                reply.bulk(entry.consumer().name());
                reply.integer(Math.max(idleMillis, 0));
                reply.integer(entry.deliveries());
                told++;
            }
            found = cursor.next();
        }
        array.array(told);
    }
}
