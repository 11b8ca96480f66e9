package io.miniredis.datastructures;

/** A set of any size: a {@link CompactDict} whose elements are the members. Positions are slots. */
public final class TableSet extends CompactDict implements SetValue {
    public TableSet(SipHash hash) {
        super(hash);
    }

    /** An empty one. */
    static TableSet withRoom(int members, CollectionSettings settings) {
        TableSet set = new TableSet(settings.hash);
        set.expand(members);
        return set;
    }

    /** Another set's members, with room for so many in all. */
    static TableSet of(SetValue other, int members, CollectionSettings settings) {
        TableSet set = withRoom(Math.max(members, other.size()), settings);
        SetMember member = new SetMember();
        for (int at = other.first(); at >= 0; at = other.next(at)) {
            other.view(at, member);
            set.insert(member.bytes());
        }
        return set;
    }

    @Override
    public boolean contains(byte[] member) {
        return find(member) >= 0;
    }

    @Override
    public SetValue add(byte[] member, CollectionSettings settings) {
        int hash = hash(member);
        if (find(member, hash) < 0) {
            insert(member, hash);
        }
        return this;
    }

    @Override
    public boolean remove(byte[] member) {
        int hash = hash(member);
        int slot = find(member, hash);
        if (slot >= 0) {
            remove(slot, hash);
        }
        return slot >= 0;
    }

    @Override
    public void removeAt(int position) {
        remove(position);
    }

    @Override
    public int first() {
        return nextSlot(CompactDict.NONE);
    }

    @Override
    public int next(int position) {
        return nextSlot(position);
    }

    @Override
    public void view(int position, SetMember into) {
        into.show(element(position));
    }

    @Override
    public int randomPosition(RandomSource random) {
        return randomSlot(random);
    }

    @Override
    public Encoding encoding() {
        return Encoding.HASHTABLE;
    }

    @Override
    public long freeEffort() {
        return size();
    }

    @Override
    public long sizeBytes() {
        return tableBytes() + elementBytes();
    }

    @Override
    public TableSet copy() {
        TableSet copy = new TableSet(hash());
        copy.expand(size());
        for (int slot = first(); slot >= 0; slot = next(slot)) {
            copy.insert(element(slot));
        }
        return copy;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("TableSet[").append(size()).append(" members:");
        for (int slot = first(); slot >= 0; slot = next(slot)) {
            String member = Ascii.quote(element(slot), 40);
            if (out.length() + member.length() > 116) {
                out.append(" …");
                break;
            }
            out.append(' ').append(member);
        }
        return out.append(']').toString();
    }
}
