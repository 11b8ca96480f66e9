package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Union and difference of sets ({@code sunionDiffGenericCommand} in {@code t_set.c}); see {@link SetIntersection} too.
 */
public final class SetAlgebra {
    private static final Comparator<SetValue> LARGEST_FIRST =
            Comparator.comparingInt(SetValue::size).reversed();

    private SetAlgebra() {}

    /** All members of all sets. It begins as an intset and grows. */
    public static SetValue union(List<SetValue> sets, CollectionSettings settings) {
        SetValue result = new IntSet();
        for (int i = 0; i < sets.size(); i++) {
            result = plus(result, sets.get(i), settings);
        }
        result.trim();
        return result;
    }

    private static SetValue plus(SetValue result, SetValue set, CollectionSettings settings) {
        SetMember member = new SetMember();
        SetValue sum = result;
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            sum = sum.add(member, settings);
        }
        return sum;
    }

    /** The members of the first set that are in none of the others. It begins as an intset and grows. */
    public static SetValue difference(SetValue first, List<SetValue> others, CollectionSettings settings) {
        SetValue result = new IntSet();
        if (!others.contains(first)) {
            result = isLookingUpQuicker(first, others)
                    ? notIn(first, others, settings)
                    : minus(plus(result, first, settings), others);
        }
        result.trim();
        return result;
    }

    /**
     * There are two ways: look every member of the first set up in all the others, or copy the first set and remove
     * all the others' members. The former wins half of the time for free, for it ends with the first set that has the
     * member.
     */
    private static boolean isLookingUpQuicker(SetValue first, List<SetValue> others) {
        long lookups = (long) first.size() * (others.size() + 1);
        long removals = first.size();
        for (int i = 0; i < others.size(); i++) {
            removals += others.get(i).size();
        }
        return lookups / 2 <= removals;
    }

    private static SetValue notIn(SetValue first, List<SetValue> others, CollectionSettings settings) {
        SetValue[] largestFirst = others.toArray(new SetValue[0]);
        Arrays.sort(largestFirst, LARGEST_FIRST);
        SetValue result = new IntSet();
        SetMember member = new SetMember();
        for (int at = first.first(); at >= 0; at = first.next(at)) {
            first.view(at, member);
            if (!isInAny(largestFirst, member)) {
                result = result.add(member, settings);
            }
        }
        return result;
    }

    private static boolean isInAny(SetValue[] sets, SetMember member) {
        for (SetValue set : sets) {
            if (set.contains(member)) {
                return true;
            }
        }
        return false;
    }

    private static SetValue minus(SetValue result, List<SetValue> others) {
        SetMember member = new SetMember();
        for (int i = 0; i < others.size() && result.size() > 0; i++) {
            SetValue set = others.get(i);
            for (int at = set.first(); at >= 0; at = set.next(at)) {
                set.view(at, member);
                result.remove(member);
            }
        }
        return result;
    }
}
