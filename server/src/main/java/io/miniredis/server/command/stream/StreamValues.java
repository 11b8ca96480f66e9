package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import org.jspecify.annotations.Nullable;

/** Streams and consumers of a call, looked up. */
final class StreamValues {
    private StreamValues() {}

    /**
     * A stream whose groups are to be changed, or null. To clients that is a read, counted as a hit or a miss; it is
     * also a write, for whoever keeps the value as it was.
     */
    static @Nullable Stream readToChange(CommandCall call, ByteString key) {
        Database db = call.db();
        int hash = db.hash(key);
        KeyEntry found = db.readEntry(key, hash);
        if (found == null) {
            return null;
        }
        Database.require(found, Stream.class);
        KeyEntry entry = db.writeEntry(key, hash);
        return entry == null ? null : Database.require(entry, Stream.class);
    }

    /** A group's consumer, who is there from now on if it was not, and has been seen now. */
    static StreamConsumer consumer(CommandCall call, ByteString key, ConsumerGroup group, ByteString name) {
        StreamConsumer consumer = group.consumer(name.bytes());
        if (consumer == null) {
            consumer = group.addConsumer(name.bytes(), call.nowMillis());
            call.keyChanged(key, KeyEvent.XGROUP_CREATECONSUMER);
        }
        consumer.seen(call.nowMillis());
        return consumer;
    }
}
