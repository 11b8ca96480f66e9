package io.miniredis.datastructures;

import java.util.function.IntConsumer;

/**
 * A sorted set: members, each with a score, in the order of scores and, where these are equal, of the members' bytes
 * ({@code t_zset.c}). The value object is its encoding: a listpack while it is small, then a dict with a skip list.
 *
 * <p>A member is known by its position, a number that means something to the encoding alone; -1 stands for "no such
 * member". A rank counts from 0, the lowest member. Every change makes positions void. All ranges, by score, by
 * member or by rank, are ranks from one to another: {@code countBelow} turns a bound into a rank.
 *
 * <p>A score is any double but NaN.
 */
public sealed interface SortedSet extends Value permits ListPackSortedSet, SkipListSortedSet {
    /** No such member. */
    int ABSENT = -1;

    /** An empty one, in the encoding that fits so many members of this size. */
    static SortedSet create(int expectedMembers, int memberBytes, CollectionSettings settings) {
        boolean small =
                expectedMembers <= settings.zsetMaxListpackEntries && memberBytes <= settings.zsetMaxListpackValueBytes;
        return small ? new ListPackSortedSet() : new SkipListSortedSet(expectedMembers, settings);
    }

    @Override
    default ValueType type() {
        return ValueType.ZSET;
    }

    // ---- asking ----

    /** The number of members. */
    int size();

    /** Where this member is, or -1. */
    int find(byte[] member);

    double score(int position);

    /** The member; not to be written to. */
    byte[] member(int position);

    /** Hands the member to a sink as it is kept, without a copy. */
    void writeMember(int position, StringSink sink);

    /** How many members are below this one. */
    int rank(int position);

    /** The score of this member, or NaN if there is none such. */
    default double score(byte[] member) {
        int position = find(member);
        return position == ABSENT ? Double.NaN : score(position);
    }

    // ---- going through ----

    /** The member with this rank, or -1. */
    int at(int rank);

    int lowest();

    int highest();

    /** The next higher member, or -1. */
    int higher(int position);

    /** The next lower member, or -1. */
    int lower(int position);

    /** How many members have a lower score than this, or not a higher one if {@code orEqual}. */
    int countBelow(double score, boolean orEqual);

    /** How many members are before this string, or not after it if {@code orEqual}; all scores being the same. */
    int countBelow(byte[] member, boolean orEqual);

    /** A member by chance, all equally likely; -1 if there is none. */
    int random(RandomSource random);

    /** One step of an iteration, as {@link CompactDict#scan}; a listpack is visited at once. */
    long scan(long cursor, IntConsumer positions);

    // ---- changing ----

    /** Adds a member that is not in yet; the array is given away. Returns the value to store from now on. */
    SortedSet add(byte[] member, double score, CollectionSettings settings);

    /** Gives a member another score. */
    void rescore(int position, double score);

    void removeMember(int position);

    /** Removes {@code count} members, which there are, from this rank on. */
    void removeRange(int rank, int count);

    /** Adds a member or gives it this score. Returns the value to store from now on. */
    default SortedSet put(byte[] member, double score, CollectionSettings settings) {
        int position = find(member);
        if (position == ABSENT) {
            return add(member, score, settings);
        }
        rescore(position, score);
        return this;
    }

    /** The same in the encoding for a set to which so many members are going to be added: this or another value. */
    SortedSet expecting(int additions, CollectionSettings settings);

    /** The same in the encoding that its size and members deserve: this or another value. */
    SortedSet compact(CollectionSettings settings);

    @Override
    SortedSet copy();
}
