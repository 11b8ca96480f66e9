package io.miniredis.datastructures;

/** A small list: one listpack (encoding listpack, as since Redis 7.2). */
public final class ListPackList extends ListPack implements ListValue {
    /** An empty one, which wants an element at once: no key holds an empty list. */
    public ListPackList() {}

    /** Takes these bytes over, which are a listpack. */
    public ListPackList(byte[] bytes) {
        super(bytes);
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK;
    }

    @Override
    public ListValue readyFor(int moreElements, long moreBytes, CollectionSettings settings) {
        if (!ListFill.isExceeded(settings.listMaxListpackSize, totalBytes() + moreBytes, size() + moreElements)) {
            return this;
        }
        QuickList successor = new QuickList(settings);
        if (!isEmpty()) {
            successor.append(new ListPack(bytes()));
        }
        return successor;
    }

    @Override
    public ListValue shrunk(CollectionSettings settings) {
        return this;
    }

    @Override
    public void push(byte[] element, boolean atHead) {
        if (atHead) {
            prepend(element);
        } else {
            append(element);
        }
    }

    @Override
    public ListCursor cursor(int index, boolean backwards) {
        return new ListCursor(this, seek(index), backwards);
    }

    @Override
    public void set(int index, byte[] element) {
        replace(seek(index), element);
    }

    @Override
    public boolean insert(byte[] pivot, byte[] element, boolean after) {
        int pos = find(first(), pivot, 0);
        if (pos == NONE) {
            return false;
        }
        insertBefore(after ? pos + entryBytes(pos) : pos, element);
        return true;
    }

    @Override
    public int remove(byte[] element, int limit, boolean fromTail) {
        return remove(this, element, limit, fromTail);
    }

    /** The same for any listpack: for the nodes of a quicklist. */
    static int remove(ListPack pack, byte[] element, int limit, boolean fromTail) {
        return fromTail ? removeLast(pack, element, limit) : removeFirst(pack, element, limit);
    }

    private static int removeFirst(ListPack pack, byte[] element, int limit) {
        int removed = 0;
        int pos = pack.find(pack.first(), element, 0);
        while (pos != NONE && removed < limit) {
            removed++;
            pos = pack.find(pack.delete(pos), element, 0);
        }
        return removed;
    }

    private static int removeLast(ListPack pack, byte[] element, int limit) {
        int removed = 0;
        int pos = pack.last();
        while (pos != NONE && removed < limit) {
            int before = pack.previous(pos);
            if (pack.equalsAt(pos, element)) {
                pack.delete(pos);
                removed++;
            }
            pos = before;
        }
        return removed;
    }

    @Override
    public void removeRange(int index, int count) {
        deleteRange(index, count);
    }

    @Override
    public ListPackList copy() {
        return new ListPackList(toByteArray());
    }

    @Override
    public String toString() {
        return describe("ListPackList");
    }
}
