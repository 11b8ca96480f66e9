package io.miniredis.datastructures;

/** A small set: a {@link ListPack} of its members in the order in which they were added. */
public final class ListPackSet extends ListPack implements SetValue {
    public ListPackSet() {}

    /** Takes these bytes over, which are a listpack without equal entries. */
    public ListPackSet(byte[] bytes) {
        super(bytes);
    }

    /** An empty one with room for entries of this many bytes. */
    public static ListPackSet withRoom(int entryBytes) {
        ListPackSet set = new ListPackSet();
        set.reserve(entryBytes);
        return set;
    }

    /** An intset's members, with room for a string that will follow. */
    static ListPackSet of(IntSet integers, int moreBytes) {
        ListPackSet set = withRoom((int) integers.listPackBytes() + moreBytes);
        int size = integers.size();
        for (int i = 0; i < size; i++) {
            set.append(integers.get(i));
        }
        return set;
    }

    @Override
    public boolean contains(byte[] member) {
        return find(first(), member, 0) >= 0;
    }

    @Override
    public SetValue add(byte[] member, CollectionSettings settings) {
        if (contains(member)) {
            return this;
        }
        int size = size();
        if (size < settings.setMaxListpackEntries
                && member.length <= settings.setMaxListpackValueBytes
                && isSafeToAdd(member.length)) {
            append(member);
            return this;
        }
        TableSet successor = TableSet.of(this, size + 1, settings);
        successor.insert(member);
        return successor;
    }

    /** Adds a member of another set of which is known that it is not here and keeps the limits. */
    public void appendFrom(ListPackSet other, int position) {
        appendRange(other, position, position + other.entryBytes(position), 1);
    }

    @Override
    public boolean remove(byte[] member) {
        int position = find(first(), member, 0);
        if (position >= 0) {
            delete(position);
        }
        return position >= 0;
    }

    @Override
    public void removeAt(int position) {
        delete(position);
    }

    @Override
    public void view(int position, SetMember into) {
        if (isInteger(position)) {
            into.show(longAt(position));
        } else {
            into.show(bytes(), stringOffset(position), stringLength(position));
        }
    }

    @Override
    public int randomPosition(RandomSource random) {
        return seek(random.nextInt(size()));
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK;
    }

    @Override
    public ListPackSet copy() {
        return new ListPackSet(toByteArray());
    }

    @Override
    public String toString() {
        return describe("ListPackSet");
    }
}
