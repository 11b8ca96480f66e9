package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;

/** A stream as XINFO shows it. */
final class StreamDescription {
    private final CommandCall call;
    private final Stream stream;
    private final ReplyWriter reply;
    private final StreamReply entries;

    StreamDescription(CommandCall call, Stream stream) {
        this.call = call;
        this.stream = stream;
        this.reply = call.reply();
        this.entries = new StreamReply(call.reply());
    }

    /** XINFO STREAM. */
    void brief() {
        reply.map(10);
        numbers();
        reply.bulk("groups");
        reply.integer(stream.groupCount());
        reply.bulk("first-entry");
        edge(false);
        reply.bulk("last-entry");
        edge(true);
    }

    private void numbers() {
        reply.bulk("length");
        reply.integer(stream.length());
        reply.bulk("radix-tree-keys");
        reply.integer(stream.nodes().size());
        reply.bulk("radix-tree-nodes");
        reply.integer(stream.nodes().nodes());
        id("last-generated-id", stream.lastId());
        id("max-deleted-entry-id", stream.maxDeletedId());
        reply.bulk("entries-added");
        reply.integer(stream.entriesAdded());
        id("recorded-first-entry-id", stream.firstId());
    }

    private void id(String name, StreamId id) {
        reply.bulk(name);
        entries.id(id);
    }

    private void edge(boolean last) {
        StreamCursor cursor = stream.cursor(StreamId.ZERO, StreamId.MAX, last);
        if (cursor.next()) {
            entries.entry(cursor);
        } else {
            reply.nil();
        }
    }

    /**
     * XINFO STREAM FULL.
     *
     * @param count of entries, and of what is pending in each place; 0 for all
     */
    void full(long count) {
        reply.map(9);
        numbers();
        reply.bulk("entries");
        StreamReply.range(call, stream.cursor(StreamId.ZERO, StreamId.MAX, false), count);
        reply.bulk("groups");
        reply.array(stream.groupCount());
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups == null) {
            return;
        }
        RadixCursor<ConsumerGroup> each = groups.cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            fullGroup(each.key(), each.value(), count);
        }
    }

    private void fullGroup(byte[] name, ConsumerGroup group, long count) {
        reply.map(7);
        reply.bulk("name");
        reply.bulk(name);
        id("last-delivered-id", group.lastId());
        progress(group);
        reply.bulk("pel-count");
        reply.integer(group.pending().size());
        reply.bulk("pending");
        pending(group.pending(), count, true);
        reply.bulk("consumers");
        reply.array(group.consumers().size());
        RadixCursor<StreamConsumer> each = group.consumers().cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            fullConsumer(each.value(), count);
        }
    }

    private void fullConsumer(StreamConsumer consumer, long count) {
        reply.map(5);
        reply.bulk("name");
        reply.bulk(consumer.name());
        reply.bulk("seen-time");
        reply.integer(consumer.seenMillis());
        reply.bulk("active-time");
        reply.integer(consumer.activeMillis());
        reply.bulk("pel-count");
        reply.integer(consumer.pending().size());
        reply.bulk("pending");
        pending(consumer.pending(), count, false);
    }

    private void pending(PendingEntries pending, long count, boolean withConsumer) {
        long told = count == 0 ? pending.size() : Math.min(count, pending.size());
        reply.array((int) told);
        PendingEntries.Cursor cursor = pending.cursor();
        cursor.seekFirst();
        for (long left = told; left > 0; left--) {
            PendingEntry entry = cursor.entry();
            reply.array(withConsumer ? 4 : 3);
            entries.id(cursor.ms(), cursor.seq());
            if (withConsumer) {
                reply.bulk(entry.consumer().name());
            }
            reply.integer(entry.deliveredAtMillis());
            reply.integer(entry.deliveries());
            cursor.next();
        }
    }

    /** A group of XINFO GROUPS. */
    void group(byte[] name, ConsumerGroup group) {
        reply.map(6);
        reply.bulk("name");
        reply.bulk(name);
        reply.bulk("consumers");
        reply.integer(group.consumers().size());
        reply.bulk("pending");
        reply.integer(group.pending().size());
        id("last-delivered-id", group.lastId());
        progress(group);
    }

    private void progress(ConsumerGroup group) {
        reply.bulk("entries-read");
        countOrNil(group.entriesRead(), ConsumerGroup.UNKNOWN);
        reply.bulk("lag");
        countOrNil(group.lag(stream), ConsumerGroup.UNKNOWN_LAG);
    }

    private void countOrNil(long count, long unknown) {
        if (count == unknown) {
            reply.nil();
        } else {
            reply.integer(count);
        }
    }
}
