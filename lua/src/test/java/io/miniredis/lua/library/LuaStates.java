package io.miniredis.lua.library;

import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.syntax.Parser;
import java.nio.charset.StandardCharsets;

/** States for tests. */
final class LuaStates {
    private LuaStates() {}

    static LuaState withLibraries() {
        LuaState lua = new LuaState();
        BaseLibrary.open(lua);
        TableLibrary.open(lua);
        StringLibrary.open(lua);
        MathLibrary.open(lua, new Rand48());
        JsonLibrary.open(lua);
        StructLibrary.open(lua);
        MessagePackLibrary.open(lua);
        BitLibrary.open(lua);
        return lua;
    }

    /** The first result of a chunk, a string or number as text. */
    static String run(LuaState lua, String chunk) {
        Object result = lua.call(Parser.load(lua, chunk.getBytes(StandardCharsets.ISO_8859_1), "@chunk"));
        return result instanceof LuaString text ? text.text() : String.valueOf(result);
    }
}
