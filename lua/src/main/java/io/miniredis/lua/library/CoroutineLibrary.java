package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaCoroutine;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.tree.LuaClosure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The library {@code coroutine}. */
final class CoroutineLibrary {
    private CoroutineLibrary() {}

    static void open(LuaState lua) {
        LuaTable library = lua.library("coroutine");
        lua.define(library, CoroutineLibrary::body, "create", "resume", "running", "status", "wrap", "yield");
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "create" -> CoroutineLibrary::create;
            case "resume" -> CoroutineLibrary::resume;
            case "running" -> CoroutineLibrary::running;
            case "status" -> CoroutineLibrary::status;
            case "wrap" -> CoroutineLibrary::wrap;
            case "yield" -> CoroutineLibrary::suspend;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static LuaCoroutine create(Arguments a) {
        if (a.get(1) instanceof LuaClosure function) {
            return new LuaCoroutine(a.lua(), function);
        }
        throw a.badArgument(1, "Lua function expected");
    }

    private static LuaCoroutine checkCoroutine(Arguments a) {
        if (a.get(1) instanceof LuaCoroutine coroutine) {
            return coroutine;
        }
        throw a.badArgument(1, "coroutine expected");
    }

    private static @Nullable Object resume(Arguments a) {
        LuaCoroutine coroutine = checkCoroutine(a);
        try {
            @Nullable Object[] values = Arrays.copyOfRange(a.values(), 1, a.count());
            return a.results(LuaState.withFirst(true, coroutine.resume(values)));
        } catch (LuaError e) {
            return a.results(false, e.placed("").value());
        }
    }

    private static @Nullable Object running(Arguments a) {
        return a.lua().coroutine();
    }

    private static @Nullable Object status(Arguments a) {
        return LuaString.of(checkCoroutine(a).status());
    }

    private static @Nullable Object wrap(Arguments a) {
        LuaCoroutine coroutine = create(a);
        return new JavaFunction("wrap", call -> resumeWrapped(call, coroutine));
    }

    private static @Nullable Object resumeWrapped(Arguments a, LuaCoroutine coroutine) {
        try {
            return a.results(coroutine.resume(a.values()));
        } catch (LuaError e) {
            LuaString message = LuaNumbers.asString(e.placed("").value());
            throw message == null ? e : a.error(message.text());
        }
    }

    private static @Nullable Object suspend(Arguments a) {
        LuaCoroutine coroutine = a.lua().coroutine();
        if (coroutine == null) {
            throw LuaCoroutine.cannotYield();
        }
        return a.results(coroutine.suspend(a.values()));
    }
}
