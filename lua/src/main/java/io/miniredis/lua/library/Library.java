package io.miniredis.lua.library;

import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;

/** Fills a library's table. The order of registration and the size announced decide the order of {@code pairs}. */
final class Library {
    private final LuaState lua;
    private final LuaTable table;
    private final JavaFunction.Source source;

    /**
     * A table made for that many functions, as {@code luaL_register} makes it; 0 as {@code lua_newtable}. The source
     * has the code of each.
     */
    Library(LuaState lua, int functions, JavaFunction.Source source) {
        this.lua = lua;
        this.table = new LuaTable(0, functions);
        this.source = source;
    }

    LuaTable table() {
        return table;
    }

    Library functions(String... names) {
        for (String name : names) {
            field(name, JavaFunction.late(name, source));
        }
        return this;
    }

    Library field(String name, Object value) {
        table.set(lua.name(LuaString.of(name)), value);
        return this;
    }

    @Override
    public String toString() {
        return "Library[" + table + "]";
    }
}
