package io.miniredis.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.lua.library.BaseLibrary;
import io.miniredis.lua.library.BitLibrary;
import io.miniredis.lua.library.MathLibrary;
import io.miniredis.lua.library.Rand48;
import io.miniredis.lua.library.StringLibrary;
import io.miniredis.lua.syntax.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuaStateTest {
    private final LuaState lua = new LuaState();

    LuaStateTest() {
        BaseLibrary.open(lua);
        StringLibrary.open(lua);
    }

    private @Nullable Object run(String chunk) {
        return lua.callAll(Parser.load(lua, chunk.getBytes(StandardCharsets.UTF_8), "@user_script"));
    }

    private String text(String chunk) {
        return String.valueOf(LuaNumbers.asString(LuaState.first(run(chunk)))).replace("\"", "");
    }

    private LuaError failure(String chunk) {
        return assertThrows(LuaError.class, () -> run(chunk));
    }

    private static long coroutineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lua-coroutine") && thread.isAlive())
                .count();
    }

    @Test
    void aSumOfLocalsThatIsAssignedTakesWhateverCanBeAdded() {
        assertEquals("15", text("local a, b = '10', 5 a = a + b return a"));
        assertEquals("-5", text("local a, b = 5, '10' a = a - b return a"));
        assertEquals("8", text("local a = '10' a = a - 2 return a"));
        assertEquals("0", text("local a, b = 0, 1 for i = 1, 4 do a = a + i b = b - a end return a + b + 9"));
        assertEquals(
                "added",
                text("local a, b = setmetatable({}, {__add = function() return 'added' end}), 1 a = a + b return a"));
        LuaError failure = failure("local a, b = 1\na = a + b");
        assertEquals("user_script:2: attempt to perform arithmetic on local 'b' (a nil value)", failure.getMessage());
    }

    @Test
    void whatAMetamethodGivesForArithmeticMayBeFalse() {
        assertEquals(
                "no",
                text("local t = setmetatable({}, {__add = function() return false end})\n"
                        + "if t + 1 then return 'yes' else return 'no' end"));
    }

    @Test
    void evaluatesTheOperandsOfAComparisonFromTheLeft() {
        assertEquals("ab", text("""
                        local order = ''
                        local function say(name, value) order = order .. name return value end
                        local _ = say('a', 1) > say('b', 2)
                        return order
                        """));
    }

    @Nested
    class Errors {
        @Test
        void tellTheChunkAndTheLineThatWasRunning() {
            LuaError error = failure("local x\n\nreturn x.y");
            assertEquals("user_script:3: attempt to index local 'x' (a nil value)", error.getMessage());
            assertEquals("@user_script", error.chunk());
            assertEquals(3, error.line());
        }

        @Test
        void tellTheLineOfTheCallWhenALibraryFunctionFails() {
            LuaError error = failure("local s = 'x'\nlocal function f() return (s:rep({})) end\nf()");
            assertEquals("user_script:2: bad argument #1 to 'rep' (number expected, got table)", error.getMessage());
            assertEquals(2, error.line());
        }

        @Test
        void keepValuesThatAreNoStrings() {
            LuaError error = failure("error({err = 'x'})");
            assertTrue(error.value() instanceof LuaTable);
            assertEquals("(error object is a table value)", error.getMessage());
            assertEquals(1, error.line());
        }

        @Test
        void haveNoJavaStackTrace() {
            assertEquals(0, failure("error('x')").getStackTrace().length);
        }
    }

    @Nested
    class Hooks {
        @Test
        void areCalledAgainAndAgain() {
            int[] calls = new int[1];
            lua.hook(state -> calls[0]++, 100);
            run("for i = 1, 10000 do end");
            assertTrue(calls[0] >= 90 && calls[0] <= 110, "calls: " + calls[0]);
        }

        @Test
        void endAScriptThatCatchesEverything() {
            lua.hook(
                    state -> {
                        throw new LuaAbort("killed");
                    },
                    1000);
            String loop = "while true do pcall(function() while true do end end) end";
            assertEquals("killed", assertThrows(LuaAbort.class, () -> run(loop)).getMessage());
            String recursion = "local function f() pcall(f) return f() end f()";
            assertThrows(LuaAbort.class, () -> run(recursion));
        }

        @Test
        void areCalledOnTheThreadOfTheHostAndReachIntoCoroutines() {
            List<Thread> threads = new ArrayList<>();
            lua.hook(
                    state -> {
                        threads.add(Thread.currentThread());
                        if (threads.size() == 3) {
                            throw new LuaAbort("killed");
                        }
                    },
                    1000);
            String nested = "coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)()";
            assertThrows(LuaAbort.class, () -> run(nested));
            assertEquals(List.of(Thread.currentThread(), Thread.currentThread(), Thread.currentThread()), threads);
            assertEquals(0, coroutineThreads());
        }

        @Test
        void areCalledSoonOnceMemoryHasRunOut() {
            int[] calls = new int[1];
            lua.hook(state -> calls[0]++, 1_000_000);
            run("for i = 1, 50 do pcall(string.rep, 'x', 2^31 - 1) end");
            assertEquals(50, calls[0]);
        }

        @Test
        void leaveTheStateUsable() {
            lua.hook(
                    state -> {
                        throw new LuaAbort("killed");
                    },
                    10);
            assertThrows(LuaAbort.class, () -> run("while true do end"));
            lua.hook(null, 0);
            assertEquals(7.0, run("return 7"));
            assertNull(lua.current());
        }
    }

    @Nested
    class Metatables {
        @Test
        void areAskedAgainOnceTheyHaveChanged() {
            assertEquals("nil,1,nil,2", text("""
                        local handlers = {}
                        local t = setmetatable({}, handlers)
                        local said = tostring(t.x)
                        handlers.__index = function() return 1 end
                        said = said .. ',' .. tostring(t.x)
                        handlers.__index = nil
                        said = said .. ',' .. tostring(t.x)
                        rawset(handlers, '__index', {x = 2})
                        return said .. ',' .. tostring(t.x)
                        """));
        }

        @Test
        void hearOfNewFieldsFromWhenTheyWantTo() {
            assertEquals("1,nil,b2", text("""
                        local handlers = {}
                        local t = setmetatable({}, handlers)
                        t.a = 1
                        local heard
                        handlers.__newindex = function(_, key, value) heard = key .. value end
                        t.b = 2
                        return t.a .. ',' .. tostring(t.b) .. ',' .. heard
                        """));
        }

        @Test
        void formAChainOfAHundredAtMost() {
            String chain = "local t = {x = 'end'} for i = 1, %s do t = setmetatable({}, {__index = t}) end return t.x";
            assertEquals("end", text(chain.replace("%s", "99")));
            assertEquals(
                    "user_script:1: loop in gettable",
                    failure(chain.replace("%s", "100")).getMessage());
        }
    }

    @Nested
    class Arguments {
        @ParameterizedTest
        @CsvSource({
            "'f(g())', 'nil nil'",
            "'f(g(1))', '1 nil'",
            "'f(g(1, 2, 3))', '1 2'",
            "'f(g(1, 2), 5)', '1 5'",
            "'f(0, g(1, 2))', '0 1'",
            "'f(0, g())', '0 nil'",
            "'f(0, 1, g(2))', '0 1'",
            "'f((g(1, 2)))', '1 nil'",
            "'o:f(g(7, 8))', 'table 7'",
            "'v(g())', '0'",
            "'v(g(1, 2, 3))', '3'",
            "'v(0, g(1, 2, 3))', '4'",
            "'math.max(g(3, 9, 4))', '9'",
            "'math.max(7, g(3, 9))', '9'",
            "'math.floor(g(1.5, 2))', '1'",
            "'bit.bxor(5, bit.lshift(1, 2))', '1'"
        })
        void thatAreCallsGiveAsManyValuesAsTheyReturn(String call, String shown) {
            MathLibrary.open(lua, new Rand48());
            BitLibrary.open(lua);
            assertEquals(shown, text("""
                        local function g(...) return ... end
                        local function name(a) return type(a) == 'table' and 'table' or tostring(a) end
                        local function f(a, b) return name(a) .. ' ' .. tostring(b) end
                        local function v(...) return select('#', ...) end
                        local o = {f = f}
                        return tostring((CALL))
                        """.replace("CALL", call)));
        }
    }

    @Nested
    class Coroutines {
        @Test
        void leaveNoThreadBehind() {
            run("for i = 1, 50 do local c = coroutine.wrap(function() coroutine.yield() end) c() end");
            run("kept = coroutine.create(function() coroutine.yield(1) end) coroutine.resume(kept)");
            assertEquals("dead", text("return coroutine.status(kept)"));
            assertEquals(0, coroutineThreads());
        }

        @Test
        void areBounded() {
            assertEquals(
                    "user_script:1: too many coroutines",
                    failure("for i = 1, 600 do coroutine.wrap(function() coroutine.yield() end)() end")
                            .getMessage());
        }

        @Test
        void callFunctionsOfTheHostOnItsThread() {
            Thread[] seen = new Thread[1];
            lua.globals().set("host", JavaFunction.onHostThread("host", arguments -> {
                seen[0] = Thread.currentThread();
                return (double) arguments.count();
            }));
            assertEquals(3.0, run("return (coroutine.wrap(function() return host(1, 2, 3) end)())"));
            assertSame(Thread.currentThread(), seen[0]);
            LuaError refused = failure("coroutine.wrap(function() return host.x end)()");
            assertTrue(refused.getMessage().contains("attempt to index global 'host'"), refused.getMessage());
        }
    }

    @Nested
    class Depth {
        @Test
        void isBoundedAsInRealLua() {
            assertEquals(
                    "user_script:1: stack overflow",
                    failure("local function f() return 1 + f() end f()").getMessage());
            assertEquals(
                    16_380.0, run("local d = 0 local function f() d = d + 1 return 1 + f() end pcall(f) return d"));
        }

        @Test
        void ofTailCallsIsNone() {
            assertEquals(
                    "done",
                    text("local function f(n) if n == 0 then return 'done' end return f(n - 1) end return f(200000)"));
        }

        @Test
        void ofProtectedCallsIsBounded() {
            Object depth = run("local d = 0 local function f() d = d + 1 return pcall(f) end f() return d");
            assertEquals(199.0, depth);
        }

        @Test
        void leavesTheHostOnItsThread() {
            Thread[] seen = new Thread[1];
            lua.globals().set("host", JavaFunction.onHostThread("host", arguments -> {
                seen[0] = Thread.currentThread();
                return null;
            }));
            run("local function f(n) if n == 0 then host() return 0 end return 1 + f(n - 1) end return f(5000)");
            assertSame(Thread.currentThread(), seen[0]);
        }
    }

    @Nested
    class ProtectedCalls {
        @Test
        void giveAllThatIsReturned() {
            assertEquals(4.0, run("return select('#', pcall(function() return 1, nil, nil end))"));
            assertEquals(4.0, run("return select('#', xpcall(function() return 1, nil, nil end, error))"));
            assertEquals(1.0, run("return select('#', pcall(function() end))"));
        }

        @Test
        void giveTheErrorItself() {
            assertEquals(true, run("local e = {} return select(2, pcall(error, e)) == e"));
            assertEquals(
                    7.0, run("return (select(2, xpcall(function() error({7}) end, function(e) return e[1] end)))"));
            assertEquals("attempt to call a nil value", text("return (select(2, pcall(nil)))"));
        }

        @Test
        void endWhereDeeperOnesFailed() {
            assertEquals(
                    "stack overflow",
                    text("local function f() return 1 + f() end"
                            + " local ok, e = pcall(f) return e:match('stack overflow')"));
            assertEquals(199.0, run("local n local function f(d) n = d pcall(f, d + 1) end f(1) f(1) return n"));
        }
    }

    @Nested
    class Calls {
        @Test
        void ofTablesWithAHandlerGiveItTheTableAndWhatItReturns() {
            String callable = "local t = setmetatable({3}, {__call = function(self, a, b) return a + self[1], b end}) ";
            assertEquals(4.0, run(callable + "return (t(1))"));
            assertEquals(2.0, run(callable + "return select('#', t(1, 2))"));
            assertEquals("x", text(callable + "return (select(2, t(1, 'x')))"));
        }
    }

    @Nested
    class Memory {
        @Test
        void runsOutWithAnErrorThatCanBeCaught() {
            assertEquals("not enough memory", text("return (select(2, pcall(string.rep, 'x', 2^31 - 1)))"));
        }

        @Test
        void isCountedForCollectgarbage() {
            double before = (Double) Objects.requireNonNull(run("return collectgarbage('count')"));
            run("kept = string.rep('x', 1000000)");
            double after = (Double) Objects.requireNonNull(run("return collectgarbage('count')"));
            assertTrue(after - before >= 900, before + " to " + after);
        }
    }

    @Test
    void statesAreSeparate() {
        run("x = 5");
        LuaState other = new LuaState();
        assertNull(other.globals().get("x"));
        assertEquals(5.0, lua.globals().get("x"));
        assertFalse(other.globals() == lua.globals());
    }
}
