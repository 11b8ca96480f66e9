package io.miniredis.server.scripting;

import io.miniredis.lua.LuaState;
import io.miniredis.lua.library.BaseLibrary;
import io.miniredis.lua.library.BitLibrary;
import io.miniredis.lua.library.JsonLibrary;
import io.miniredis.lua.library.MathLibrary;
import io.miniredis.lua.library.MessagePackLibrary;
import io.miniredis.lua.library.Rand48;
import io.miniredis.lua.library.StringLibrary;
import io.miniredis.lua.library.StructLibrary;
import io.miniredis.lua.library.TableLibrary;

/** The libraries that scripts may use (luaLoadLibraries in script_lua.c): nothing that leads out of the interpreter. */
final class Libraries {
    private Libraries() {}

    /** The generator is the server's: all its scripts go on with one sequence. */
    static void open(LuaState lua, Rand48 random) {
        BaseLibrary.open(lua);
        TableLibrary.open(lua);
        StringLibrary.open(lua);
        MathLibrary.open(lua, random);
        JsonLibrary.open(lua);
        StructLibrary.open(lua);
        MessagePackLibrary.open(lua);
        BitLibrary.open(lua);
    }
}
