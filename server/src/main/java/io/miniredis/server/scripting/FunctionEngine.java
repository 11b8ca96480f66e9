package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.syntax.Parser;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where functions run (function_lua.c). The table of globals is empty and stays so; what code finds in it is what its
 * metatable leads to:
 *
 * <pre>
 *   globals {} --__index--> while a library is loaded:  { redis = { register_function, log, ... } }
 *                           else:                       everything that scripts have
 * </pre>
 */
final class FunctionEngine implements FunctionRegistry.LibraryLoader {
    /** A library has to register its functions within this time. */
    private static final long LOAD_TIMEOUT_MILLIS = 500;

    private static final int LOAD_STEPS = 100_000;
    private static final LuaString INDEX = LuaString.of("__index");

    private final LuaEngine engine;
    private final Clock clock;
    private final LuaTable everything;
    private final LuaTable whileLoading;
    private final LuaTable metatable = new LuaTable();
    private @Nullable FunctionLibrary loading;

    FunctionEngine(LuaEngine engine, RedisLibrary library, RedisLibrary.CurrentRun current, Clock clock) {
        this.engine = engine;
        this.clock = clock;
        LuaState lua = engine.lua();
        library.addAll(lua, lua.library("redis"), engine.caller(), current);
        this.whileLoading = whileLoading(library);
        this.everything = moveGlobals();
        engine.complainOfMissing(everything);
        LuaEngine.protect(everything);
        engine.protectStrings();
        metatable.set(INDEX, everything);
        lua.globals().metatable(metatable);
        lua.globals().readonly(true);
        metatable.readonly(true);
    }

    /** What a library sees while it is loaded. */
    private LuaTable whileLoading(RedisLibrary library) {
        LuaTable redis = new LuaTable();
        engine.lua().register(redis, "register_function", this::registerFunction);
        library.addLogging(engine.lua(), redis);
        engine.complainOfMissing(redis);
        LuaTable globals = new LuaTable();
        globals.set("redis", redis);
        engine.complainOfMissing(globals);
        LuaEngine.protect(globals);
        return globals;
    }

    /** Moves what stands in the table of globals to another one. */
    private LuaTable moveGlobals() {
        LuaTable globals = engine.lua().globals();
        LuaTable moved = new LuaTable();
        for (int place = globals.nextPlace(-1); place >= 0; place = globals.nextPlace(place)) {
            moved.set(globals.keyAt(place), globals.valueAt(place));
        }
        for (int place = moved.nextPlace(-1); place >= 0; place = moved.nextPlace(place)) {
            globals.set(moved.keyAt(place), null);
        }
        moved.set("_G", moved);
        return moved;
    }

    // ---- loading ----

    @Override
    public void run(FunctionLibrary library, boolean inLimitedTime) {
        LuaState lua = engine.lua();
        lead(whileLoading);
        loading = library;
        if (inLimitedTime) {
            long end = clock.nanos() + LOAD_TIMEOUT_MILLIS * 1_000_000;
            lua.hook(state -> checkTime(end), LOAD_STEPS);
        }
        try {
            lua.callAll(compile(library));
        } catch (LuaError error) {
            throw failed(ScriptError.ofLibrary(error.value()));
        } catch (LuaAbort end) {
            throw failed("ERR " + end.getMessage());
        } finally {
            lua.hook(null, LOAD_STEPS);
            loading = null;
            lead(everything);
        }
    }

    private static ErrorReply failed(String reason) {
        return new ErrorReply("ERR Error registering functions: " + reason);
    }

    private void lead(LuaTable to) {
        metatable.readonly(false);
        metatable.set(INDEX, to);
        metatable.readonly(true);
    }

    private void checkTime(long endNanos) {
        if (clock.nanos() - endNanos > 0) {
            throw new LuaAbort("FUNCTION LOAD timeout");
        }
    }

    private LuaFunction compile(FunctionLibrary library) {
        try {
            return Parser.load(engine.lua(), library.body(), "@user_function");
        } catch (LuaError error) {
            throw new ErrorReply("ERR Error compiling function: " + error.getMessage());
        }
    }

    private @Nullable Object registerFunction(Arguments arguments) {
        FunctionLibrary library = loading;
        if (library == null) {
            throw Registration.error("redis.register_function can only be called on FUNCTION LOAD command");
        }
        LibraryFunction function = Registration.parse(arguments);
        try {
            library.register(function);
        } catch (ErrorReply refused) {
            throw LuaError.of(LuaReplyWriter.errorTable(refused.line()));
        }
        return arguments.results();
    }

    // ---- calling ----

    void run(ScriptRun run, LibraryFunction function, ScriptArguments arguments) {
        engine.run(run, function.code(), arguments.keys(), arguments.others());
    }

    @Override
    public String toString() {
        return "FunctionEngine[" + engine + (loading == null ? "]" : ", loading " + loading + "]");
    }

    /** A name as scripts give it: a string, or a number taken as one. */
    static @Nullable ByteString bytes(@Nullable Object value) {
        LuaString text = io.miniredis.lua.LuaNumbers.asString(value);
        return text == null ? null : ByteString.wrap(text.bytes());
    }
}
