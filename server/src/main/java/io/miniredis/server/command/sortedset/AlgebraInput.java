package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One of the sets that are united, intersected or subtracted: a sorted set, or a set, whose members have the score 1; a
 * missing key is a set without members.
 */
final class AlgebraInput {
    private final @Nullable SortedSet sorted;
    private double weight = 1;

    private AlgebraInput(@Nullable SortedSet sorted) {
        this.sorted = sorted;
    }

    /** @throws io.miniredis.protocol.ErrorReply WRONGTYPE if the value is neither a sorted set nor a set */
    static AlgebraInput of(@Nullable Object value) {
        if (value == null) {
            return new AlgebraInput(null);
        }
        if (value instanceof SortedSet sorted) {
            return new AlgebraInput(sorted);
        }
        throw Errors.WRONG_TYPE;
    }

    /** What its scores are multiplied by. */
    void weight(double factor) {
        weight = factor;
    }

    int size() {
        return sorted == null ? 0 : sorted.size();
    }

    /** The first member, or -1. */
    int first() {
        return sorted == null ? SortedSet.ABSENT : sorted.lowest();
    }

    /** The member behind this one, or -1. */
    int next(int position) {
        return sorted == null ? SortedSet.ABSENT : sorted.higher(position);
    }

    byte[] member(int position) {
        if (sorted == null) {
            throw new IllegalStateException("no members");
        }
        return sorted.member(position);
    }

    /** The member's score times the weight. */
    double weightedScore(int position) {
        return sorted == null ? 0 : weight * sorted.score(position);
    }

    boolean contains(byte[] member) {
        return sorted != null && sorted.find(member) != SortedSet.ABSENT;
    }

    /** The score of this member times the weight; only if {@link #contains} it. */
    double weightedScore(byte[] member) {
        return sorted == null ? 0 : weight * sorted.score(member);
    }

    @Override
    public String toString() {
        return "AlgebraInput[" + sorted + " * " + weight + "]";
    }
}
