package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A large list: listpacks in a doubly linked list (Redis's {@code quicklist.c}, encoding quicklist).
 *
 * <pre>
 *   head                                                       tail
 *   +----------+    +----------+    +----------+    +----------+
 *   | listpack | -- | lzf      | -- | plain    | -- | listpack |
 *   | a b c    |    | (d e f)  |    | GGGGGGGG |    | h i      |
 *   +----------+    +----------+    +----------+    +----------+
 *   at most fill    compressed:     one element     at most fill
 *                   beyond depth    of its own
 * </pre>
 *
 * <p>A node is filled up to {@code list-max-listpack-size}; a push beyond that makes a new one. An insertion into a
 * full node splits it, and neighbours that fit into one node are merged, so that a list does not fall to pieces. An
 * element of {@link CollectionSettings#listPackedThresholdBytes} or more has a node of its own.
 *
 * <p>With {@code list-compress-depth} n, all nodes but the first n and the last n are compressed. The rule is kept
 * after each change by {@link #settle}. Reading leaves a node as it is: {@link ListCursor} decompresses a copy.
 *
 * <p>Size and depth are those of the time when the list was made.
 */
public final class QuickList implements ListValue {
    private static final int MAX_FILL = Short.MAX_VALUE;
    private static final int MIN_FILL = -5;
    private static final int MAX_DEPTH = 0xFFFF;

    /** What an element is taken to need beyond its bytes; more than it does in most cases. */
    private static final int ENTRY_OVERHEAD_BYTES = 8;

    private static final int OBJECT_BYTES = 40;

    private final CollectionSettings settings;
    private final int fill;
    private final int depth;
    private @Nullable QuickListNode head;
    private @Nullable QuickListNode tail;
    private int nodes;
    private int size;

    /** Bytes of heap of all nodes: the sum of what is counted for each. */
    private long nodeBytes;

    /** Where an index is: an element of a node. */
    private record Place(QuickListNode node, int index) {}

    /** An empty one. */
    public QuickList(CollectionSettings settings) {
        this.settings = settings;
        this.fill = Math.max(MIN_FILL, Math.min(MAX_FILL, settings.listMaxListpackSize));
        this.depth = Math.max(0, Math.min(MAX_DEPTH, settings.listCompressDepth));
    }

    private QuickList(QuickList original) {
        settings = original.settings;
        fill = original.fill;
        depth = original.depth;
    }

    // ---- what it is made of ----

    @Override
    public int size() {
        return size;
    }

    /** How many nodes. */
    public int nodes() {
        return nodes;
    }

    public @Nullable QuickListNode head() {
        return head;
    }

    /** The fill it was made with, in the terms of {@code list-max-listpack-size}. */
    public int fill() {
        return fill;
    }

    /** How many nodes at either end are never compressed; 0 if none is compressed at all. */
    public int compressDepth() {
        return depth;
    }

    /** Takes over a listpack as the last node: how a saved list is read. */
    public void append(ListPack pack) {
        size += pack.size();
        link(tail, QuickListNode.packed(pack), true);
    }

    /** Takes over an element as the last node, by itself. */
    public void appendPlain(byte[] element) {
        size++;
        link(tail, QuickListNode.plain(element), true);
    }

    // ---- other encoding ----

    @Override
    public ListValue readyFor(int moreElements, long moreBytes, CollectionSettings current) {
        return this;
    }

    /** Only when half empty, so that a list at the limit does not change its encoding with every push and pop. */
    @Override
    public ListValue shrunk(CollectionSettings current) {
        int maxBytes = ListFill.maxBytes(current.listMaxListpackSize) / 2;
        int maxElements = ListFill.maxElements(current.listMaxListpackSize) / 2;
        return fitting(maxBytes, maxElements);
    }

    /** The value to keep of a list that was just built: small ones become listpacks. */
    public ListValue built(CollectionSettings current) {
        return fitting(
                ListFill.maxBytes(current.listMaxListpackSize), ListFill.maxElements(current.listMaxListpackSize));
    }

    private ListValue fitting(int maxBytes, int maxElements) {
        QuickListNode only = head;
        if (only == null || nodes != 1 || only.isPlain() || only.sizeBytes() > maxBytes || size > maxElements) {
            return this;
        }
        ListPackList small = new ListPackList(only.pack().bytes());
        small.trim();
        return small;
    }

    // ---- ends ----

    @Override
    public void push(byte[] element, boolean atHead) {
        QuickListNode end = atHead ? head : tail;
        if (end != null && takesMore(end, element.length)) {
            if (atHead) {
                end.pack().prepend(element);
            } else {
                end.pack().append(element);
            }
            end.grown();
            count(end);
        } else {
            if (end != null && !end.isPlain()) {
                end.pack().trim();
                count(end);
            }
            link(end, nodeOf(element), !atHead);
        }
        size++;
    }

    private boolean takesMore(QuickListNode node, int elementBytes) {
        return !node.isPlain()
                && !isLarge(elementBytes)
                && !ListFill.isExceeded(
                        fill, (long) node.sizeBytes() + elementBytes + ENTRY_OVERHEAD_BYTES, node.count() + 1);
    }

    private boolean isLarge(int elementBytes) {
        return elementBytes >= settings.listPackedThresholdBytes;
    }

    /** True if a listpack, full as it may be, can take the element. */
    private boolean fitsInto(ListPack pack, byte[] element) {
        return !isLarge(element.length) && pack.isSafeToAdd(element.length);
    }

    private QuickListNode nodeOf(byte[] element) {
        if (isLarge(element.length)) {
            return QuickListNode.plain(element);
        }
        ListPack pack = new ListPack();
        pack.append(element);
        return QuickListNode.packed(pack);
    }

    // ---- reading ----

    @Override
    public ListCursor cursor(int index, boolean backwards) {
        if (index == 0 && head != null) {
            return new ListCursor(head, 0, backwards);
        }
        Place place = place(index);
        return new ListCursor(place.node, place.index, backwards);
    }

    /** Walks the nodes from the nearer end. */
    private Place place(int index) {
        boolean fromHead = index <= size / 2;
        QuickListNode node = fromHead ? head : tail;
        int before = fromHead ? 0 : size;
        while (node != null) {
            int start = fromHead ? before : before - node.count();
            if (index >= start && index < start + node.count()) {
                return new Place(node, index - start);
            }
            before = fromHead ? before + node.count() : start;
            node = fromHead ? node.next() : node.previous();
        }
        throw new IndexOutOfBoundsException("no element " + index + " in a list of " + size);
    }

    // ---- replacing ----

    @Override
    public void set(int index, byte[] element) {
        Place place = place(index);
        QuickListNode node = place.node;
        if (!node.isPlain() && fitsInto(node.pack(), element)) {
            ListPack pack = node.pack();
            pack.replace(pack.seek(place.index), element);
            contentChanged(node);
        } else if (!node.isPlain()) {
            setLarge(node, place.index, element);
        } else if (isLarge(element.length)) {
            node.plainBytes(element);
            contentChanged(node);
        } else {
            insertBeside(node, element, true);
            drop(node);
        }
    }

    /**
     * An element that needs a node of its own in place of one in a listpack: what is behind it goes into another one.
     */
    private void setLarge(QuickListNode node, int index, byte[] element) {
        QuickListNode rest = index == node.count() - 1 ? null : split(node, index + 1);
        QuickListNode large = nodeOf(element);
        link(node, large, true);
        if (rest != null) {
            link(large, rest, true);
        }
        size++;
        if (node.count() == 1) {
            drop(node);
        } else {
            ListPack pack = node.pack();
            pack.delete(pack.last());
            size--;
            contentChanged(node);
            mergeAround(large);
        }
    }

    // ---- inserting ----

    @Override
    public boolean insert(byte[] pivot, byte[] element, boolean after) {
        for (QuickListNode node = head; node != null; node = node.next()) {
            if (node.isPlain()) {
                if (Arrays.equals(node.plainBytes(), pivot)) {
                    insertBeside(node, element, after);
                    return true;
                }
                continue;
            }
            ListPack pack = node.readOnly();
            int pos = pack.find(pack.first(), pivot, 0);
            if (pos != ListPack.NONE) {
                insertAt(node, after ? pos + pack.entryBytes(pos) : pos, element, after);
                return true;
            }
        }
        return false;
    }

    /**
     * Inserts before a position of a node's listpack; {@code after} says that this means behind the entry before it.
     */
    private void insertAt(QuickListNode node, int pos, byte[] element, boolean after) {
        ListPack pack = node.pack();
        boolean atEdge = after ? pos == pack.end() : pos == pack.first();
        if (takesMore(node, element.length)) {
            pack.insertBefore(pos, element);
            size++;
            contentChanged(node);
        } else if (atEdge) {
            insertBeside(node, element, after);
        } else {
            splitAndInsert(node, pos, element, after);
        }
    }

    /** Inserts next to a node that is full, plain or must stay as it is: into its neighbour or between the two. */
    private void insertBeside(QuickListNode node, byte[] element, boolean after) {
        QuickListNode neighbour = after ? node.next() : node.previous();
        size++;
        if (neighbour == null || !takesMore(neighbour, element.length)) {
            link(node, nodeOf(element), after);
            settle(node);
            return;
        }
        if (after) {
            neighbour.pack().prepend(element);
        } else {
            neighbour.pack().append(element);
        }
        contentChanged(neighbour);
        settle(node);
    }

    private void splitAndInsert(QuickListNode node, int pos, byte[] element, boolean after) {
        QuickListNode rest = splitAt(node, pos);
        size++;
        ListPack grown = after ? rest.pack() : node.pack();
        if (!fitsInto(grown, element)) {
            QuickListNode large = nodeOf(element);
            link(node, large, true);
            link(large, rest, true);
            settle(node);
            return;
        }
        if (after) {
            grown.prepend(element);
        } else {
            grown.append(element);
        }
        node.changed();
        count(node);
        rest.changed();
        link(node, rest, true);
        mergeAround(after ? node : rest);
    }

    // ---- removing ----

    @Override
    public int remove(byte[] element, int limit, boolean fromTail) {
        int removed = 0;
        QuickListNode node = fromTail ? tail : head;
        while (node != null && removed < limit) {
            QuickListNode following = fromTail ? node.previous() : node.next();
            removed += removeIn(node, element, limit - removed, fromTail);
            node = following;
        }
        return removed;
    }

    private int removeIn(QuickListNode node, byte[] element, int limit, boolean fromTail) {
        if (node.isPlain()) {
            if (!Arrays.equals(node.plainBytes(), element)) {
                return 0;
            }
            drop(node);
            return 1;
        }
        ListPack pack = node.readOnly();
        if (pack.find(pack.first(), element, 0) == ListPack.NONE) {
            return 0;
        }
        int removed = ListPackList.remove(node.pack(), element, limit, fromTail);
        if (removed == node.count()) {
            drop(node);
        } else {
            size -= removed;
            contentChanged(node);
        }
        return removed;
    }

    @Override
    public void removeRange(int index, int count) {
        if (count <= 0) {
            return;
        }
        Place place = place(index);
        QuickListNode node = place.node;
        int from = place.index;
        int left = count;
        while (left > 0 && node != null) {
            QuickListNode next = node.next();
            int removed = Math.min(left, node.count() - from);
            if (removed == node.count()) {
                drop(node);
            } else {
                node.pack().deleteRange(from, removed);
                size -= removed;
                contentChanged(node);
            }
            left -= removed;
            from = 0;
            node = next;
        }
    }

    // ---- nodes ----

    /** Puts a node next to another one, or into the empty list. */
    private void link(@Nullable QuickListNode beside, QuickListNode node, boolean after) {
        QuickListNode before = after ? beside : beside == null ? null : beside.previous();
        QuickListNode behind = after ? (beside == null ? null : beside.next()) : beside;
        node.previous(before);
        node.next(behind);
        if (before == null) {
            head = node;
        } else {
            before.next(node);
        }
        if (behind == null) {
            tail = node;
        } else {
            behind.previous(node);
        }
        nodes++;
        count(node);
        if (depth > 0) {
            settle(beside);
            settle(node);
        }
    }

    /** Takes a node out with its elements. */
    private void drop(QuickListNode node) {
        size -= node.count();
        unlink(node);
    }

    private void unlink(QuickListNode node) {
        QuickListNode before = node.previous();
        QuickListNode behind = node.next();
        if (before == null) {
            head = behind;
        } else {
            before.next(behind);
        }
        if (behind == null) {
            tail = before;
        } else {
            behind.previous(before);
        }
        nodes--;
        nodeBytes -= node.countedBytes;
        node.countedBytes = 0;
        settle(null);
    }

    private void contentChanged(QuickListNode node) {
        node.changed();
        count(node);
        settle(node);
    }

    /** Takes over what a node takes now. */
    private void count(QuickListNode node) {
        int bytes = (int) Math.min(Integer.MAX_VALUE, node.heapBytes());
        nodeBytes += bytes - node.countedBytes;
        node.countedBytes = bytes;
    }

    private void compress(QuickListNode node) {
        node.compress();
        count(node);
    }

    private void decompress(QuickListNode node) {
        if (node.isCompressed()) {
            node.decompress();
            count(node);
        }
    }

    /** Moves the elements from an index on into a new node, which is not linked yet. */
    private QuickListNode split(QuickListNode node, int index) {
        return splitAt(node, node.pack().seek(index));
    }

    private QuickListNode splitAt(QuickListNode node, int pos) {
        QuickListNode rest = QuickListNode.packed(node.pack().split(pos));
        node.changed();
        count(node);
        return rest;
    }

    /**
     * Merges a node's neighbours with theirs and it with its neighbours, where two fit into one (_quicklistMergeNodes).
     */
    private void mergeAround(QuickListNode center) {
        QuickListNode before = center.previous();
        QuickListNode behind = center.next();
        if (before != null) {
            merge(before.previous(), before);
        }
        if (behind != null) {
            merge(behind, behind.next());
        }
        QuickListNode merged = merge(center.previous(), center);
        QuickListNode kept = merged == null ? center : merged;
        merge(kept, kept.next());
        settle(kept);
        settle(kept.previous());
        settle(kept.next());
    }

    /** Moves the right node's elements into the left one, which is returned, if they fit. */
    private @Nullable QuickListNode merge(@Nullable QuickListNode left, @Nullable QuickListNode right) {
        if (left == null || right == null || left.isPlain() || right.isPlain()) {
            return null;
        }
        long bytes = (long) left.sizeBytes() + right.sizeBytes() - ListPack.EMPTY_BYTES;
        if (ListFill.isExceeded(fill, bytes, left.count() + right.count())) {
            return null;
        }
        left.pack().appendAll(right.pack());
        left.changed();
        count(left);
        unlink(right);
        settle(left);
        return left;
    }

    /**
     * Keeps the rule of compression after a change: the outer nodes are not compressed, the nodes just inside them are,
     * and so is the node that was changed if it is one of the inner ones (__quicklistCompress).
     */
    private void settle(@Nullable QuickListNode changed) {
        if (depth == 0 || nodes < 2 * depth) {
            return;
        }
        QuickListNode forward = head;
        QuickListNode backward = tail;
        boolean isOuter = false;
        for (int i = 0; i < depth && forward != null && backward != null; i++) {
            decompress(forward);
            decompress(backward);
            isOuter |= forward == changed || backward == changed;
            if (forward == backward || forward.next() == backward) {
                return;
            }
            forward = forward.next();
            backward = backward.previous();
        }
        if (forward == null || backward == null) {
            return;
        }
        if (changed != null && !isOuter) {
            compress(changed);
        }
        compress(forward);
        compress(backward);
    }

    // ---- as a value ----

    @Override
    public Encoding encoding() {
        return Encoding.QUICKLIST;
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + nodeBytes;
    }

    @Override
    public long freeEffort() {
        return nodes;
    }

    @Override
    public QuickList copy() {
        QuickList copy = new QuickList(this);
        for (QuickListNode node = head; node != null; node = node.next()) {
            copy.link(copy.tail, node.copy(), true);
        }
        copy.size = size;
        return copy;
    }

    /** Of a few nanoseconds per node: the nodes' contents are shared until they change. */
    @Override
    public QuickList frozen() {
        QuickList frozen = new QuickList(this);
        QuickListNode last = null;
        for (QuickListNode node = head; node != null; node = node.next()) {
            QuickListNode twin = node.twin();
            twin.previous(last);
            if (last == null) {
                frozen.head = twin;
            } else {
                last.next(twin);
            }
            last = twin;
        }
        frozen.tail = last;
        frozen.nodes = nodes;
        frozen.size = size;
        return frozen;
    }

    /** Each node on a line. */
    public String dump() {
        StringBuilder out = new StringBuilder(64);
        out.append("quicklist of ")
                .append(size)
                .append(" elements, ")
                .append(nodes)
                .append(" nodes, fill ");
        out.append(fill).append(", depth ").append(depth).append('\n');
        for (QuickListNode node = head; node != null; node = node.next()) {
            out.append("  ").append(node).append('\n');
        }
        return out.toString();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(120);
        out.append("QuickList[")
                .append(size)
                .append(" elements, ")
                .append(nodes)
                .append(" nodes:");
        if (head != null) {
            for (ListCursor at = cursor(0, false); at.isValid(); at.advance()) {
                String element = Ascii.quote(at.get(), 40);
                if (out.length() + element.length() > 116) {
                    out.append(" …");
                    break;
                }
                out.append(' ').append(element);
            }
        }
        return out.append(']').toString();
    }
}
