package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code redis.register_function}: a name and a function, or one table with names (function_name,
 * callback, description, flags).
 */
final class Registration {
    private @Nullable ByteString name;
    private @Nullable ByteString description;
    private @Nullable LuaFunction callback;
    private int flags;

    private Registration() {}

    static LuaError error(String message) {
        return LuaError.of(LuaReplyWriter.errorTable("ERR " + message));
    }

    /** @throws LuaError what is wrong with them */
    static LibraryFunction parse(Arguments arguments) {
        return switch (arguments.count()) {
            case 1 -> byNames(arguments.get(1));
            case 2 -> byPositions(arguments.get(1), arguments.get(2));
            default -> throw error("wrong number of arguments to redis.register_function");
        };
    }

    private static LibraryFunction byPositions(@Nullable Object first, @Nullable Object second) {
        ByteString name = FunctionEngine.bytes(first);
        if (name == null) {
            throw error("first argument to redis.register_function must be a string");
        }
        if (!(second instanceof LuaFunction callback)) {
            throw error("second argument to redis.register_function must be a function");
        }
        return new LibraryFunction(name, null, 0, callback);
    }

    private static LibraryFunction byNames(@Nullable Object argument) {
        if (!(argument instanceof LuaTable table)) {
            throw error("calling redis.register_function with a single argument is only applicable to Lua table"
                    + " (representing named arguments).");
        }
        Registration parsed = new Registration();
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            LuaString key = LuaNumbers.asString(table.keyAt(place));
            if (key == null) {
                throw error("named argument key given to redis.register_function is not a string");
            }
            parsed.take(ByteString.wrap(key.bytes()), table.valueAt(place));
        }
        ByteString name = parsed.name;
        LuaFunction callback = parsed.callback;
        if (name == null) {
            throw error("redis.register_function must get a function name argument");
        }
        if (callback == null) {
            throw error("redis.register_function must get a callback argument");
        }
        return new LibraryFunction(name, parsed.description, parsed.flags, callback);
    }

    private void take(ByteString key, @Nullable Object value) {
        if (key.equalsIgnoreCase("function_name")) {
            name = text(value, "function_name");
        } else if (key.equalsIgnoreCase("description")) {
            description = text(value, "description");
        } else if (key.equalsIgnoreCase("callback")) {
            if (!(value instanceof LuaFunction function)) {
                throw error("callback argument given to redis.register_function must be a function");
            }
            callback = function;
        } else if (key.equalsIgnoreCase("flags")) {
            if (!(value instanceof LuaTable list)) {
                throw error("flags argument to redis.register_function must be a table representing function flags");
            }
            flags = flags(list);
        } else {
            throw error("unknown argument given to redis.register_function");
        }
    }

    private static ByteString text(@Nullable Object value, String argument) {
        ByteString text = FunctionEngine.bytes(value);
        if (text == null) {
            throw error(argument + " argument given to redis.register_function must be a string");
        }
        return text;
    }

    private static int flags(LuaTable list) {
        int flags = 0;
        for (int i = 1; list.get(i) != null; i++) {
            ByteString name = FunctionEngine.bytes(list.get(i));
            int bit = name == null ? 0 : ScriptFlag.bitNamedIgnoringCase(name);
            if (bit == 0) {
                throw error("unknown flag given");
            }
            flags |= bit;
        }
        return flags;
    }
}
