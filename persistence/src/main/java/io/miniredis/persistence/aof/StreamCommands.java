package io.miniredis.persistence.aof;

import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.RadixCursor;
import io.miniredis.datastructures.RadixTree;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamCursor;
import io.miniredis.datastructures.StreamId;
import java.io.IOException;

/** A stream as the commands that make it, with groups, consumers and what is pending (rewriteStreamObject). */
final class StreamCommands {
    private final CommandOutput out;
    private final byte[] key;

    StreamCommands(CommandOutput out, byte[] key) {
        this.out = out;
        this.key = key;
    }

    void write(Stream stream) throws IOException {
        if (stream.length() == 0) {
            emptyStream();
        }
        StreamCursor cursor = stream.cursor(StreamId.ZERO, StreamId.MAX, false);
        while (cursor.next()) {
            command(3 + 2 * cursor.fields(), "XADD");
            out.id(cursor.ms(), cursor.seq());
            while (cursor.nextField()) {
                out.entry(cursor.node(), cursor.field());
                out.entry(cursor.node(), cursor.value());
            }
        }
        past(stream);
        RadixTree<ConsumerGroup> groups = stream.groups();
        if (groups != null) {
            RadixCursor<ConsumerGroup> group = groups.cursor();
            for (boolean found = group.seekFirst(); found; found = group.next()) {
                group(group.key(), group.value());
            }
        }
    }

    private void command(int arguments, String name) throws IOException {
        out.command(arguments);
        out.word(name);
        out.bulk(key);
    }

    private void container(int arguments, String name, String subcommand, byte[] group) throws IOException {
        out.command(arguments);
        out.word(name);
        out.word(subcommand);
        out.bulk(key);
        out.bulk(group);
    }

    /** An entry is added and trimmed at once: there is no other way to a stream without entries and groups. */
    private void emptyStream() throws IOException {
        command(7, "XADD");
        out.word("MAXLEN");
        out.word("0");
        out.id(0, 1);
        out.word("x");
        out.word("y");
    }

    private void past(Stream stream) throws IOException {
        command(7, "XSETID");
        out.id(stream.lastId());
        out.word("ENTRIESADDED");
        out.bulkInteger(stream.entriesAdded());
        out.word("MAXDELETEDID");
        out.id(stream.maxDeletedId());
    }

    private void group(byte[] name, ConsumerGroup group) throws IOException {
        container(7, "XGROUP", "CREATE", name);
        out.id(group.lastId());
        out.word("ENTRIESREAD");
        out.bulkInteger(group.entriesRead());
        RadixCursor<StreamConsumer> consumer = group.consumers().cursor();
        for (boolean found = consumer.seekFirst(); found; found = consumer.next()) {
            consumer(name, consumer.value());
        }
    }

    private void consumer(byte[] group, StreamConsumer consumer) throws IOException {
        if (consumer.pending().isEmpty()) {
            container(5, "XGROUP", "CREATECONSUMER", group);
            out.bulk(consumer.name());
            return;
        }
        PendingEntries.Cursor cursor = consumer.pending().cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            PendingEntry entry = cursor.entry();
            command(12, "XCLAIM");
            out.bulk(group);
            out.bulk(consumer.name());
            out.word("0");
            out.id(cursor.ms(), cursor.seq());
            out.word("TIME");
            out.bulkInteger(entry.deliveredAtMillis());
            out.word("RETRYCOUNT");
            out.bulkInteger(entry.deliveries());
            out.word("JUSTID");
            out.word("FORCE");
        }
    }
}
