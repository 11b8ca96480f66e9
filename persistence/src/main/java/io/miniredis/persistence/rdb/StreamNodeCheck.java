package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.ListPack;
import io.miniredis.datastructures.StreamId;
import io.miniredis.datastructures.StreamNode;
import org.jspecify.annotations.Nullable;

/**
 * Walks a node of a stream, a valid listpack, to see whether it is laid out as {@link StreamNode} draws it
 * (streamValidateListpackIntegrity), and besides, whether ids ascend and deleted entries are as many as it says.
 */
final class StreamNodeCheck {
    private static final int DELETED = 1;
    private static final int SAME_FIELDS = 2;

    /** Flags, the two numbers of the id, and how many they are. */
    private static final int FIXED_PIECES = 3;

    private final StreamNode node;
    private final StreamId first;
    private int at;
    private boolean isBroken;
    private long ms;
    private long seq;
    private long deleted;

    private StreamNodeCheck(StreamNode node) {
        this.node = node;
        this.first = node.firstId();
        this.at = node.first();
    }

    /** The id of the last entry, deleted or not; null if something is wrong. */
    static @Nullable StreamId lastId(StreamNode node) {
        return new StreamNodeCheck(node).walk();
    }

    private @Nullable StreamId walk() {
        long live = integer();
        long dead = integer();
        long fields = integer();
        skip(fields);
        boolean hasEnd = integer() == 0;
        if (isBroken || !hasEnd || live < 0 || dead < 0 || fields < 0) {
            return null;
        }
        long entries = 0;
        while (at != ListPack.NONE && !isBroken) {
            entry(fields, entries == 0);
            entries++;
        }
        // One that is quite empty would have been removed; entries that there are leave no overflow.
        boolean counts = live > 0 && entries == live + dead && deleted == dead;
        return isBroken || !counts ? null : new StreamId(ms, seq);
    }

    private void entry(long masterFields, boolean isFirst) {
        boolean isOneByte = at != ListPack.NONE && node.entryBytes(at) == 2;
        long flags = integer();
        long entryMs = first.ms() + integer();
        long entrySeq = first.seq() + integer();
        boolean ascends = isFirst
                ? StreamId.compare(entryMs, entrySeq, first.ms(), first.seq()) >= 0
                : StreamId.compare(entryMs, entrySeq, ms, seq) > 0;
        // Flags are changed in place, so they must be written as they would be written then.
        if (!ascends || !isOneByte || flags < 0 || flags > (DELETED | SAME_FIELDS)) {
            isBroken = true;
            return;
        }
        ms = entryMs;
        seq = entrySeq;
        deleted += flags & DELETED;
        long pieces = FIXED_PIECES + masterFields;
        if ((flags & SAME_FIELDS) != 0) {
            skip(masterFields);
        } else {
            long fields = integer();
            skip(fields);
            skip(fields);
            pieces = FIXED_PIECES + 1 + 2 * fields;
        }
        isBroken |= integer() != pieces;
    }

    /** The next entry of the listpack, which is to be an integer. */
    private long integer() {
        if (at == ListPack.NONE || !node.isInteger(at)) {
            isBroken = true;
            return 0;
        }
        long value = node.longAt(at);
        at = node.next(at);
        return value;
    }

    private void skip(long entries) {
        isBroken |= entries < 0;
        for (long left = entries; left > 0 && !isBroken; left--) {
            if (at == ListPack.NONE) {
                isBroken = true;
                return;
            }
            at = node.next(at);
        }
    }
}
