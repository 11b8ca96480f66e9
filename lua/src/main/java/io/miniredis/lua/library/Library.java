package io.miniredis.lua.library;

import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaTable;

/** Fills a library's table. The order of registration and the size announced decide the order of {@code pairs}. */
final class Library {
    private final LuaTable table;

    /** A table made for that many functions, as {@code luaL_register} makes it; 0 as {@code lua_newtable}. */
    Library(int functions) {
        table = new LuaTable(0, functions);
    }

    LuaTable table() {
        return table;
    }

    Library function(String name, JavaFunction.Body body) {
        table.set(name, new JavaFunction(name, body));
        return this;
    }

    Library field(String name, Object value) {
        table.set(name, value);
        return this;
    }

    @Override
    public String toString() {
        return "Library[" + table + "]";
    }
}
