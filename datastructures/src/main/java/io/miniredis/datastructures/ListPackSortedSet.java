package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A small sorted set: members and scores in turn in a listpack, the lowest first. A score that is an integer is kept as
 * one, any other as the shortest text that reads back as it. A position is the offset of a member.
 */
public final class ListPackSortedSet extends ListPack implements SortedSet {
    /** Beyond this Redis does not try whether a score is an integer. */
    private static final double LARGEST_INTEGER = 0x1p62;

    /** An empty one. */
    public ListPackSortedSet() {
        super();
    }

    /** Takes these bytes over, which are a listpack of members and scores in order. */
    public ListPackSortedSet(byte[] bytes) {
        super(bytes);
    }

    @Override
    public Encoding encoding() {
        return Encoding.LISTPACK;
    }

    @Override
    public int size() {
        return super.size() / 2;
    }

    @Override
    public int find(byte[] member) {
        return find(first(), member, 1);
    }

    @Override
    public double score(int position) {
        return scoreAt(next(position));
    }

    private double scoreAt(int pos) {
        return isInteger(pos) ? longAt(pos) : Numbers.parseDouble(bytes(), stringOffset(pos), stringLength(pos));
    }

    @Override
    public byte[] member(int position) {
        return get(position);
    }

    @Override
    public void writeMember(int position, StringSink sink) {
        if (isInteger(position)) {
            sink.bulkInteger(longAt(position));
        } else {
            sink.bulk(bytes(), stringOffset(position), stringLength(position));
        }
    }

    @Override
    public int rank(int position) {
        int rank = 0;
        for (int member = first(); member < position; member = higher(member)) {
            rank++;
        }
        return rank;
    }

    @Override
    public int at(int rank) {
        return rank < 0 ? NONE : seek(2 * rank);
    }

    @Override
    public int lowest() {
        return first();
    }

    @Override
    public int highest() {
        return seek(-2);
    }

    @Override
    public int higher(int position) {
        return next(next(position));
    }

    @Override
    public int lower(int position) {
        int score = previous(position);
        return score == NONE ? NONE : previous(score);
    }

    @Override
    public int countBelow(double score, boolean orEqual) {
        int count = 0;
        for (int member = first(); member != NONE; member = higher(member)) {
            double other = score(member);
            if (!(other < score || (orEqual && other == score))) {
                break;
            }
            count++;
        }
        return count;
    }

    @Override
    public int countBelow(byte[] member, boolean orEqual) {
        int limit = orEqual ? 1 : 0;
        int count = 0;
        for (int other = first(); other != NONE && compare(other, member) < limit; other = higher(other)) {
            count++;
        }
        return count;
    }

    /** Compares a member with a string, byte by byte: -1, 0 or 1. */
    private int compare(int position, byte[] member) {
        if (isInteger(position)) {
            return Integer.signum(Arrays.compareUnsigned(get(position), member));
        }
        int from = stringOffset(position);
        int to = from + stringLength(position);
        return Integer.signum(Arrays.compareUnsigned(bytes(), from, to, member, 0, member.length));
    }

    @Override
    public int random(RandomSource random) {
        int size = size();
        return size == 0 ? NONE : at(random.nextInt(size));
    }

    @Override
    public long scan(long cursor, IntConsumer positions) {
        for (int member = first(); member != NONE; member = higher(member)) {
            positions.accept(member);
        }
        return 0;
    }

    // ---- changing ----

    @Override
    public SortedSet add(byte[] member, double score, CollectionSettings settings) {
        int size = size();
        boolean fits = size < settings.zsetMaxListpackEntries
                && member.length <= settings.zsetMaxListpackValueBytes
                && isSafeToAdd(member.length);
        if (!fits) {
            return new SkipListSortedSet(this, size + 1, settings).add(member, score, settings);
        }
        insert(member, score);
        return this;
    }

    @Override
    public void rescore(int position, double score) {
        byte[] member = get(position);
        removeMember(position);
        insert(member, score);
    }

    private void insert(byte[] member, double score) {
        int position = first();
        while (position != NONE && isBefore(position, member, score)) {
            position = higher(position);
        }
        insertAt(position == NONE ? end() : position, member, score);
    }

    private boolean isBefore(int position, byte[] member, double score) {
        double other = score(position);
        return other < score || (other == score && compare(position, member) < 0);
    }

    /** The score first: the member goes before it. */
    private void insertAt(int position, byte[] member, double score) {
        if (Math.abs(score) <= LARGEST_INTEGER && (long) score == score) {
            insertBefore(position, (long) score);
        } else {
            insertBefore(position, Ascii.bytes(Numbers.formatShortest(score)));
        }
        insertBefore(position, member);
    }

    /** Appends a member that is higher than all that are in. */
    void append(byte[] member, double score) {
        insertAt(end(), member, score);
    }

    @Override
    public void removeMember(int position) {
        deleteFrom(position, 2);
    }

    @Override
    public void removeRange(int rank, int count) {
        deleteRange(2 * rank, 2 * count);
    }

    @Override
    public SortedSet expecting(int additions, CollectionSettings settings) {
        return additions > settings.zsetMaxListpackEntries ? new SkipListSortedSet(this, additions, settings) : this;
    }

    @Override
    public SortedSet compact(CollectionSettings settings) {
        return this;
    }

    @Override
    public ListPackSortedSet copy() {
        return new ListPackSortedSet(toByteArray());
    }

    @Override
    public String toString() {
        return describe("ListPackSortedSet");
    }
}
