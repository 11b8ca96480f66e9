package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.syntax.Parser;
import io.miniredis.lua.tree.LuaClosure;
import org.jspecify.annotations.Nullable;

/** {@code load} and {@code loadstring}, and the environments of functions: {@code getfenv}, {@code setfenv}. */
final class ChunkFunctions {
    private ChunkFunctions() {}

    static void open(LuaState lua) {
        LuaTable globals = lua.globals();
        lua.define(globals, ChunkFunctions::body, "load", "loadstring", "getfenv", "setfenv");
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "load" -> ChunkFunctions::load;
            case "loadstring" -> ChunkFunctions::loadstring;
            case "getfenv" -> ChunkFunctions::getfenv;
            case "setfenv" -> ChunkFunctions::setfenv;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static @Nullable Object loadstring(Arguments a) {
        LuaString source = a.checkString(1);
        return compile(a, source, a.optString(2, source));
    }

    private static @Nullable Object load(Arguments a) {
        LuaString name = a.optString(2, LuaString.of("=(load)"));
        LuaFunction reader = a.checkFunction(1);
        try {
            return compile(a, read(a, reader), name);
        } catch (LuaError e) {
            return a.results(null, e.placed("").value());
        }
    }

    /** All pieces that the reader gives, up to the first that is nil or empty. */
    private static LuaString read(Arguments a, LuaFunction reader) {
        LuaBuffer source = new LuaBuffer(a.lua());
        while (true) {
            Object piece = a.lua().call(reader);
            LuaString text = LuaNumbers.asString(piece);
            if (piece != null && text == null) {
                throw a.error("reader function must return a string");
            }
            if (text == null || text.length() == 0) {
                return source.toLuaString();
            }
            source.append(text);
        }
    }

    private static @Nullable Object compile(Arguments a, LuaString source, LuaString name) {
        try {
            return Parser.load(a.lua(), source.bytes(), name.text());
        } catch (LuaError e) {
            return a.results(null, e.value());
        }
    }

    private static @Nullable Object getfenv(Arguments a) {
        LuaFunction function = a.get(1) instanceof LuaFunction f ? f : functionAt(a, a.optInt(1, 1));
        return function instanceof LuaClosure closure
                ? closure.environment()
                : a.lua().globals();
    }

    private static @Nullable Object setfenv(Arguments a) {
        LuaTable table = a.checkTable(2);
        LuaFunction function = a.get(1) instanceof LuaFunction f ? f : functionAt(a, a.checkInt(1));
        if (!(function instanceof LuaClosure closure)) {
            throw a.error("'setfenv' cannot change environment of given object");
        }
        closure.environment(table);
        return closure;
    }

    /** The function at a level of the stack; null for a library function. */
    private static @Nullable LuaFunction functionAt(Arguments a, int level) {
        if (level < 0) {
            throw a.badArgument(1, "level must be non-negative");
        }
        if (level == 0) {
            return null;
        }
        CallLevel found = CallLevel.of(a, level);
        if (!found.exists()) {
            throw a.badArgument(1, "invalid level");
        }
        return found.function() == null ? null : found.function().function();
    }
}
