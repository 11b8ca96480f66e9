package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script can do to the process: an error of its own, nothing else. */
class HostileChunksTest {
    private static final int STEPS = 500_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return ('x'):rep(1e9) .. ('x'):rep(1e9) .. ('x'):rep(1e9)",
                "return ('x'):rep(2^31 - 1)",
                "local s = 'x' while true do s = s .. s end",
                "local t = {} for i = 1, 30 do t = {t, t} end return cjson.encode(t)"
            })
    void endsInALuaError(String chunk) {
        LuaState lua = LuaStates.withLibraries();
        lua.hook(
                state -> {
                    throw new LuaAbort("too long");
                },
                STEPS);
        Throwable thrown = assertThrows(RuntimeException.class, () -> LuaStates.run(lua, chunk));
        assertTrue(thrown instanceof LuaError || thrown instanceof LuaAbort, thrown::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return pcall(string.find, ('a'):rep(50), ('a?'):rep(50) .. ('a-'):rep(50) .. 'b')",
                "return pcall(string.find, ('a'):rep(1e5), '.-.-.-.-b')",
                "return pcall(string.find, ('('):rep(1e6), ('%b()'):rep(50))",
                "return pcall(string.gsub, ('x'):rep(1e7), 'x*y', '')",
                "while true do pcall(string.rep, 'x', 100) end",
                "local t = {} for i = 1, 1e5 do t[i] = i end"
                        + " while true do table.insert(t, 1, 0) table.remove(t, 1) end",
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
