package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaUserdata;
import org.jspecify.annotations.Nullable;

/** The library {@code cjson}: lua-cjson 2.1.0 as Redis carries it (lua_cjson.c). */
public final class JsonLibrary {
    /** {@code cjson.null}: what JSON's null becomes, since a table cannot hold nil. */
    public static final LuaUserdata NULL = new LuaUserdata("(nil)");

    private static final int MAX_PRECISION = 14;
    private static final String[] OFF_ON = {"off", "on"};
    private static final String[] OFF_ON_NULL = {"off", "on", "null"};

    private final JsonConfig config = new JsonConfig();

    private JsonLibrary() {}

    /** Makes the global {@code cjson}. */
    public static void open(LuaState lua) {
        lua.global("cjson", create(lua));
    }

    private static LuaTable create(LuaState lua) {
        JsonLibrary json = new JsonLibrary();
        return new Library(lua, 0, json::body)
                .functions(
                        "encode",
                        "decode",
                        "encode_sparse_array",
                        "encode_max_depth",
                        "decode_max_depth",
                        "encode_number_precision",
                        "encode_keep_buffer",
                        "encode_invalid_numbers",
                        "decode_invalid_numbers",
                        "new")
                .field("null", NULL)
                .field("_NAME", LuaString.of("cjson"))
                .field("_VERSION", LuaString.of("2.1.0"))
                .table();
    }

    /** The code of the function of that name. */
    private JavaFunction.Body body(String name) {
        return switch (name) {
            case "encode" -> this::encode;
            case "decode" -> this::decode;
            case "encode_sparse_array" -> this::encodeSparseArray;
            case "encode_max_depth" -> this::encodeMaxDepth;
            case "decode_max_depth" -> this::decodeMaxDepth;
            case "encode_number_precision" -> this::encodeNumberPrecision;
            case "encode_keep_buffer" -> this::encodeKeepBuffer;
            case "encode_invalid_numbers" -> this::encodeInvalidNumbers;
            case "decode_invalid_numbers" -> this::decodeInvalidNumbers;
            case "new" -> a -> create(a.lua());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private @Nullable Object encode(Arguments a) {
        if (a.count() != 1) {
            throw a.badArgument(1, "expected 1 argument");
        }
        return new JsonEncoder(a, config).encode(a.get(1));
    }

    private @Nullable Object decode(Arguments a) {
        if (a.count() != 1) {
            throw a.badArgument(1, "expected 1 argument");
        }
        return new JsonDecoder(a, config, a.checkString(1).bytes()).decode();
    }

    private @Nullable Object encodeSparseArray(Arguments a) {
        atMost(a, 3);
        config.sparseConvert = onOff(a, config.sparseConvert);
        config.sparseRatio = integer(a, 2, config.sparseRatio, 0, Integer.MAX_VALUE);
        config.sparseSafe = integer(a, 3, config.sparseSafe, 0, Integer.MAX_VALUE);
        return a.results(config.sparseConvert, (double) config.sparseRatio, (double) config.sparseSafe);
    }

    private @Nullable Object encodeMaxDepth(Arguments a) {
        atMost(a, 1);
        config.encodeMaxDepth = integer(a, 1, config.encodeMaxDepth, 1, Integer.MAX_VALUE);
        return (double) config.encodeMaxDepth;
    }

    private @Nullable Object decodeMaxDepth(Arguments a) {
        atMost(a, 1);
        config.decodeMaxDepth = integer(a, 1, config.decodeMaxDepth, 1, Integer.MAX_VALUE);
        return (double) config.decodeMaxDepth;
    }

    private @Nullable Object encodeNumberPrecision(Arguments a) {
        atMost(a, 1);
        config.encodePrecision = integer(a, 1, config.encodePrecision, 1, MAX_PRECISION);
        return (double) config.encodePrecision;
    }

    private @Nullable Object encodeKeepBuffer(Arguments a) {
        atMost(a, 1);
        config.encodeKeepBuffer = onOff(a, config.encodeKeepBuffer);
        return config.encodeKeepBuffer;
    }

    private @Nullable Object encodeInvalidNumbers(Arguments a) {
        atMost(a, 1);
        if (a.get(1) instanceof Boolean flag) {
            config.encodeInvalidNumbers = flag ? JsonConfig.INVALID_IS_WRITTEN : JsonConfig.INVALID_IS_ERROR;
        } else if (!a.isNoneOrNil(1)) {
            config.encodeInvalidNumbers = option(a, OFF_ON_NULL);
        }
        return config.encodeInvalidNumbers == JsonConfig.INVALID_IS_NULL
                ? LuaString.of("null")
                : (Object) (config.encodeInvalidNumbers == JsonConfig.INVALID_IS_WRITTEN);
    }

    private @Nullable Object decodeInvalidNumbers(Arguments a) {
        atMost(a, 1);
        config.decodeInvalidNumbers = onOff(a, config.decodeInvalidNumbers);
        return config.decodeInvalidNumbers;
    }

    private static void atMost(Arguments a, int count) {
        if (a.count() > count) {
            throw a.badArgument(count + 1, "found too many arguments");
        }
    }

    /** The integer argument if there is one; complaints name the first argument whichever it is. */
    private static int integer(Arguments a, int index, int current, int min, int max) {
        if (a.isNoneOrNil(index)) {
            return current;
        }
        int value = a.checkInt(index);
        if (value < min || value > max) {
            throw a.badArgument(1, "expected integer between " + min + " and " + max);
        }
        return value;
    }

    private static boolean onOff(Arguments a, boolean current) {
        if (a.get(1) instanceof Boolean flag) {
            return flag;
        }
        return a.isNoneOrNil(1) ? current : option(a, OFF_ON) == 1;
    }

    private static int option(Arguments a, String[] options) {
        String chosen = a.checkString(1).text();
        for (int i = 0; i < options.length; i++) {
            if (options[i].equals(chosen)) {
                return i;
            }
        }
        throw a.badArgument(1, "invalid option '" + chosen + "'");
    }

    @Override
    public String toString() {
        return "JsonLibrary[" + config + "]";
    }
}
