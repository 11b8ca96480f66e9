package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * A log of entries with ids that only grow, and the groups of consumers that read it (t_stream.c).
 *
 * <p>A {@link RadixTree} holds {@link StreamNode}s of some dozens of entries, by the id of the first:
 *
 * <pre>
 *   radix tree   1700000000000-0        1700000000071-0        1700000000093-5
 *                      |                      |                      |
 *   nodes        [ 100 entries ]        [ 100 entries ]        [ 17 entries, and room ]   &lt;- last
 * </pre>
 *
 * <p>Entries are appended to the last node. They leave at the front, in whole nodes, or are marked as deleted in
 * theirs. An empty stream stays where it is, for its last id and its groups.
 */
public final class Stream implements Value {
    /** {@link #entriesBefore} if it cannot be told. */
    private static final long UNKNOWN = ConsumerGroup.UNKNOWN;

    private static final int OBJECT_BYTES = 160;
    private static final int SAMPLED_GROUPS = 8;

    private final RadixTree<StreamNode> nodes = new RadixTree<>();

    @Nullable
    private StreamNode lastNode;

    /** Bytes of heap of all nodes but the last. */
    private long closedBytes;

    private long length;
    private StreamId lastId = StreamId.ZERO;
    private StreamId firstId = StreamId.ZERO;
    private StreamId maxDeletedId = StreamId.ZERO;
    private long entriesAdded;

    @Nullable
    private RadixTree<ConsumerGroup> groups;

    /** The number of entries. */
    public long length() {
        return length;
    }

    /** The highest id there ever was, of an entry or set by XSETID. */
    public StreamId lastId() {
        return lastId;
    }

    /** The first entry's id; 0-0 if there is none. */
    public StreamId firstId() {
        return firstId;
    }

    /** The highest id that was deleted, other than by trimming; 0-0 if there was none. */
    public StreamId maxDeletedId() {
        return maxDeletedId;
    }

    /** How many entries were ever added. */
    public long entriesAdded() {
        return entriesAdded;
    }

    /** The nodes by the id of their first entry. Not to be changed but by this class. */
    public RadixTree<StreamNode> nodes() {
        return nodes;
    }

    // ---- adding ----

    /** The id the clock gives the next entry: this millisecond's first, or the one above the last. */
    public StreamId nextId(long nowMillis) {
        return nowMillis > lastId.ms() && lastId.ms() >= 0 ? new StreamId(nowMillis, 0) : lastId.next();
    }

    /** True if these strings fit into one entry. */
    public static boolean canHold(ByteString[] pairs) {
        return StreamNode.dataBytes(pairs) <= ListPack.MAX_BYTES;
    }

    /**
     * Appends an entry.
     *
     * @param id above {@link #lastId}
     * @param pairs fields, each followed by its value; {@link #canHold} them
     */
    public void append(StreamId id, ByteString[] pairs, CollectionSettings settings) {
        if (!id.isAbove(lastId)) {
            throw new IllegalArgumentException(id + " is not above " + lastId);
        }
        StreamNode node = openNode(pairs, settings);
        if (node == null) {
            node = StreamNode.forFirst(id, pairs);
            nodes.insert(id.toBytes(), node);
            becomesLast(node);
        }
        node.add(id, pairs);
        length++;
        entriesAdded++;
        lastId = id;
        if (length == 1) {
            firstId = id;
        }
    }

    /** The last node if the entry belongs into it; if not, it gets no more and gives its room back. */
    private @Nullable StreamNode openNode(ByteString[] pairs, CollectionSettings settings) {
        StreamNode last = lastNode;
        if (last == null) {
            return null;
        }
        if (!last.isFullFor(StreamNode.dataBytes(pairs), settings)) {
            return last;
        }
        last.trim();
        return null;
    }

    // ---- taking away ----

    /** Deletes entries. Returns how many of them there were. */
    public int delete(StreamId[] ids) {
        int count = 0;
        boolean first = false;
        for (StreamId id : ids) {
            if (delete(id)) {
                count++;
                first |= id.equals(firstId);
                if (id.isAbove(maxDeletedId)) {
                    maxDeletedId = id;
                }
            }
        }
        if (length == 0) {
            firstId = StreamId.ZERO;
        } else if (first) {
            firstId = edgeId(false, false);
        }
        return count;
    }

    private boolean delete(StreamId id) {
        StreamCursor cursor = cursor(id, id, false);
        if (!cursor.next()) {
            return false;
        }
        StreamNode node = cursor.node();
        if (node.count() == 1) {
            removeNode(node);
        } else {
            node.markDeleted(cursor.entry());
        }
        length--;
        return true;
    }

    private void becomesLast(StreamNode node) {
        StreamNode before = lastNode;
        closedBytes += before == null ? 0 : before.sizeBytes();
        lastNode = node;
    }

    private void removeNode(StreamNode node) {
        nodes.remove(node.firstId().toBytes());
        StreamNode uncounted = node;
        if (node == lastNode) {
            RadixCursor<StreamNode> cursor = nodes.cursor();
            uncounted = cursor.seekLast() ? cursor.value() : null;
            lastNode = uncounted;
        }
        closedBytes -= uncounted == null ? 0 : uncounted.sizeBytes();
    }

    /** Takes the oldest entries away. Returns how many. */
    public long trim(StreamTrim trim) {
        long trimmed = 0;
        RadixCursor<StreamNode> cursor = nodes.cursor();
        while (!trim.isShortEnough(length) && cursor.seekFirst()) {
            StreamNode node = cursor.value();
            long entries = node.count();
            if (trim.limit() != 0 && trimmed + entries > trim.limit()) {
                break;
            }
            if (trim.removes(node, length)) {
                removeNode(node);
                length -= entries;
                trimmed += entries;
                continue;
            }
            if (!trim.approximate()) {
                long marked = node.trimFront(trim, length);
                length -= marked;
                trimmed += marked;
            }
            break;
        }
        if (length == 0) {
            firstId = StreamId.ZERO;
        } else if (trimmed > 0) {
            firstId = edgeId(false, false);
        }
        return trimmed;
    }

    // ---- looking ----

    /** Walks the entries from {@code start} to {@code end}, both included; downwards from {@code end} on. */
    public StreamCursor cursor(StreamId start, StreamId end, boolean downwards) {
        return new StreamCursor(nodes, start, end, downwards, false);
    }

    public boolean contains(StreamId id) {
        return cursor(id, id, false).next();
    }

    /** The highest id of the entries; 0-0 if there is none. */
    public StreamId lastEntryId() {
        return length == 0 ? StreamId.ZERO : edgeId(true, false);
    }

    /** The lowest id of what is in the nodes, deleted or not; the highest possible one if there is nothing. */
    public StreamId lowestId() {
        return edgeId(false, true);
    }

    private StreamId edgeId(boolean last, boolean withDeleted) {
        StreamCursor cursor = new StreamCursor(nodes, StreamId.ZERO, StreamId.MAX, last, withDeleted);
        if (cursor.next()) {
            return cursor.id();
        }
        return last ? StreamId.ZERO : StreamId.MAX;
    }

    // ---- counting what a group has read ----

    /** True if an entry with this id or above may have been deleted (streamRangeHasTombstones). */
    boolean hasDeletedFrom(StreamId id) {
        if (length == 0 || maxDeletedId.isZero() || firstId.isAbove(maxDeletedId)) {
            return false;
        }
        return !id.isAbove(maxDeletedId);
    }

    /**
     * How many entries there ever were up to this id, itself included, or -1. It can be told for an id from the last
     * entry on, and for the first entry and below as long as none was deleted behind it
     * (streamEstimateDistanceFromFirstEverEntry).
     */
    public long entriesBefore(StreamId id) {
        int toLast = id.compareTo(lastId);
        if (entriesAdded == 0 || toLast == 0 || (length == 0 && toLast < 0)) {
            return entriesAdded;
        }
        boolean intact = maxDeletedId.isZero() || maxDeletedId.isBelow(firstId);
        int toFirst = id.compareTo(firstId);
        if (toLast > 0 || toFirst > 0 || !intact) {
            return UNKNOWN;
        }
        return entriesAdded - length + (toFirst == 0 ? 1 : 0);
    }

    // ---- groups ----

    public int groupCount() {
        RadixTree<ConsumerGroup> all = groups;
        return all == null ? 0 : all.size();
    }

    /** The groups by name, or null if there never were any. Not to be changed but by this class. */
    public @Nullable RadixTree<ConsumerGroup> groups() {
        return groups;
    }

    public @Nullable ConsumerGroup group(byte[] name) {
        RadixTree<ConsumerGroup> all = groups;
        return all == null ? null : all.find(name);
    }

    /**
     * Adds a group, unless there is one of this name.
     *
     * @param entriesRead as {@link ConsumerGroup#entriesRead}
     * @return null if there is
     */
    public @Nullable ConsumerGroup addGroup(byte[] name, StreamId id, long entriesRead) {
        RadixTree<ConsumerGroup> all = groups;
        if (all == null) {
            all = new RadixTree<>();
            groups = all;
        }
        if (all.find(name) != null) {
            return null;
        }
        ConsumerGroup group = new ConsumerGroup(id, entriesRead);
        all.insert(name, group);
        return group;
    }

    /** Removes a group. Returns false if there is none of this name. */
    public boolean removeGroup(byte[] name) {
        RadixTree<ConsumerGroup> all = groups;
        return all != null && all.remove(name) != null;
    }

    // ---- as a whole ----

    /** Sets what is known of the past: XSETID, a copy, a stream read from a file. */
    public void past(StreamId last, StreamId maxDeleted, long added) {
        lastId = last;
        maxDeletedId = maxDeleted;
        entriesAdded = added;
    }

    /** Adds a node read from a file, above those that are there. */
    public void addNode(StreamNode node) {
        nodes.insert(node.firstId().toBytes(), node);
        becomesLast(node);
        length += node.count();
        if (firstId.isZero() && length > 0) {
            firstId = edgeId(false, false);
        }
    }

    @Override
    public ValueType type() {
        return ValueType.STREAM;
    }

    @Override
    public Encoding encoding() {
        return Encoding.STREAM;
    }

    /** The nodes as they were when they became full; of groups beyond the first ones, that they are like those. */
    @Override
    public long sizeBytes() {
        StreamNode last = lastNode;
        return OBJECT_BYTES
                + nodes.sizeBytes()
                + Math.max(0, closedBytes)
                + (last == null ? 0 : last.sizeBytes())
                + groupBytes();
    }

    private long groupBytes() {
        RadixTree<ConsumerGroup> all = groups;
        if (all == null || all.isEmpty()) {
            return 0;
        }
        long sampled = 0;
        int count = 0;
        RadixCursor<ConsumerGroup> cursor = all.cursor();
        for (boolean found = cursor.seekFirst(); found && count < SAMPLED_GROUPS; found = cursor.next()) {
            sampled += cursor.value().sizeBytes();
            count++;
        }
        return all.sizeBytes() + sampled * all.size() / count;
    }

    /**
     * Nodes of the tree, and a group with all it has to acknowledge for each group: the first stands for the others.
     */
    @Override
    public long freeEffort() {
        long effort = nodes.nodes();
        RadixTree<ConsumerGroup> all = groups;
        if (all != null && !all.isEmpty()) {
            RadixCursor<ConsumerGroup> cursor = all.cursor();
            cursor.seekFirst();
            effort += all.size() * (1L + cursor.value().pending().size());
        }
        return effort;
    }

    @Override
    public Stream copy() {
        return copy(false);
    }

    /** Nodes are shared until they change; groups are copied. */
    @Override
    public Stream frozen() {
        return copy(true);
    }

    private Stream copy(boolean frozen) {
        Stream copy = new Stream();
        RadixCursor<StreamNode> eachNode = nodes.cursor();
        for (boolean found = eachNode.seekFirst(); found; found = eachNode.next()) {
            StreamNode node = eachNode.value();
            copy.addNode(frozen ? node.frozen() : node.copy());
        }
        copy.past(lastId, maxDeletedId, entriesAdded);
        RadixTree<ConsumerGroup> all = groups;
        if (all != null) {
            RadixTree<ConsumerGroup> copies = new RadixTree<>();
            RadixCursor<ConsumerGroup> eachGroup = all.cursor();
            for (boolean found = eachGroup.seekFirst(); found; found = eachGroup.next()) {
                copies.insert(eachGroup.key(), eachGroup.value().copy());
            }
            copy.groups = copies;
        }
        return copy;
    }

    @Override
    public String toString() {
        return "Stream[" + length + " entries in " + nodes.size() + " nodes, last " + lastId + ", " + groupCount()
                + " groups]";
    }
}
