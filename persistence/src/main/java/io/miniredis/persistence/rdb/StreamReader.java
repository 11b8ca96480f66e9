package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StreamNode;
import java.io.IOException;

/** Reads what {@link StreamWriter} draws, and the two older forms of it. */
final class StreamReader {
    private final RdbInput in;
    private final int type;
    private final Stream stream = new Stream();

    StreamReader(RdbInput in, int type) {
        this.in = in;
        this.type = type;
    }

    Stream read() throws IOException {
        readNodes();
        readPast();
        for (long left = in.length(); left != 0; left--) {
            readGroup();
        }
        return stream;
    }

    // ---- entries ----

    private void readNodes() throws IOException {
        StreamId last = null;
        for (long left = in.length(); left != 0; left--) {
            byte[] key = in.string();
            if (key.length != StreamId.BYTES) {
                throw in.corrupt("Stream node key entry is not the size of a stream ID");
            }
            byte[] pack = in.string();
            if (!ListPack.isValid(pack)) {
                throw in.corrupt("Stream listpack integrity check failed.");
            }
            StreamNode node = new StreamNode(StreamId.ofBytes(key), pack);
            StreamId end = StreamNodeCheck.lastId(node);
            if (end == null) {
                throw in.corrupt("Stream listpack integrity check failed.");
            }
            if (last != null && !node.firstId().isAbove(last)) {
                throw in.corrupt("Stream listpacks are not in the order of their IDs");
            }
            stream.addNode(node);
            last = end;
        }
    }

    private StreamId id() throws IOException {
        long ms = in.length();
        return new StreamId(ms, in.length());
    }

    private void readPast() throws IOException {
        long length = in.length();
        StreamId last = id();
        StreamId maxDeleted = StreamId.ZERO;
        long added = length;
        if (type >= RdbFormat.STREAM_LISTPACKS_2) {
            // The first id is what the entries say.
            id();
            maxDeleted = id();
            added = in.length();
        }
        if (length != stream.length()) {
            throw in.corrupt("Stream length inconsistent with rax entries");
        }
        if (last.isBelow(stream.lastEntryId())) {
            throw in.corrupt("Stream last ID is below an entry's");
        }
        stream.past(last, maxDeleted, added);
    }

    // ---- groups ----

    private void readGroup() throws IOException {
        byte[] name = in.string();
        StreamId last = id();
        long entriesRead = type >= RdbFormat.STREAM_LISTPACKS_2 ? in.length() : stream.entriesBefore(last);
        ConsumerGroup group = stream.addGroup(name, last, entriesRead);
        if (group == null) {
            throw in.corrupt("Duplicated consumer group name");
        }
        readPending(group);
        long owned = 0;
        for (long left = in.length(); left != 0; left--) {
            owned += readConsumer(group);
        }
        if (owned != group.pending().size()) {
            throw in.corrupt("Stream CG PEL entry without consumer");
        }
    }

    private void readPending(ConsumerGroup group) throws IOException {
        for (long left = in.length(); left != 0; left--) {
            StreamId id = rawId();
            long deliveredAt = in.int64();
            long deliveries = in.length();
            if (group.pending().find(id) != null) {
                throw in.corrupt("Duplicated global PEL entry loading stream consumer group");
            }
            group.create(id, deliveredAt).delivered(deliveredAt, deliveries);
        }
    }

    private StreamId rawId() throws IOException {
        long ms = in.int64BigEndian();
        return new StreamId(ms, in.int64BigEndian());
    }

    /** Returns how many entries the consumer has to acknowledge. */
    private long readConsumer(ConsumerGroup group) throws IOException {
        byte[] name = in.string();
        if (group.consumer(name) != null) {
            throw in.corrupt("Duplicate stream consumer detected.");
        }
        long seen = in.int64();
        StreamConsumer consumer = group.addConsumer(name, seen);
        consumer.active(type >= RdbFormat.STREAM_LISTPACKS_3 ? in.int64() : seen);
        long count = in.length();
        for (long left = count; left != 0; left--) {
            StreamId id = rawId();
            PendingEntry entry = group.pending().find(id);
            if (entry == null) {
                throw in.corrupt("Consumer entry not found in group global PEL");
            }
            if (entry.isOwned()) {
                throw in.corrupt("Duplicated consumer PEL entry loading a stream consumer group");
            }
            group.assign(id, entry, consumer);
        }
        return count;
    }
}
