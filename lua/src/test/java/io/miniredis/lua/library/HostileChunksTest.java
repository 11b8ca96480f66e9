package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.LuaState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script can do to the process: an error of its own, nothing else. */
class HostileChunksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "return pcall(string.find, ('a'):rep(50), ('a?'):rep(50) .. ('a-'):rep(50) .. 'b')",
                "return pcall(string.find, ('a'):rep(1e5), '.-.-.-.-b')",
                "return pcall(string.find, ('('):rep(1e6), ('%b()'):rep(50))",
                "return pcall(string.gsub, ('x'):rep(1e7), 'x*y', '')",
                "while true do pcall(string.rep, 'x', 100) end",
                "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
                "local t = {} for i = 1, 1e5 do t[i] = i % 7 end while true do table.sort(t) end",
                "table.insert({}, -2^31, 1) while true do end",
                "local s = '[' .. ('1,'):rep(1e5) .. '1]' while true do cjson.decode(s) end",
                "local s = cmsgpack.pack(('x'):rep(1e5)) while true do cmsgpack.unpack(s) end"
            })
    void canBeEndedFromOutside(String chunk) {
        LuaState lua = LuaStates.withLibraries();
        lua.hook(
                state -> {
                    throw new LuaAbort("enough");
                },
                1_000_000);
        assertThrows(LuaAbort.class, () -> LuaStates.run(lua, chunk));
    }
}
