package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * Consumers who share the entries of a stream: each entry is delivered to one of them, who acknowledges it when it is
 * done (streamCG).
 */
public final class ConsumerGroup {
    /** {@link #entriesRead} if it cannot be told. */
    public static final long UNKNOWN = -1;

    /** {@link #lag} if it cannot be told. It may be negative, if ENTRIESREAD was wrong. */
    public static final long UNKNOWN_LAG = Long.MIN_VALUE;

    private static final int CONSUMER_BYTES = 48;
    private static final int PENDING_BYTES = 32;

    private final RadixTree<StreamConsumer> consumers = new RadixTree<>();
    private final PendingEntries pending = new PendingEntries();
    private StreamId lastId;
    private long entriesRead;

    ConsumerGroup(StreamId lastId, long entriesRead) {
        this.lastId = lastId;
        this.entriesRead = entriesRead;
    }

    /** The last entry that was delivered; what is above is new to the group. */
    public StreamId lastId() {
        return lastId;
    }

    /** How many entries of the stream the group has been through, deleted ones included, or {@link #UNKNOWN}. */
    public long entriesRead() {
        return entriesRead;
    }

    public void position(StreamId id, long read) {
        lastId = id;
        entriesRead = read;
    }

    /** What is not acknowledged, of all consumers together. */
    public PendingEntries pending() {
        return pending;
    }

    /** By name. Not to be changed but by this class. */
    public RadixTree<StreamConsumer> consumers() {
        return consumers;
    }

    public @Nullable StreamConsumer consumer(byte[] name) {
        return consumers.find(name);
    }

    /** Adds a consumer of a name that is not there yet. */
    public StreamConsumer addConsumer(byte[] name, long nowMillis) {
        StreamConsumer consumer = new StreamConsumer(name, nowMillis);
        consumers.insert(name, consumer);
        return consumer;
    }

    /** Removes a consumer; what it had to acknowledge is forgotten. */
    public void removeConsumer(StreamConsumer consumer) {
        PendingEntries.Cursor cursor = consumer.pending().cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            pending.remove(cursor.id());
        }
        consumers.remove(consumer.name());
    }

    // ---- deliveries ----

    /**
     * Notes that an entry, the next one above {@link #lastId}, goes to somebody; counts it as read if that can be told.
     */
    public void pass(Stream stream, StreamId id) {
        if (entriesRead != UNKNOWN && !stream.hasDeletedFrom(id)) {
            entriesRead++;
        } else if (stream.entriesAdded() != 0) {
            entriesRead = stream.entriesBefore(id);
        }
        lastId = id;
    }

    /** Notes that an entry was delivered to a consumer for the first time, or again after the group was set back. */
    public PendingEntry deliver(StreamId id, StreamConsumer consumer, long nowMillis) {
        PendingEntry delivery = new PendingEntry(consumer, nowMillis);
        if (pending.insert(id, delivery)) {
            consumer.pending().insert(id, delivery);
            return delivery;
        }
        PendingEntry known = pendingEntry(id);
        assign(id, known, consumer);
        known.delivered(nowMillis, 1);
        return known;
    }

    private PendingEntry pendingEntry(StreamId id) {
        PendingEntry known = pending.find(id);
        if (known == null) {
            throw new IllegalStateException(id + " is not pending");
        }
        return known;
    }

    /** Makes an entry pending that was not, for {@link #assign} to give to somebody. */
    public PendingEntry create(StreamId id, long nowMillis) {
        PendingEntry created = new PendingEntry(null, nowMillis);
        pending.insert(id, created);
        return created;
    }

    /** Gives a pending entry to a consumer, taking it from its present one. */
    public void assign(StreamId id, PendingEntry entry, StreamConsumer consumer) {
        if (entry.isOwned()) {
            if (entry.consumer() == consumer) {
                return;
            }
            entry.consumer().pending().remove(id);
        }
        consumer.pending().insert(id, entry);
        entry.consumer(consumer);
    }

    /** Takes an entry off the list of what is pending. Returns false if it is not there. */
    public boolean acknowledge(StreamId id) {
        PendingEntry entry = pending.find(id);
        if (entry == null) {
            return false;
        }
        pending.remove(id);
        if (entry.isOwned()) {
            entry.consumer().pending().remove(id);
        }
        return true;
    }

    /** How many entries the group has still to be given, or {@link #UNKNOWN_LAG}. */
    public long lag(Stream stream) {
        if (stream.entriesAdded() == 0) {
            return 0;
        }
        boolean counted = entriesRead != UNKNOWN && !stream.hasDeletedFrom(lastId);
        long read = counted ? entriesRead : stream.entriesBefore(lastId);
        return read == UNKNOWN ? UNKNOWN_LAG : stream.entriesAdded() - read;
    }

    // ---- as a whole ----

    ConsumerGroup copy() {
        ConsumerGroup copy = new ConsumerGroup(lastId, entriesRead);
        RadixCursor<StreamConsumer> each = consumers.cursor();
        for (boolean found = each.seekFirst(); found; found = each.next()) {
            StreamConsumer original = each.value();
            StreamConsumer consumer = copy.addConsumer(original.name(), original.seenMillis());
            consumer.active(original.activeMillis());
            PendingEntries.Cursor cursor = original.pending().cursor();
            for (boolean more = cursor.seekFirst(); more; more = cursor.next()) {
                PendingEntry entry = cursor.entry();
                copy.deliver(cursor.id(), consumer, entry.deliveredAtMillis())
                        .delivered(entry.deliveredAtMillis(), entry.deliveries());
            }
        }
        return copy;
    }

    long sizeBytes() {
        long bytes = consumers.sizeBytes() + pending.sizeBytes();
        bytes += (long) consumers.size() * CONSUMER_BYTES;
        // Each entry stands in its consumer's list too.
        return bytes + pending.sizeBytes() + (long) pending.size() * PENDING_BYTES;
    }

    @Override
    public String toString() {
        return "ConsumerGroup[last " + lastId + ", " + pending.size() + " pending, " + consumers.size() + " consumers]";
    }
}
