package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StreamNode;
import org.jspecify.annotations.Nullable;

/**
 * A stream as an RDB has it, with all that groups and consumers know.
 *
 * <pre>
 *   nodes, then each     first id (a string of 16 bytes, big-endian), listpack (string)
 *   length, last id (2 lengths), first id, highest deleted id, entries ever added
 *   groups, then each    name, last id, entries read
 *                        pending entries, then each: id (16 bytes), time (8 bytes), deliveries
 *                        consumers, then each: name, seen time (8 bytes), [active time (8 bytes)]
 *                                              pending entries, then the id (16 bytes) of each
 * </pre>
 *
 * The active time is in type 21 STREAM_LISTPACKS_3 only; without it a reader takes the seen time for it.
 */
final class StreamWriter {
    private final RdbOutput out;

    StreamWriter(RdbOutput out) {
        this.out = out;
    }

    /** True if a consumer was active at another time than it was seen, so that type 19 would lose something. */
    static boolean needsActiveTimes(Stream stream) {
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null) {
            return false;
        }
        RadixCursor<ConsumerGroup> group = groups.cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            RadixCursor<StreamConsumer> consumer = group.value().consumers().cursor();
            for (boolean more = consumer.seekFirst(); more; more = consumer.next()) {
                if (consumer.value().activeMillis() != consumer.value().seenMillis()) {
                    return true;
                }
            }
        }
        return false;
    }

    void write(Stream stream, boolean withActiveTimes) {
        out.length(stream.nodes().size());
        RadixCursor<StreamNode> node = stream.nodes().cursor();
        for (boolean found = node.seekFirst(); found; found = node.next()) {
            node(node.value());
        }
        past(stream);
        out.length(stream.groupCount());
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null) {
            return;
        }
        RadixCursor<ConsumerGroup> group = groups.cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            group(group.key(), group.value(), withActiveTimes);
        }
    }

    private void node(StreamNode node) {
        out.string(node.firstId().toBytes());
        out.string(node.bytes(), 0, node.totalBytes());
    }

    private void past(Stream stream) {
        out.length(stream.length());
        id(stream.lastId());
        id(stream.firstId());
        id(stream.maxDeletedId());
        out.length(stream.entriesAdded());
    }

    private void id(StreamId id) {
        out.length(id.ms());
        out.length(id.seq());
    }

    private void group(byte[] name, ConsumerGroup group, boolean withActiveTimes) {
        out.string(name);
        id(group.lastId());
        out.length(group.entriesRead());
        pending(group.pending(), true);
        out.length(group.consumers().size());
        RadixCursor<StreamConsumer> each = group.consumers().cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            StreamConsumer consumer = each.value();
            out.string(consumer.name());
            out.int64(consumer.seenMillis());
            if (withActiveTimes) {
                out.int64(consumer.activeMillis());
            }
            pending(consumer.pending(), false);
        }
    }

    private void pending(PendingEntries entries, boolean withDeliveries) {
        out.length(entries.size());
        PendingEntries.Cursor cursor = entries.cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            out.int64BigEndian(cursor.ms());
            out.int64BigEndian(cursor.seq());
            if (withDeliveries) {
                PendingEntry entry = cursor.entry();
                out.int64(entry.deliveredAtMillis());
                out.length(entry.deliveries());
            }
        }
    }

    // ---- active times beside the stream ----

    /**
     * The active times of all consumers, in the order in which they are written: eight bytes each, little-endian. As a
     * field about the file it stands before the stream's key; who does not know it passes over it.
     */
    static byte @Nullable [] activeTimes(Stream stream) {
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null || !needsActiveTimes(stream)) {
            return null;
        }
        RdbOutput times = RdbOutput.inMemory(false);
        RadixCursor<ConsumerGroup> group = groups.cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            RadixCursor<StreamConsumer> consumer = group.value().consumers().cursor();
            for (boolean more = consumer.seekFirst(); more; more = consumer.next()) {
                times.int64(consumer.value().activeMillis());
            }
        }
        return times.toByteArray();
    }

    /** Gives the consumers the times that {@link #activeTimes} wrote, if there are as many. */
    static void restoreActiveTimes(Stream stream, byte[] times) {
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null) {
            return;
        }
        RdbInput in = new RdbInput(times, 0, times.length);
        RadixCursor<ConsumerGroup> group = groups.cursor();
        for (boolean found = group.seekFirst(); found; found = group.next()) {
            RadixCursor<StreamConsumer> consumer = group.value().consumers().cursor();
            for (boolean more = consumer.seekFirst(); more; more = consumer.next()) {
                if (in.remaining() < Long.BYTES) {
                    return;
                }
                consumer.value().active(in.knownInt64());
            }
        }
    }
}
