package io.miniredis.server.scripting;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Caller;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.scripting.debug.Debugger;
import org.jspecify.annotations.Nullable;

/**
 * A Lua interpreter with Redis's libraries, and what runs in it (script_lua.c). Scripts share one and functions
 * another.
 *
 * <p>Tables that everybody shares are read-only, so that nobody can change what others see.
 */
final class LuaEngine {
    /** Loop turns and calls between two looks at the clock: about a millisecond. */
    private static final int STEPS = 100_000;

    private final LuaState lua = new LuaState();
    private final Scripting scripting;
    private final CommandCaller caller;

    LuaEngine(Scripting scripting, CommandCaller caller) {
        this.scripting = scripting;
        this.caller = caller;
        LuaReplyWriter.nameFields(lua);
        Libraries.open(lua, scripting.random());
        tellErrorsAsText();
    }

    LuaState lua() {
        return lua;
    }

    CommandCaller caller() {
        return caller;
    }

    // ---- globals ----

    /** {@code pcall} gives the message of an error, not the table that redis.call raises (luaRedisPcall). */
    private void tellErrorsAsText() {
        if (lua.globals().get("pcall") instanceof JavaFunction pcall) {
            lua.define(lua.globals(), "pcall", arguments -> pcall(pcall, arguments));
        }
    }

    private static @Nullable Object pcall(JavaFunction original, Arguments arguments) {
        if (arguments.count() == 0) {
            return arguments.results(false, LuaString.of("attempt to call a boolean value"));
        }
        return withText(original.body().call(arguments));
    }

    private static @Nullable Object withText(@Nullable Object results) {
        if (results instanceof Object[] many
                && many.length == 2
                && many[0] == Boolean.FALSE
                && many[1] instanceof LuaTable error) {
            LuaString text = LuaNumbers.asString(error.get(LuaReplyWriter.ERR));
            if (text == null) {
                // C leaves the field it looked at on its stack
                return new @Nullable Object[] {false, error, error.get(LuaReplyWriter.ERR)};
            }
            many[1] = text;
        }
        return results;
    }

    /** Asking a table for what it does not have is an error from now on (luaSetErrorMetatable). */
    void complainOfMissing(LuaTable table) {
        LuaTable metatable = new LuaTable();
        metatable.set("__index", new JavaFunction("index", this::missing));
        table.metatable(metatable);
    }

    private Object missing(Arguments arguments) {
        LuaString name = LuaNumbers.asString(arguments.get(2));
        Caller asking = arguments.caller();
        String where = asking == null ? "" : asking.where();
        if (arguments.count() != 2) {
            throw error(where, "Wrong number of arguments to luaProtectedTableError");
        }
        if (name == null) {
            throw error(where, "Second argument to luaProtectedTableError must be a string or number");
        }
        throw error(where, "Script attempted to access nonexistent global variable '" + ScriptError.cText(name) + "'");
    }

    private static LuaError error(String where, String message) {
        return LuaError.of(LuaString.of((where + message).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    }

    /** Makes a table read-only, with all it leads to (luaSetTableProtectionRecursively). */
    static void protect(LuaTable table) {
        if (table.readonly()) {
            return;
        }
        table.readonly(true);
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            if (table.valueAt(place) instanceof LuaTable inner) {
                protect(inner);
            }
        }
        LuaTable metatable = table.metatable();
        if (metatable != null) {
            protect(metatable);
        }
    }

    /** The methods of strings are everybody's, too. */
    void protectStrings() {
        LuaTable metatable = lua.stringMetatable();
        if (metatable != null) {
            protect(metatable);
        }
    }

    // ---- running ----

    /** Runs a function and answers the request of the run with what it returns, or with its error (luaCallFunction). */
    void run(ScriptRun run, LuaFunction code, @Nullable Object... arguments) {
        ReplyWriter reply = run.call().reply();
        caller.begin(run);
        lua.hook(this::interrupt, STEPS);
        try {
            Object result = LuaState.first(lua.callAll(code, arguments));
            RunErrors errors = new RunErrors(run.call());
            new LuaReply(reply, run.protocol(), errors).write(result);
            errors.done();
        } catch (LuaError error) {
            fail(run, ScriptError.uncaught(lua, error, run));
        } catch (LuaAbort end) {
            fail(run, new ScriptError("ERR " + end.getMessage(), false));
        } finally {
            lua.hook(null, STEPS);
        }
    }

    private static void fail(ScriptRun run, ScriptError error) {
        RunErrors errors = new RunErrors(run.call());
        errors.error(error);
        run.call().reply().error(error.line());
        errors.done();
    }

    private void interrupt(LuaState state) {
        Caller running = state.current();
        Debugger overdue = scripting.overdueDebugger();
        if (overdue != null && running != null) {
            overdue.ranForLong(state, running);
        }
        scripting.interrupt(running == null ? "" : running.chunkName(), running == null ? 0 : running.line());
    }

    @Override
    public String toString() {
        return "LuaEngine[" + lua + "]";
    }
}
