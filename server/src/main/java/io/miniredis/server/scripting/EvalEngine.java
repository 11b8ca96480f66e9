package io.miniredis.server.scripting;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.syntax.Parser;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.scripting.debug.Debugger;
import org.jspecify.annotations.Nullable;

/** Where scripts run: {@code KEYS} and {@code ARGV} are globals (scriptingInit in eval.c). */
final class EvalEngine implements ScriptCache.Compiler {
    private static final LuaString KEYS = LuaString.of("KEYS");
    private static final LuaString ARGV = LuaString.of("ARGV");

    private static final String CHUNK_NAME = "@user_script";

    private final LuaEngine engine;
    private final LuaTable globals;

    EvalEngine(LuaEngine engine, RedisLibrary library, RedisLibrary.CurrentRun current) {
        this.engine = engine;
        LuaState lua = engine.lua();
        this.globals = lua.globals();
        lua.name(KEYS);
        lua.name(ARGV);
        LuaTable redis = lua.library("redis");
        library.addAll(lua, redis, engine.caller(), current);
        RedisLibrary.addForScripts(lua, redis, current);
        lua.register(globals, "__redis__err__handler", EvalEngine::describe);
        engine.complainOfMissing(globals);
        LuaEngine.protect(globals);
        engine.protectStrings();
    }

    /** An error as a table: what scripts can see of how theirs are told. */
    private static @Nullable Object describe(Arguments arguments) {
        Object error = arguments.get(1);
        if (error instanceof LuaTable) {
            return error;
        }
        LuaString text = LuaNumbers.asString(arguments.lua().tostring(error));
        return LuaReplyWriter.single(
                LuaReplyWriter.ERR, LuaString.of("ERR ").concat(text == null ? LuaString.EMPTY : text));
    }

    @Override
    public LuaFunction compile(byte[] body) {
        try {
            return Parser.load(engine.lua(), body, CHUNK_NAME);
        } catch (LuaError error) {
            throw new ErrorReply("ERR Error compiling script (new function): " + error.getMessage());
        }
    }

    void run(ScriptRun run, Script script, ScriptArguments arguments) {
        globals.readonly(false);
        globals.set(KEYS, arguments.keys());
        globals.set(ARGV, arguments.others());
        globals.readonly(true);
        Debugger debugger = run.debugger();
        if (debugger == null) {
            engine.run(run, script.code());
        } else {
            runTraced(run, script, debugger);
        }
    }

    private void runTraced(ScriptRun run, Script script, Debugger debugger) {
        LuaState lua = engine.lua();
        LuaFunction traced = Parser.loadTraced(lua, ScriptCache.body(script.text()), CHUNK_NAME);
        lua.lineHook(debugger);
        try {
            engine.run(run, traced);
        } finally {
            lua.lineHook(null);
        }
    }

    @Override
    public String toString() {
        return "EvalEngine[" + engine + "]";
    }
}
