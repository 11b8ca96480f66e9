package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code assert}, {@code error}, {@code pcall} and {@code xpcall}. */
final class ErrorFunctions {
    private ErrorFunctions() {}

    static void open(LuaState lua) {
        LuaTable globals = lua.globals();
        lua.define(globals, ErrorFunctions::body, "assert", "error", "pcall", "xpcall");
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "assert" -> ErrorFunctions::assertion;
            case "error" -> ErrorFunctions::error;
            case "pcall" -> ErrorFunctions::pcall;
            case "xpcall" -> ErrorFunctions::xpcall;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static @Nullable Object assertion(Arguments a) {
        if (!LuaType.isTrue(a.checkAny(1))) {
            throw a.error(a.optString(2, LuaString.of("assertion failed!")).text());
        }
        return a.results(a.values());
    }

    private static @Nullable Object error(Arguments a) {
        int level = a.optInt(2, 1);
        LuaString message = LuaNumbers.asString(a.get(1));
        if (message == null || level <= 0) {
            throw LuaError.of(a.get(1));
        }
        throw LuaError.of(LuaString.of(CallLevel.of(a, level).where()).concat(message));
    }

    private static @Nullable Object pcall(Arguments a) {
        a.checkAny(1);
        @Nullable Object[] values = a.values();
        return a.results(a.lua().callProtected(values[0], Arrays.copyOfRange(values, 1, values.length)));
    }

    private static @Nullable Object xpcall(Arguments a) {
        a.checkAny(2);
        @Nullable Object[] results = a.lua().callProtected(a.get(1));
        if (results[0] == Boolean.FALSE) {
            results[1] = handled(a, results[1]);
        }
        return a.results(results);
    }

    private static @Nullable Object handled(Arguments a, @Nullable Object problem) {
        if (a.get(2) instanceof LuaFunction handler) {
            try {
                return a.lua().call(handler, problem);
            } catch (LuaError e) {
                return LuaString.of("error in error handling");
            }
        }
        return LuaString.of("error in error handling");
    }
}
