package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an XREADGROUP: either entries that are new to the group, which the consumer then has to acknowledge, or
 * its history, the entries that it had got and not acknowledged.
 */
final class GroupRead {
    private final StreamPropagation propagation;
    private final Stream stream;
    private final ConsumerGroup group;

    /** Behind which the history begins, or null for new entries. */
    private final @Nullable StreamId historyAfter;

    @Nullable
    private StreamConsumer consumer;

    GroupRead(StreamPropagation propagation, Stream stream, ConsumerGroup group, @Nullable StreamId historyAfter) {
        this.propagation = propagation;
        this.stream = stream;
        this.group = group;
        this.historyAfter = historyAfter;
    }

    ByteString key() {
        return propagation.key();
    }

    private CommandCall call() {
        return propagation.call();
    }

    /** The consumer is there from now on, even if it gets nothing. */
    void begin(ByteString name, boolean noAck) {
        boolean isNew = group.consumer(name.bytes()) == null;
        StreamConsumer found = StreamValues.consumer(call(), key(), group, name);
        if (isNew && noAck) {
            propagation.created(found);
        }
        consumer = found;
    }

    private StreamConsumer consumer() {
        StreamConsumer begun = consumer;
        if (begun == null) {
            throw new IllegalStateException("no consumer yet");
        }
        return begun;
    }

    /** A history may be empty and is given all the same. */
    boolean hasEntries() {
        return historyAfter != null
                || (stream.length() > 0 && stream.lastEntryId().isAbove(group.lastId()));
    }

    /**
     * Writes the entries and notes that they were delivered.
     *
     * @param count how many at most; 0 for all
     */
    void deliver(long count, boolean noAck) {
        if (historyAfter != null) {
            deliverHistory(historyAfter.next(), count);
        } else {
            deliverNew(count, noAck);
        }
        call().server().effects().addChanges(1);
    }

    private void deliverNew(long count, boolean noAck) {
        StreamReply reply = new StreamReply(call().reply());
        ReplyWriter.Deferred array = call().reply().deferred();
        StreamCursor cursor = stream.cursor(group.lastId().next(), StreamId.MAX, false);
        int delivered = 0;
        while ((count == 0 || delivered < count) && cursor.next()) {
            StreamId id = cursor.id();
            group.pass(stream, id);
            reply.entry(cursor);
            if (!noAck) {
                PendingEntry entry = group.deliver(id, consumer(), call().nowMillis());
                consumer().active(call().nowMillis());
                propagation.pending(group, id, entry);
            }
            delivered++;
        }
        if (noAck && delivered > 0) {
            propagation.position(group);
        }
        array.array(delivered);
    }

    private void deliverHistory(StreamId start, long count) {
        StreamReply reply = new StreamReply(call().reply());
        ReplyWriter.Deferred array = call().reply().deferred();
        PendingEntries.Cursor cursor = consumer().pending().cursor();
        int delivered = 0;
        boolean found = cursor.seek(start);
        while (found && (count == 0 || delivered < count)) {
            StreamId id = cursor.id();
            if (reply.entry(stream, id)) {
                PendingEntry entry = cursor.entry();
                entry.delivered(call().nowMillis(), entry.deliveries() + 1);
            } else {
                // Deleted meanwhile: the consumer is told so, to acknowledge it.
                call().reply().array(2);
                reply.id(id);
                call().reply().nilArray();
            }
            delivered++;
            found = cursor.next();
        }
        array.array(delivered);
    }

    @Override
    public String toString() {
        return "GroupRead[" + key() + " by " + consumer + "]";
    }
}
