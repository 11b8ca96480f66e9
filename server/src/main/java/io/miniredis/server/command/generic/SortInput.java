package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ListCursor;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import org.jspecify.annotations.Nullable;

/** The elements of the collections that SORT knows: lists, sets and sorted sets. */
final class SortInput {
    private static final SortItem[] NOTHING = {};

    private SortInput() {}

    /** True if it is a collection of elements, or nothing at all. */
    static boolean isSortable(@Nullable Object value) {
        return value == null || value instanceof ListValue || value instanceof SetValue || value instanceof SortedSet;
    }

    static int size(@Nullable Object value) {
        if (value instanceof ListValue list) {
            return list.size();
        }
        if (value instanceof SetValue set) {
            return set.size();
        }
        return value instanceof SortedSet sortedSet ? sortedSet.size() : 0;
    }

    /** All elements, in the order they have. */
    static SortItem[] all(@Nullable Object value) {
        if (value instanceof SetValue set) {
            return members(set);
        }
        return range(value, 0, size(value), false);
    }

    /**
     * Some elements of a collection that has an order, and none of a set.
     *
     * @param first of them, counted in the direction in which they are wanted
     */
    static SortItem[] range(@Nullable Object value, int first, int count, boolean backwards) {
        if (count <= 0) {
            return NOTHING;
        }
        if (value instanceof ListValue list) {
            return elements(list, first, count, backwards);
        }
        return value instanceof SortedSet sortedSet ? members(sortedSet, first, count, backwards) : NOTHING;
    }

    private static SortItem[] elements(ListValue list, int first, int count, boolean backwards) {
        SortItem[] items = new SortItem[count];
        ListCursor at = list.cursor(backwards ? list.size() - 1 - first : first, backwards);
        for (int i = 0; i < count; i++) {
            items[i] = new SortItem(at.get());
            at.advance();
        }
        return items;
    }

    private static SortItem[] members(SortedSet set, int first, int count, boolean backwards) {
        SortItem[] items = new SortItem[count];
        int position = set.at(backwards ? set.size() - 1 - first : first);
        for (int i = 0; i < count; i++) {
            items[i] = new SortItem(set.member(position));
            position = backwards ? set.lower(position) : set.higher(position);
        }
        return items;
    }

    private static SortItem[] members(SetValue set) {
        SortItem[] items = new SortItem[set.size()];
        SetMember member = new SetMember();
        int i = 0;
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            items[i++] = new SortItem(member.bytes());
        }
        return items;
    }
}
