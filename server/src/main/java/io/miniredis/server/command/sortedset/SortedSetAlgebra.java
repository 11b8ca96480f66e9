package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.SkipListSortedSet;
import io.miniredis.datastructures.SortedSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Union, intersection and difference of sorted sets (zunionInterDiffGenericCommand). */
final class SortedSetAlgebra {
    private static final Comparator<AlgebraInput> SMALLEST_FIRST = Comparator.comparingInt(AlgebraInput::size);

    /** Room for so many members is made although they may not come: a small set grows in many steps. */
    private static final int MAX_SPECULATIVE_ROOM = 1024;

    private final CollectionSettings settings;

    SortedSetAlgebra(CollectionSettings settings) {
        this.settings = settings;
    }

    /** The members of any input; the order of the inputs decides only about rounding. */
    SortedSet union(List<AlgebraInput> inputs, Aggregate aggregate) {
        AlgebraInput[] sorted = smallestFirst(inputs);
        SortedSet result = new SkipListSortedSet(sorted[sorted.length - 1].size(), settings);
        for (AlgebraInput input : sorted) {
            for (int at = input.first(); at != SortedSet.ABSENT; at = input.next(at)) {
                unite(result, input.member(at), Aggregate.numberOrZero(input.weightedScore(at)), aggregate);
            }
        }
        return result;
    }

    private void unite(SortedSet result, byte[] member, double score, Aggregate aggregate) {
        int position = result.find(member);
        if (position == SortedSet.ABSENT) {
            result.add(member, score, settings);
        } else {
            result.rescore(position, aggregate.of(result.score(position), score));
        }
    }

    /** The members of all inputs. */
    SortedSet intersection(List<AlgebraInput> inputs, Aggregate aggregate) {
        AlgebraInput[] sorted = smallestFirst(inputs);
        SortedSet result = withRoomFor(sorted[0]);
        for (int at = sorted[0].first(); at != SortedSet.ABSENT; at = sorted[0].next(at)) {
            byte[] member = sorted[0].member(at);
            double score = Aggregate.numberOrZero(sorted[0].weightedScore(at));
            int common = 1;
            while (common < sorted.length) {
                int position = sorted[common].find(member);
                if (position == SortedSet.ABSENT) {
                    break;
                }
                score = aggregate.of(score, sorted[common].weightedScore(position));
                common++;
            }
            if (common == sorted.length) {
                result.add(member, score, settings);
            }
        }
        return result;
    }

    /** For members of this input, though it may be few of them. */
    private SortedSet withRoomFor(AlgebraInput input) {
        return new SkipListSortedSet(Math.min(input.size(), MAX_SPECULATIVE_ROOM), settings);
    }

    /** The number of members of all inputs, counted up to a limit. */
    long intersectionSize(List<AlgebraInput> inputs, long limit) {
        AlgebraInput[] sorted = smallestFirst(inputs);
        long count = 0;
        for (int at = sorted[0].first(); at != SortedSet.ABSENT && count < limit; at = sorted[0].next(at)) {
            if (isInAllOthers(sorted, sorted[0].member(at))) {
                count++;
            }
        }
        return count;
    }

    private static boolean isInAllOthers(AlgebraInput[] inputs, byte[] member) {
        for (int i = 1; i < inputs.length; i++) {
            if (!inputs[i].contains(member)) {
                return false;
            }
        }
        return true;
    }

    private static AlgebraInput[] smallestFirst(List<AlgebraInput> inputs) {
        AlgebraInput[] sorted = inputs.toArray(new AlgebraInput[0]);
        Arrays.sort(sorted, SMALLEST_FIRST);
        return sorted;
    }

    /** The members of the first input that are in no other. Large ones are asked first, which know most members. */
    SortedSet difference(List<AlgebraInput> inputs) {
        AlgebraInput first = inputs.get(0);
        AlgebraInput[] others = inputs.subList(1, inputs.size()).toArray(new AlgebraInput[0]);
        Arrays.sort(others, SMALLEST_FIRST.reversed());
        SortedSet result = withRoomFor(first);
        for (int at = first.first(); at != SortedSet.ABSENT; at = first.next(at)) {
            byte[] member = first.member(at);
            if (!isInAny(others, member)) {
                result.add(member, first.weightedScore(at), settings);
            }
        }
        return result;
    }

    private static boolean isInAny(AlgebraInput[] inputs, byte[] member) {
        for (AlgebraInput input : inputs) {
            if (input.contains(member)) {
                return true;
            }
        }
        return false;
    }
}
