package io.miniredis.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.miniredis.lua.library.BaseLibrary;
import io.miniredis.lua.syntax.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines a traced chunk tells of: those that a redis-server's debugger stops at. */
class LineHookTest {
    private final LuaState lua = new LuaState();

    LineHookTest() {
        BaseLibrary.open(lua);
    }

    private String lines(String chunk) {
        List<String> lines = new ArrayList<>();
        run(chunk, (state, function) -> lines.add(Integer.toString(function.line())));
        return String.join(" ", lines);
    }

    private void run(String chunk, LineHook hook) {
        LuaFunction traced =
                Parser.loadTraced(lua, chunk.replace('|', '\n').getBytes(StandardCharsets.UTF_8), "@user_script");
        lua.lineHook(hook);
        try {
            lua.callAll(traced);
        } finally {
            lua.lineHook(null);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "local a=1|local b=2|return a+b; 1 2 3",
                "local a=1 local b=2 return a; 1",
                "local a=1||-- nothing|return a; 1 4",
                "for i=1,2 do|local z=i|end|local n=0; 1 2 1 2 1 4",
                "for i=1,2 do local n=i end|return; 1 1 1 2",
                "for k,v in pairs({1}) do|local z=k|end; 1 2 1 3",
                "local n=0|while n<2 do|n=n+1|end; 1 2 3 2 3 2 4",
                "local n=2|repeat|n=n-1|until n==0; 1 3 4 3 4",
                "local a=3|if a==1 then|a=2|elseif a==2 then|a=4|elseif a==3 then|a=5|else|a=6|end|return a;"
                        + " 1 2 4 6 7 11",
                "local function f(x)|local y=x|return y|end|local r=f(1)|return f(r); 4 5 2 3 6 2 3",
                "local function f()|local y=1|end|f(); 3 4 2 3",
                "local g=function()|local y=1|end|g(); 3 4 2 3",
                "do|local a=1|do local b=2 end|end|return; 2 3 5",
            })
    void theLinesThatRunAreTold(String chunk, String expected) {
        assertEquals(expected, lines(chunk));
    }

    @Test
    void codeThatIsNotTracedTellsNothing() {
        List<Integer> lines = new ArrayList<>();
        lua.lineHook((state, function) -> lines.add(function.line()));
        lua.callAll(Parser.load(lua, "local a=1\nreturn a".getBytes(StandardCharsets.UTF_8), "@user_script"));
        assertEquals(List.of(), lines);
    }

    @Test
    void theVariablesInScopeAreKnownWithTheirValues() {
        List<String> seen = new ArrayList<>();
        run(
                "local a=1|local s='x'|for i=1,1 do|local t=a|local f=function() return a end|end|a=2|return a",
                (state, function) -> {
                    StringBuilder text = new StringBuilder().append(function.line());
                    for (LocalValue local : function.locals()) {
                        Object value = local.value() instanceof LuaFunction ? "f" : local.value();
                        text.append(' ').append(local.name().text()).append('=').append(value);
                    }
                    seen.add(text.toString().replace("\"", ""));
                });
        assertEquals(
                List.of(
                        "1",
                        "2 a=1.0",
                        "3 a=1.0 s=x",
                        "4 a=1.0 s=x i=1.0",
                        "5 a=1.0 s=x i=1.0 t=1.0",
                        "3 a=1.0 s=x",
                        "7 a=1.0 s=x",
                        "8 a=2.0 s=x"),
                seen);
    }

    @Test
    void callersAreKnownWithTheirVariables() {
        List<String> seen = new ArrayList<>();
        run("local function f(x)|return x|end|local q=7|return f(3) + 1", (state, function) -> {
            Caller below = function.enclosing();
            if (function.line() == 2 && below != null) {
                seen.add(function.locals().get(0).value() + " from " + below.line() + " by " + below.calleeName());
                seen.add(below.locals().get(1).name().text());
            }
        });
        assertEquals(List.of("3.0 from 5 by f", "q"), seen);
    }

    @Test
    void coroutinesAreTracedAndTheHookMayRunLua() {
        List<String> seen = new ArrayList<>();
        run(
                "local co=coroutine.wrap(function()|local i=1|coroutine.yield(i)|return 2|end)|co()|co()",
                (state, function) -> {
                    Object sum = state.call(Parser.load(state, "return 1+1".getBytes(StandardCharsets.UTF_8), "@hook"));
                    seen.add(function.line() + ":" + sum);
                });
        assertEquals(List.of("1:2.0", "6:2.0", "2:2.0", "3:2.0", "7:2.0", "4:2.0"), seen);
    }

    @Test
    void whatTheHookThrowsIsAnErrorOfTheScript() {
        LuaError error = assertThrows(
                LuaError.class,
                () -> run("local a=1|local b=2", (state, function) -> {
                    throw LuaError.of(LuaString.of("enough"));
                }));
        assertEquals("enough", error.getMessage());
        assertEquals(1, error.line());
    }
}
