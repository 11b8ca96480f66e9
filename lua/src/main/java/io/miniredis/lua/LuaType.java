package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** The types of Lua values by their names. */
public final class LuaType {
    private LuaType() {}

    /**
     * {@code nil}, {@code boolean}, {@code number}, {@code string}, {@code table}, {@code function}, … as
     * {@code type()} says.
     */
    public static String nameOf(@Nullable Object value) {
        if (value == null) {
            return "nil";
        } else if (value instanceof LuaString) {
            return "string";
        } else if (value instanceof Double || value == Numeral.NUMBER) {
            return "number";
        } else if (value instanceof LuaTable) {
            return "table";
        } else if (value instanceof Boolean) {
            return "boolean";
        } else if (value instanceof LuaFunction) {
            return "function";
        }
        return value instanceof LuaCoroutine ? "thread" : "userdata";
    }

    /** Everything but nil and false counts as true. */
    public static boolean isTrue(@Nullable Object value) {
        return value != null && value != Boolean.FALSE;
    }

    /** Primitive equality: no metamethods. */
    public static boolean rawEquals(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return !(a instanceof Double d) || d == d.doubleValue();
        }
        if (a instanceof Double x) {
            return b instanceof Double y && x.doubleValue() == y.doubleValue();
        }
        return a instanceof LuaString s && b instanceof LuaString t && s.sameAs(t);
    }
}
