package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaTable;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    private final LuaState lua = LuaStates.withLibraries();

    @Test
    void everyFunctionHasCode() {
        int functions = codeOf(lua.globals());
        for (String library :
                new String[] {"table", "string", "math", "cjson", "struct", "cmsgpack", "bit", "coroutine"}) {
            functions += codeOf(lua.library(library));
        }
        assertTrue(functions > 100, functions + " functions");
    }

    private static int codeOf(LuaTable library) {
        int functions = 0;
        for (int place = library.nextPlace(-1); place >= 0; place = library.nextPlace(place)) {
            if (library.valueAt(place) instanceof JavaFunction function) {
                assertNotNull(function.body(), function.name());
                functions++;
            }
        }
        return functions;
    }

    @Test
    void bitOperationsTakeTextsAndAnyNumberOfWords() {
        String twice = "for i = 1, 2 do r = %s end return r";
        assertEquals("8.0", LuaStates.run(lua, twice.formatted("bit.band(12, '10')")));
        assertEquals("8.0", LuaStates.run(lua, twice.formatted("bit.band(12, 10)")));
        assertEquals("15.0", LuaStates.run(lua, twice.formatted("bit.bor(1, 2, 4, 8)")));
        assertEquals("7.0", LuaStates.run(lua, twice.formatted("bit.bxor(7)")));
        assertEquals("-2.147483648E9", LuaStates.run(lua, twice.formatted("bit.lshift(1, 31)")));
        assertEquals("-1.0", LuaStates.run(lua, twice.formatted("bit.bnot('0')")));
    }

    @Test
    void bitOperationsLookAtTheirArgumentsFromTheLastToTheSecond() {
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    "chunk:1: bad argument #3 to '?' (number expected, got table)",
                    LuaStates.run(lua, "local ok, e = pcall(bit.band, 1, true, {}) return 'chunk:1: ' .. e"));
        }
    }
}
