package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The members that several sets have in common, one by one: those of the smallest set that are in all the others,
 * which are asked from the smallest to the largest ({@code sinterGenericCommand} in {@code t_set.c}). Not during
 * changes.
 */
public final class SetIntersection {
    private static final Comparator<SetValue> BY_SIZE = Comparator.comparingInt(SetValue::size);

    private final SetValue[] sets;
    private final SetMember member = new SetMember();
    private int position;

    /** One set at least; the array is given away. */
    public SetIntersection(SetValue[] sets) {
        this.sets = sets;
        Arrays.sort(sets, BY_SIZE);
        position = sets[0].first();
    }

    /** Goes to the next member. Returns false at the end. */
    public boolean next() {
        SetValue smallest = sets[0];
        while (position >= 0) {
            smallest.view(position, member);
            position = smallest.next(position);
            if (isInOthers()) {
                return true;
            }
        }
        return false;
    }

    private boolean isInOthers() {
        for (int i = 1; i < sets.length; i++) {
            if (sets[i] != sets[0] && !sets[i].contains(member)) {
                return false;
            }
        }
        return true;
    }

    /** The member reached. */
    public SetMember member() {
        return member;
    }

    /**
     * All members that are left, as a set of its own. It begins as an intset if the smallest set is one and as a
     * listpack otherwise, grows from there, and ends as an intset if it can be one.
     */
    public SetValue collect(CollectionSettings settings) {
        SetValue result = sets[0] instanceof IntSet ? new IntSet() : new ListPackSet();
        boolean onlyIntegers = true;
        while (next()) {
            onlyIntegers = onlyIntegers && (member.isInteger() || Numbers.isLong(member.bytes()));
            result = result.add(member, settings);
        }
        SetValue collected = onlyIntegers ? SetValue.asIntSet(result, settings) : result;
        collected.trim();
        return collected;
    }
}
