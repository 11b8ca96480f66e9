package io.miniredis.datastructures;

/**
 * A big sorted set: a dict finds its members, a {@link SkipList} keeps them in order. A position is a slot of the dict.
 */
public final class SkipListSortedSet extends CompactDict implements SortedSet {
    private final CollectionSettings settings;
    private final SkipList order;

    /** An empty one with room for so many members. */
    public SkipListSortedSet(int expectedMembers, CollectionSettings settings) {
        super(settings.hash);
        this.settings = settings;
        this.order = new SkipList(this, settings.random);
        expand(expectedMembers);
    }

    /** The members of another one, with room for so many in all. */
    @SuppressWarnings("this-escape") // adds to itself, when all is there
    SkipListSortedSet(SortedSet other, int expectedMembers, CollectionSettings settings) {
        this(Math.max(expectedMembers, other.size()), settings);
        // The highest first: then each next one is found to belong to the front at once.
        for (int position = other.highest(); position != NONE; position = other.lower(position)) {
            add(other.member(position), other.score(position), settings);
        }
    }

    @Override
    public Encoding encoding() {
        return Encoding.SKIPLIST;
    }

    @Override
    public double score(int position) {
        return order.score(position);
    }

    @Override
    public byte[] member(int position) {
        return element(position);
    }

    @Override
    public void writeMember(int position, StringSink sink) {
        byte[] member = element(position);
        sink.bulk(member, 0, member.length);
    }

    @Override
    public int rank(int position) {
        return order.rank(position);
    }

    @Override
    public int at(int rank) {
        return order.at(rank);
    }

    @Override
    public int lowest() {
        return order.first();
    }

    @Override
    public int highest() {
        return order.last();
    }

    @Override
    public int higher(int position) {
        return order.next(position);
    }

    @Override
    public int lower(int position) {
        return order.previous(position);
    }

    @Override
    public int countBelow(double score, boolean orEqual) {
        return order.countBelow(score, orEqual);
    }

    @Override
    public int countBelow(byte[] member, boolean orEqual) {
        return order.countBelow(member, orEqual);
    }

    @Override
    public int random(RandomSource random) {
        return randomSlot(random);
    }

    // ---- changing ----

    @Override
    public SortedSet add(byte[] member, double score, CollectionSettings unused) {
        order.insert(insert(member), score);
        return this;
    }

    @Override
    public void rescore(int position, double score) {
        changing(position);
        order.rescore(position, score);
    }

    @Override
    public void removeMember(int position) {
        changing(position);
        order.remove(position);
        remove(position);
    }

    @Override
    public void removeRange(int rank, int count) {
        for (int left = count; left > 0; left--) {
            int position = order.at(rank);
            changing(position);
            order.removeAt(rank, position);
            remove(position);
        }
    }

    /** The bits of its score. */
    @Override
    protected long numberOf(int slot) {
        return Double.doubleToRawLongBits(score(slot));
    }

    @Override
    protected void moved(int from, int to) {
        order.moved(from, to);
    }

    @Override
    protected void roomChanged(int room) {
        order.roomChanged(room);
    }

    @Override
    public SortedSet expecting(int additions, CollectionSettings unused) {
        return this;
    }

    @Override
    public SortedSet compact(CollectionSettings limits) {
        if (size() > limits.zsetMaxListpackEntries) {
            return this;
        }
        long bytes = 0;
        for (int position = lowest(); position != NONE; position = higher(position)) {
            int length = element(position).length;
            if (length > limits.zsetMaxListpackValueBytes) {
                return this;
            }
            bytes += length;
        }
        ListPackSortedSet packed = new ListPackSortedSet();
        if (!packed.isSafeToAdd(bytes)) {
            return this;
        }
        for (int position = lowest(); position != NONE; position = higher(position)) {
            packed.append(element(position), score(position));
        }
        return packed;
    }

    @Override
    public SkipListSortedSet copy() {
        return new SkipListSortedSet(this, size(), settings);
    }

    // ---- showing ----

    @Override
    public long freeEffort() {
        return size();
    }

    @Override
    public long sizeBytes() {
        return tableBytes() + elementBytes() + order.sizeBytes();
    }

    /** The lists of the skip list, {@link SkipList#dump}. */
    public String dumpOrder() {
        return order.dump();
    }

    @Override
    public String toString() {
        return "SkipListSortedSet[" + order + "]";
    }
}
