package io.miniredis.server.scripting;

import io.miniredis.lua.LuaState;

/** The libraries that scripts may use (luaLoadLibraries in script_lua.c): nothing that leads out of the interpreter. */
final class Libraries {
    private Libraries() {}

    static void open(LuaState lua) {
        lua.globals().set("_G", lua.globals());
    }
}
