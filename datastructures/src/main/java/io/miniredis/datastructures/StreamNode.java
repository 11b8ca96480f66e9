package io.miniredis.datastructures;

/**
 * Some dozens of neighbouring entries of a {@link Stream} in one listpack, laid out as Redis's {@code t_stream.c} does,
 * so that an RDB file holds the same bytes.
 *
 * <p>In front stands the <i>master entry</i>, which is none: how many entries there are and the fields that the first
 * one had. Entries follow. An entry with the same fields leaves them out, and every id is written as its distance to
 * the first one's:
 *
 * <pre>
 *   count | deleted | fields | field 1 | ... | field n | 0 |         the master entry
 *
 *   flags | ms | seq | value 1 | ... | value n | pieces |            SAMEFIELDS
 *   flags | ms | seq | fields | field 1 | value 1 | ... | pieces |   other fields
 * </pre>
 *
 * {@code pieces} is the number of listpack entries in front of it that belong to the entry: whoever walks backwards
 * goes so many steps to its flags. A deleted entry stays, with a flag, until the whole node goes.
 *
 * <p>Entries 5-0 with "a 1" and 6-2 with "a x" in the node 5-0, in listpack entries without their lengths:
 *
 * <pre>
 *   02  00  01  81 61  00     2 entries, none deleted, 1 field: "a"
 *   02  00  00  01     04     same fields, 5-0 + 0-0, 1, 4 pieces
 *   02  01  02  81 78  04     same fields, 5-0 + 1-2, "x", 4 pieces
 * </pre>
 *
 * <p>While it is the stream's last node its array has room for more; {@link #trim} is called when it is full.
 */
public final class StreamNode extends ListPack {
    static final int DELETED = 1;
    static final int SAME_FIELDS = 2;

    /** Redis gives an open node this much at once; here it is the most by which the array grows. */
    private static final int MAX_ROOM_BYTES = 4096;

    private static final int OBJECT_BYTES = 32;

    // The longest lead, and the longest length behind it.
    private static final int MAX_ENTRY_OVERHEAD_BYTES = 10;
    private static final int MAX_INTEGER_BYTES = 10;
    private static final int FIXED_PIECES = 3;

    private final long ms;
    private final long seq;

    /** True if another node has the same array, which is copied before it is changed. */
    private boolean isShared;

    private StreamNode(StreamId firstId) {
        ms = firstId.ms();
        seq = firstId.seq();
    }

    /** A node whose bytes are those of a listpack, checked by whoever read them. */
    public StreamNode(StreamId firstId, byte[] bytes) {
        super(bytes);
        ms = firstId.ms();
        seq = firstId.seq();
    }

    /** A node with the master entry that an entry of these fields needs, and room for it, but without the entry. */
    static StreamNode forFirst(StreamId id, ByteString[] pairs) {
        StreamNode node = new StreamNode(id);
        node.reserve(Math.min(2 * boundBytes(pairs), MAX_ROOM_BYTES));
        node.append(0);
        node.append(0);
        node.append(pairs.length / 2);
        for (int i = 0; i < pairs.length; i += 2) {
            node.append(pairs[i].bytes());
        }
        node.append(0);
        return node;
    }

    /** The id that the ids of all entries are relative to; the first one's, deleted or not. */
    public StreamId firstId() {
        return new StreamId(ms, seq);
    }

    long ms() {
        return ms;
    }

    long seq() {
        return seq;
    }

    /** Entries that are not deleted. */
    public long count() {
        return longAt(first());
    }

    /** Entries that are deleted but still in place. */
    public long deleted() {
        return longAt(next(first()));
    }

    /** The position of the number of the master entry's fields; the fields follow. */
    int masterFields() {
        return next(next(first()));
    }

    /** The position of the first entry. A node has one at least. */
    int firstEntry() {
        int at = masterFields();
        for (long left = longAt(at) + 2; left > 0; left--) {
            at = next(at);
        }
        return at;
    }

    /** True if an entry whose strings have {@code dataBytes} together goes to another node. */
    boolean isFullFor(long dataBytes, CollectionSettings settings) {
        long maxBytes = settings.streamNodeMaxBytes;
        long limit = maxBytes <= 0 || maxBytes > MAX_BYTES ? MAX_BYTES : maxBytes;
        if (totalBytes() + dataBytes >= limit) {
            return true;
        }
        return settings.streamNodeMaxEntries > 0 && count() + deleted() >= settings.streamNodeMaxEntries;
    }

    /** What these strings have together. */
    static long dataBytes(ByteString[] pairs) {
        long bytes = 0;
        for (ByteString piece : pairs) {
            bytes += piece.length();
        }
        return bytes;
    }

    /** What an entry may need, at most. */
    private static int boundBytes(ByteString[] pairs) {
        long bound = dataBytes(pairs) + (long) MAX_ENTRY_OVERHEAD_BYTES * pairs.length + MAX_INTEGER_BYTES * 5L;
        return (int) Math.min(bound, MAX_BYTES / 2);
    }

    /** Appends an entry, whose id is above all others. */
    void add(StreamId id, ByteString[] pairs) {
        own();
        makeRoom(boundBytes(pairs));
        replace(first(), count() + 1);
        boolean sameFields = hasMasterFields(pairs);

        append(sameFields ? SAME_FIELDS : 0);
        append(id.ms() - ms);
        append(id.seq() - seq);
        int fields = pairs.length / 2;
        if (!sameFields) {
            append(fields);
        }
        for (int i = 0; i < pairs.length; i++) {
            if (!sameFields || (i & 1) == 1) {
                append(pairs[i].bytes());
            }
        }
        append(sameFields ? FIXED_PIECES + fields : FIXED_PIECES + 1 + 2 * fields);
    }

    // Twice as much each time, so that a node is copied a few times and not for each entry.
    private void makeRoom(int neededBytes) {
        if (bytes().length - totalBytes() < neededBytes) {
            reserve(Math.max(neededBytes, Math.min(totalBytes(), MAX_ROOM_BYTES - totalBytes())));
        }
    }

    private boolean hasMasterFields(ByteString[] pairs) {
        int at = masterFields();
        if (longAt(at) != pairs.length / 2) {
            return false;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            at = next(at);
            if (!equalsAt(at, pairs[i].bytes())) {
                return false;
            }
        }
        return true;
    }

    /** Marks the entry with its flags at this position as deleted; it is not deleted yet. */
    void markDeleted(int flags) {
        own();
        replace(flags, longAt(flags) | DELETED);
        countDeleted(1);
    }

    private void countDeleted(long more) {
        int count = first();
        replace(count, longAt(count) - more);
        int deleted = next(count);
        replace(deleted, longAt(deleted) + more);
    }

    /** Marks entries at the front as deleted until the limit is kept. Returns how many. */
    long trimFront(StreamTrim trim, long streamLength) {
        own();
        long masterFields = longAt(masterFields());
        long deletions = 0;
        int at = firstEntry();
        while (at != NONE) {
            int flags = at;
            int idMs = next(flags);
            int idSeq = next(idMs);
            if (trim.isKept(streamLength - deletions, ms + longAt(idMs), seq + longAt(idSeq))) {
                break;
            }
            boolean sameFields = (longAt(flags) & SAME_FIELDS) != 0;
            at = next(idSeq);
            long left = masterFields;
            if (!sameFields) {
                left = 2 * longAt(at) + 1;
            }
            for (; left >= 0; left--) {
                at = next(at);
            }
            if ((longAt(flags) & DELETED) == 0) {
                // The flags stay one byte long, so the positions behind them stay right.
                replace(flags, longAt(flags) | DELETED);
                deletions++;
            }
        }
        if (deletions > 0) {
            countDeleted(deletions);
        }
        return deletions;
    }

    /** The id of the last entry, deleted or not. */
    StreamId lastId() {
        int pieces = last();
        int at = pieces;
        for (long left = longAt(pieces); left > 0; left--) {
            at = previous(at);
        }
        int idMs = next(at);
        return new StreamId(ms + longAt(idMs), seq + longAt(next(idMs)));
    }

    /** A node of the same content, of which the two have one copy for as long as this one is not changed. */
    StreamNode frozen() {
        isShared = true;
        return new StreamNode(firstId(), bytes());
    }

    private void own() {
        if (isShared) {
            ownBytes();
            isShared = false;
        }
    }

    StreamNode copy() {
        return new StreamNode(firstId(), toByteArray());
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + Values.arrayBytes(bytes().length);
    }

    @Override
    public String toString() {
        return describe("StreamNode " + firstId() + " ");
    }
}
