package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import org.jspecify.annotations.Nullable;

/** The library {@code table} (ltablib.c). All access to the table is raw. */
public final class TableLibrary {
    private static final int FUNCTIONS = 9;

    private TableLibrary() {}

    /** Makes the global {@code table}. */
    public static void open(LuaState lua) {
        lua.global("table", table(lua));
    }

    private static LuaTable table(LuaState lua) {
        return new Library(lua, FUNCTIONS, TableLibrary::body)
                .functions("concat", "foreach", "foreachi", "getn", "maxn", "insert", "remove", "setn", "sort")
                .table();
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "concat" -> TableLibrary::concat;
            case "foreach" -> TableLibrary::forEach;
            case "foreachi" -> TableLibrary::forEachIndex;
            case "getn" -> TableLibrary::getN;
            case "maxn" -> TableLibrary::maxN;
            case "insert" -> TableLibrary::insert;
            case "remove" -> TableLibrary::remove;
            case "setn" -> TableLibrary::setN;
            case "sort" -> TableLibrary::sort;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Object getN(Arguments a) {
        return (double) a.checkTable(1).length();
    }

    private static @Nullable Object concat(Arguments a) {
        LuaString separator = a.optString(2, LuaString.EMPTY);
        LuaTable table = a.checkTable(1);
        int from = a.optInt(3, 1);
        int last = a.isNoneOrNil(4) ? table.length() : a.checkInt(4);
        if (from > last) {
            return LuaString.EMPTY;
        }
        LuaBuffer out = new LuaBuffer(a.lua());
        int i = from;
        for (; i < last; i++) {
            a.lua().steps(1);
            out.append(piece(a, table, i));
            out.append(separator);
        }
        out.append(piece(a, table, i));
        return out.toLuaString();
    }

    private static LuaString piece(Arguments a, LuaTable table, int index) {
        Object value = table.get(index);
        LuaString text = value instanceof LuaString s ? s : LuaNumbers.asString(value);
        if (text == null) {
            throw a.error("invalid value (" + LuaType.nameOf(value) + ") at index " + index + " in table for 'concat'");
        }
        return text;
    }

    private static @Nullable Object forEach(Arguments a) {
        LuaTable table = a.checkTable(1);
        LuaFunction function = a.checkFunction(2);
        Object key = null;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(table.placeOf(key))) {
            key = table.keyAt(place);
            Object result = a.lua().call(function, key, table.valueAt(place));
            if (result != null) {
                return result;
            }
        }
        return a.results();
    }

    private static @Nullable Object forEachIndex(Arguments a) {
        LuaTable table = a.checkTable(1);
        int length = table.length();
        LuaFunction function = a.checkFunction(2);
        for (int i = 1; i <= length; i++) {
            Object result = a.lua().call(function, (double) i, table.get(i));
            if (result != null) {
                return result;
            }
        }
        return a.results();
    }

    private static @Nullable Object maxN(Arguments a) {
        LuaTable table = a.checkTable(1);
        double max = 0;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            if (table.keyAt(place) instanceof Double d && d > max) {
                max = d;
            }
        }
        return max;
    }

    private static @Nullable Object insert(Arguments a) {
        LuaTable table = a.checkTable(1);
        int end = table.length() + 1;
        if (a.count() == 2) {
            table.set(end, a.get(2));
            return a.results();
        }
        if (a.count() != 3) {
            throw a.error("wrong number of arguments to 'insert'");
        }
        int position = a.checkInt(2);
        for (int i = Math.max(end, position); i > position; i--) {
            a.lua().steps(1);
            table.set(i, table.get(i - 1));
        }
        table.set(position, a.get(3));
        return a.results();
    }

    private static @Nullable Object remove(Arguments a) {
        LuaTable table = a.checkTable(1);
        int end = table.length();
        int position = a.optInt(2, end);
        if (position < 1 || position > end) {
            return a.results();
        }
        Object removed = table.get(position);
        for (int i = position; i < end; i++) {
            a.lua().steps(1);
            table.set(i, table.get(i + 1));
        }
        table.set(end, null);
        return removed;
    }

    private static @Nullable Object setN(Arguments a) {
        a.checkTable(1);
        throw a.error("'setn' is obsolete");
    }

    private static @Nullable Object sort(Arguments a) {
        LuaTable table = a.checkTable(1);
        int length = table.length();
        LuaFunction order = a.isNoneOrNil(2) ? null : a.checkFunction(2);
        new TableSort(a, table, order).sort(1, length);
        return a.results();
    }
}
