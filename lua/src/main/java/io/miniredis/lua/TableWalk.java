package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** What {@code pairs} and {@code ipairs} give as iterator. Loops know both and walk on without calling them. */
public final class TableWalk {
    /** {@code next}: the key and the value behind a key. */
    public static final JavaFunction.Body NEXT = TableWalk::next;

    /** The index and the value behind an index, up to the first nil. */
    public static final JavaFunction.Body NEXT_INDEX = TableWalk::nextIndex;

    private TableWalk() {}

    private static @Nullable Object next(Arguments a) {
        LuaTable table = a.checkTable(1);
        int place = table.nextPlace(table.placeOf(a.get(2)));
        return place < 0 ? null : a.results(table.keyAt(place), table.valueAt(place));
    }

    private static @Nullable Object nextIndex(Arguments a) {
        int index = a.checkInt(2) + 1;
        Object value = a.checkTable(1).get(index);
        return value == null ? a.results() : a.results((double) index, value);
    }
}
