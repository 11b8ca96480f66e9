package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.PendingEntries;
import io.miniredis.datastructures.PendingEntry;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.ReplyWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * XAUTOCLAIM's way through what a group has not acknowledged: what was idle for long is claimed, what is in the stream
 * no more is dropped, and where it stopped the next call may go on.
 */
final class ClaimScan {
    /** Entries looked at for each that may be claimed. */
    private static final long ATTEMPTS_FACTOR = 10;

    private final Claim claim;
    private final PendingEntries.Cursor cursor;
    private final List<StreamId> claimed = new ArrayList<>();
    private final List<StreamId> deleted = new ArrayList<>();
    private StreamId next = StreamId.ZERO;

    ClaimScan(Claim claim, ConsumerGroup group) {
        this.claim = claim;
        this.cursor = group.pending().cursor();
    }

    /** @param count how many entries are claimed or dropped at most */
    void run(StreamId start, long minIdleMillis, long count) {
        boolean found = cursor.seek(start);
        for (long left = count, attempts = count * ATTEMPTS_FACTOR; found && left > 0 && attempts > 0; attempts--) {
            if (look(minIdleMillis)) {
                left--;
            }
            found = cursor.next();
        }
        next = found ? cursor.id() : StreamId.ZERO;
    }

    /** True if the entry was claimed or dropped. */
    private boolean look(long minIdleMillis) {
        StreamId id = cursor.id();
        PendingEntry entry = cursor.entry();
        if (!claim.exists(id)) {
            claim.drop(id, StreamIds.text(id), entry);
            deleted.add(id);
            return true;
        }
        if (!claim.isIdle(entry, minIdleMillis)) {
            return false;
        }
        claim.takeNow(id, entry);
        claimed.add(id);
        return true;
    }

    /** Where to go on, or 0-0; what was claimed; what was dropped. */
    void write(ReplyWriter reply) {
        StreamReply ids = new StreamReply(reply);
        reply.array(3);
        ids.id(next);
        reply.array(claimed.size());
        for (StreamId id : claimed) {
            claim.write(ids, id);
        }
        reply.array(deleted.size());
        for (StreamId id : deleted) {
            ids.id(id);
        }
    }
}
