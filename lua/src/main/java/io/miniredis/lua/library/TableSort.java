package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import org.jspecify.annotations.Nullable;

/**
 * The quicksort of ltablib.c, comparison by comparison (Sedgewick's, median of three): scripts see the order in which
 * their function is called, where equal elements end up, and when an inconsistent order is noticed.
 */
final class TableSort {
    private final Arguments call;
    private final LuaState lua;
    private final LuaTable table;
    private final @Nullable LuaFunction order;

    TableSort(Arguments call, LuaTable table, @Nullable LuaFunction order) {
        this.call = call;
        this.lua = call.lua();
        this.table = table;
        this.order = order;
    }

    /** Sorts the elements from {@code low} to {@code up}, both included. */
    void sort(int low, int up) {
        int l = low;
        int u = up;
        while (l < u) {
            int middle = (l + u) >>> 1;
            if (orderEnds(l, u, middle)) {
                return;
            }
            int i = partition(l, u, middle);
            // the smaller side recursively, so that the depth is at most log2 of the length
            if (i - l < u - i) {
                sort(l, i - 1);
                l = i + 1;
            } else {
                sort(i + 1, u);
                u = i - 1;
            }
        }
    }

    /** Brings the first, middle and last element in order; true if these are all. */
    private boolean orderEnds(int l, int u, int middle) {
        orderPair(l, u);
        if (u - l == 1) {
            return true;
        }
        if (!orderPair(l, middle)) {
            orderPair(middle, u);
        }
        return u - l == 2;
    }

    /** Swaps two elements if the later is less; whether it did. */
    private boolean orderPair(int earlier, int later) {
        Object first = table.get(earlier);
        Object second = table.get(later);
        if (!less(second, first)) {
            return false;
        }
        table.set(earlier, second);
        table.set(later, first);
        return true;
    }

    /** Splits around the middle element; returns where it stands afterwards. */
    private int partition(int l, int u, int middle) {
        Object pivot = table.get(middle);
        table.set(middle, table.get(u - 1));
        table.set(u - 1, pivot);
        int i = l;
        int j = u - 1;
        while (true) {
            Object left = table.get(++i);
            while (less(left, pivot)) {
                if (i > u) {
                    throw call.error("invalid order function for sorting");
                }
                left = table.get(++i);
            }
            Object right = table.get(--j);
            while (less(pivot, right)) {
                if (j < l) {
                    throw call.error("invalid order function for sorting");
                }
                right = table.get(--j);
            }
            if (j < i) {
                break;
            }
            table.set(i, right);
            table.set(j, left);
        }
        Object last = table.get(u - 1);
        table.set(u - 1, table.get(i));
        table.set(i, last);
        return i;
    }

    private boolean less(@Nullable Object a, @Nullable Object b) {
        lua.steps(1);
        return order == null ? lua.lessThan(a, b) : LuaType.isTrue(lua.call(order, a, b));
    }

    @Override
    public String toString() {
        return "TableSort[" + table + "]";
    }
}
