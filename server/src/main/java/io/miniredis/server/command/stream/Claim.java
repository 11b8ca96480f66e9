package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;

/** A consumer taking pending entries over, of XCLAIM or XAUTOCLAIM. It is created, if need be, even if it gets none. */
final class Claim {
    private final StreamPropagation propagation;
    private final Stream stream;
    private final ConsumerGroup group;
    private final StreamConsumer consumer;
    private final boolean justIds;
    private final long nowMillis;
    private int changes;

    Claim(StreamPropagation propagation, Stream stream, ConsumerGroup group, ByteString consumerName, boolean justIds) {
        this.propagation = propagation;
        this.stream = stream;
        this.group = group;
        this.consumer = StreamValues.consumer(propagation.call(), propagation.key(), group, consumerName);
        this.justIds = justIds;
        this.nowMillis = propagation.call().nowMillis();
    }

    /** How many entries were taken over or dropped. */
    int changes() {
        return changes;
    }

    boolean exists(StreamId id) {
        return stream.contains(id);
    }

    /** True if the entry was delivered long enough ago. */
    boolean isIdle(PendingEntry entry, long minIdleMillis) {
        return minIdleMillis == 0 || nowMillis - entry.deliveredAtMillis() >= minIdleMillis;
    }

    /** XCLAIM of one id. Returns true if the consumer has it now. */
    boolean take(StreamId id, ByteString idText, ClaimOptions options) {
        PendingEntry entry = group.pending().find(id);
        if (!exists(id)) {
            if (entry != null) {
                drop(id, idText, entry);
            }
            return false;
        }
        if (entry == null) {
            if (!options.force()) {
                return false;
            }
            entry = group.create(id, nowMillis);
        } else if (!isIdle(entry, options.minIdleMillis())) {
            return false;
        }
        long deliveries = options.deliveries();
        if (deliveries < 0) {
            deliveries = entry.deliveries() + (justIds ? 0 : 1);
        }
        take(id, idText, entry, options.deliveredAtMillis(), deliveries);
        return true;
    }

    /** XAUTOCLAIM of one entry. */
    void takeNow(StreamId id, PendingEntry entry) {
        take(id, StreamIds.text(id), entry, nowMillis, entry.deliveries() + (justIds ? 0 : 1));
    }

    private void take(StreamId id, ByteString idText, PendingEntry entry, long deliveredAtMillis, long deliveries) {
        entry.delivered(deliveredAtMillis, deliveries);
        group.assign(id, entry, consumer);
        consumer.active(nowMillis);
        propagation.pending(group, idText, entry);
        changes++;
    }

    /** An entry that was deleted meanwhile is not pending any more. */
    void drop(StreamId id, ByteString idText, PendingEntry entry) {
        propagation.pending(group, idText, entry);
        group.acknowledge(id);
        changes++;
    }

    void write(StreamReply reply, StreamId id) {
        if (justIds) {
            reply.id(id);
        } else {
            reply.entry(stream, id);
        }
    }
}
