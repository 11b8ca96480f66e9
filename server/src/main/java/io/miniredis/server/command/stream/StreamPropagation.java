package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.server.command.CommandCall;

/**
 * What is told to replicas and the append-only file of a group's changes. Who reads or claims when is up to clocks and
 * to the order of requests, so the outcome is propagated: which entry is pending with whom.
 *
 * @param key of the stream
 * @param group its name
 */
record StreamPropagation(CommandCall call, ByteString key, ByteString group) {
    private static final ByteString XCLAIM = ByteString.of("XCLAIM");
    private static final ByteString XGROUP = ByteString.of("XGROUP");
    private static final ByteString SETID = ByteString.of("SETID");
    private static final ByteString CREATECONSUMER = ByteString.of("CREATECONSUMER");
    private static final ByteString ENTRIESREAD = ByteString.of("ENTRIESREAD");
    private static final ByteString TIME = ByteString.of("TIME");
    private static final ByteString RETRYCOUNT = ByteString.of("RETRYCOUNT");
    private static final ByteString FORCE = ByteString.of("FORCE");
    private static final ByteString JUSTID = ByteString.of("JUSTID");
    private static final ByteString LASTID = ByteString.of("LASTID");
    private static final ByteString ZERO = ByteString.of("0");

    /** The entry is pending with its consumer, as often and as long delivered as it is now. */
    void pending(ConsumerGroup state, StreamId id, PendingEntry entry) {
        if (call.isPropagated()) {
            pending(state, StreamIds.text(id), entry);
        }
    }

    /** @param id as the client wrote it */
    void pending(ConsumerGroup state, ByteString id, PendingEntry entry) {
        if (!call.isPropagated()) {
            return;
        }
        call.propagateAs(
                XCLAIM,
                key,
                group,
                ByteString.wrap(entry.consumer().name()),
                ZERO,
                id,
                TIME,
                number(entry.deliveredAtMillis()),
                RETRYCOUNT,
                number(entry.deliveries()),
                FORCE,
                JUSTID,
                LASTID,
                StreamIds.text(state.lastId()));
    }

    /** The group has come to its last id, with nothing pending on the way. */
    void position(ConsumerGroup state) {
        if (call.isPropagated()) {
            call.propagateAs(
                    XGROUP,
                    SETID,
                    key,
                    group,
                    StreamIds.text(state.lastId()),
                    ENTRIESREAD,
                    number(state.entriesRead()));
        }
    }

    void created(StreamConsumer consumer) {
        if (call.isPropagated()) {
            call.propagateAs(XGROUP, CREATECONSUMER, key, group, ByteString.wrap(consumer.name()));
        }
    }

    private static ByteString number(long value) {
        return ByteString.wrap(Numbers.digits(value));
    }
}
