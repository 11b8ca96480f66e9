package io.miniredis.datastructures;

import io.miniredis.datastructures.RadixCursor.Seek;
import org.jspecify.annotations.Nullable;

/**
 * Walks the entries of a {@link Stream} from one id to another, upwards or downwards (streamIterator).
 *
 * <pre>
 *   while (cursor.next()) {
 *       ... cursor.ms(), cursor.seq(), cursor.fields()
 *       while (cursor.nextField()) {
 *           ... cursor.node() at cursor.field() and cursor.value()
 *       }
 *   }
 * </pre>
 *
 * <p>Fields may be left unread. A change of the stream makes the cursor void.
 */
public final class StreamCursor {
    private final RadixCursor<StreamNode> nodes;
    private final StreamId start;
    private final StreamId end;
    private final boolean downwards;
    private final boolean withDeleted;

    // The node to begin with is found, but not entered.
    private boolean nodeAhead;

    @Nullable
    private StreamNode node;

    /** The position of the entry's flags; -1 before the first entry of a node. */
    private int entry = ListPack.NONE;

    /** The position of what is read next in the entry: a field, a value, or at last the number of pieces. */
    private int reading;

    private int masterField;
    private long ms;
    private long seq;
    private int fields;
    private int fieldsLeft;
    private boolean sameFields;
    private boolean deleted;
    private int field;
    private int value;

    StreamCursor(RadixTree<StreamNode> tree, StreamId start, StreamId end, boolean downwards, boolean withDeleted) {
        this.nodes = tree.cursor();
        this.start = start;
        this.end = end;
        this.downwards = downwards;
        this.withDeleted = withDeleted;
        nodeAhead = seekNode();
    }

    private boolean seekNode() {
        if (downwards) {
            return end.equals(StreamId.MAX) ? nodes.seekLast() : nodes.seek(Seek.AT_MOST, end.toBytes());
        }
        return (!start.isZero() && nodes.seek(Seek.AT_MOST, start.toBytes())) || nodes.seekFirst();
    }

    /** Goes to the next entry in the range. Returns false if there is none. */
    public boolean next() {
        while (true) {
            StreamNode here = node;
            if (here == null || !advance(here)) {
                if (!nextNode()) {
                    return false;
                }
                continue;
            }
            readHead(here);
            if (isBefore() || (deleted && !withDeleted)) {
                continue;
            }
            return !isBehind();
        }
    }

    private boolean nextNode() {
        if (node != null) {
            nodeAhead = downwards ? nodes.previous() : nodes.next();
        }
        if (!nodeAhead) {
            return false;
        }
        node = nodes.value();
        entry = ListPack.NONE;
        return true;
    }

    /** To the node's next entry in the direction of the walk. */
    private boolean advance(StreamNode here) {
        if (downwards) {
            int pieces = entry == ListPack.NONE ? here.last() : here.previous(entry);
            long left = here.longAt(pieces);
            if (left == 0) {
                return false;
            }
            entry = pieces;
            for (; left > 0; left--) {
                entry = here.previous(entry);
            }
            return true;
        }
        if (entry == ListPack.NONE) {
            entry = here.firstEntry();
        } else {
            for (int left = sameFields ? fieldsLeft : 2 * fieldsLeft; left > 0; left--) {
                reading = here.next(reading);
            }
            entry = here.next(reading);
        }
        return entry != ListPack.NONE;
    }

    private void readHead(StreamNode here) {
        long flags = here.longAt(entry);
        sameFields = (flags & StreamNode.SAME_FIELDS) != 0;
        deleted = (flags & StreamNode.DELETED) != 0;
        reading = here.next(entry);
        ms = here.ms() + here.longAt(reading);
        reading = here.next(reading);
        seq = here.seq() + here.longAt(reading);
        reading = here.next(reading);
        if (sameFields) {
            masterField = here.masterFields();
            fields = (int) here.longAt(masterField);
        } else {
            fields = (int) here.longAt(reading);
            reading = here.next(reading);
        }
        fieldsLeft = fields;
    }

    /** Not yet in the range. */
    private boolean isBefore() {
        return downwards ? isAbove(end) : isBelow(start);
    }

    /** Out of the range again. */
    private boolean isBehind() {
        return downwards ? isBelow(start) : isAbove(end);
    }

    private boolean isAbove(StreamId id) {
        return StreamId.compare(ms, seq, id.ms(), id.seq()) > 0;
    }

    private boolean isBelow(StreamId id) {
        return StreamId.compare(ms, seq, id.ms(), id.seq()) < 0;
    }

    /** The node the entry is in. */
    public StreamNode node() {
        StreamNode here = node;
        if (here == null) {
            throw new IllegalStateException("the cursor is at no entry");
        }
        return here;
    }

    /** The position of the entry's flags in the node. */
    int entry() {
        return entry;
    }

    public StreamId id() {
        return new StreamId(ms, seq);
    }

    /** {@link StreamId#ms} of the entry's id. */
    public long ms() {
        return ms;
    }

    /** {@link StreamId#seq} of the entry's id. */
    public long seq() {
        return seq;
    }

    /** The number of the entry's fields. */
    public int fields() {
        return fields;
    }

    /** Goes to the entry's next field. Returns false behind the last one. */
    public boolean nextField() {
        if (fieldsLeft == 0) {
            return false;
        }
        fieldsLeft--;
        StreamNode here = node();
        if (sameFields) {
            masterField = here.next(masterField);
            field = masterField;
        } else {
            field = reading;
            reading = here.next(reading);
        }
        value = reading;
        reading = here.next(reading);
        return true;
    }

    /** The position of the field's name in the node. */
    public int field() {
        return field;
    }

    /** The position of the field's value in the node. */
    public int value() {
        return value;
    }

    @Override
    public String toString() {
        return "StreamCursor[" + start + " to " + end + (downwards ? " downwards" : "") + ", at "
                + (node == null ? "the beginning" : id()) + "]";
    }
}
