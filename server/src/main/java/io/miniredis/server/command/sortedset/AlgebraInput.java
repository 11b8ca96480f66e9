package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One of the sets that are united, intersected or subtracted: a sorted set, or a set, whose members have the score 1; a
 * missing key is a set without members. Positions are those of the set.
 */
final class AlgebraInput {
    private static final double SCORE_IN_SET = 1;

    private final @Nullable SortedSet sorted;
    private final @Nullable SetValue unsorted;
    private final SetMember shown = new SetMember();
    private double weight = 1;

    private AlgebraInput(@Nullable SortedSet sorted, @Nullable SetValue unsorted) {
        this.sorted = sorted;
        this.unsorted = unsorted;
    }

    /** @throws io.miniredis.protocol.ErrorReply WRONGTYPE if the value is neither a sorted set nor a set */
    static AlgebraInput of(@Nullable Object value) {
        if (value == null) {
            return new AlgebraInput(null, null);
        }
        if (value instanceof SortedSet sorted) {
            return new AlgebraInput(sorted, null);
        }
        if (value instanceof SetValue unsorted) {
            return new AlgebraInput(null, unsorted);
        }
        throw Errors.WRONG_TYPE;
    }

    /** What its scores are multiplied by. */
    void weight(double factor) {
        weight = factor;
    }

    int size() {
        if (sorted != null) {
            return sorted.size();
        }
        return unsorted == null ? 0 : unsorted.size();
    }

    /** The first member, or -1. */
    int first() {
        if (sorted != null) {
            return sorted.lowest();
        }
        return unsorted == null ? SetValue.NONE : unsorted.first();
    }

    /** The member behind this one, or -1. */
    int next(int position) {
        if (sorted != null) {
            return sorted.higher(position);
        }
        return unsorted == null ? SetValue.NONE : unsorted.next(position);
    }

    byte[] member(int position) {
        if (sorted != null) {
            return sorted.member(position);
        }
        if (unsorted == null) {
            throw new IllegalStateException("no members");
        }
        unsorted.view(position, shown);
        return shown.bytes();
    }

    /** The member's score times the weight. */
    double weightedScore(int position) {
        return weight * (sorted == null ? SCORE_IN_SET : sorted.score(position));
    }

    boolean contains(byte[] member) {
        return find(member) != SortedSet.ABSENT;
    }

    /** A position for {@link #weightedScore}, or -1. Of a set all have the same score: any position will do. */
    int find(byte[] member) {
        if (sorted != null) {
            return sorted.find(member);
        }
        return unsorted != null && unsorted.contains(member) ? 0 : SortedSet.ABSENT;
    }

    @Override
    public String toString() {
        return "AlgebraInput[" + (sorted == null ? unsorted : sorted) + " * " + weight + "]";
    }
}
