package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The library {@code cmsgpack} (lua_cmsgpack.c 0.4.0): MessagePack streams from and to Lua values. */
public final class MessagePackLibrary {
    /** {@code LUAI_MAXCSTACK}. */
    private static final int MAX_SLOTS = 8000;

    private MessagePackLibrary() {}

    /** Makes the global {@code cmsgpack}. */
    public static void open(LuaState lua) {
        lua.global("cmsgpack", table(lua));
    }

    private static LuaTable table(LuaState lua) {
        return new Library(lua, 0, MessagePackLibrary::body)
                .functions("pack", "unpack", "unpack_one", "unpack_limit")
                .field("_NAME", LuaString.of("cmsgpack"))
                .field("_VERSION", LuaString.of("lua-cmsgpack 0.4.0"))
                .field("_COPYRIGHT", LuaString.of("Copyright (C) 2012, Salvatore Sanfilippo"))
                .field("_DESCRIPTION", LuaString.of("MessagePack C implementation for Lua"))
                .table();
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "pack" -> MessagePackLibrary::pack;
            case "unpack" -> MessagePackLibrary::unpack;
            case "unpack_one" -> MessagePackLibrary::unpackOne;
            case "unpack_limit" -> MessagePackLibrary::unpackLimit;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static @Nullable Object pack(Arguments a) {
        if (a.count() == 0) {
            throw a.badArgument(0, "MessagePack pack needs input.");
        }
        if (a.count() * 2 > MAX_SLOTS) {
            throw a.badArgument(0, "Too many arguments for MessagePack pack.");
        }
        MessagePackWriter writer = new MessagePackWriter(a.lua());
        for (int i = 1; i <= a.count(); i++) {
            writer.write(a.get(i));
        }
        return writer.toLuaString();
    }

    private static @Nullable Object unpack(Arguments a) {
        return unpack(a, 0, 0, a.count());
    }

    private static @Nullable Object unpackOne(Arguments a) {
        return unpack(a, 1, a.optLong(2, 0), 1);
    }

    private static @Nullable Object unpackLimit(Arguments a) {
        return unpack(a, a.checkLong(2), a.optLong(3, 0), 1);
    }

    /**
     * Reads up to {@code limit} values. Unless limit and offset are 0, which means all, the first result is the offset
     * to go on from, -1 at the end.
     */
    private static @Nullable Object unpack(Arguments a, long limit, long offset, int slots) {
        byte[] bytes = a.checkString(1).bytes();
        if (offset < 0 || limit < 0) {
            // the second number is the input's length in C as well
            throw a.error(
                    "Invalid request to unpack with offset of " + (int) offset + " and limit of " + bytes.length + ".");
        }
        if (offset > bytes.length) {
            throw a.error("Start offset " + (int) offset + " greater than input length " + bytes.length + ".");
        }
        boolean all = limit == 0 && offset == 0;
        long wanted = all ? Integer.MAX_VALUE : limit;
        MessagePackReader reader = new MessagePackReader(a, bytes, (int) offset, slots);
        @Nullable Object[] results = new @Nullable Object[4];
        int count = all ? 0 : 1;
        for (long read = 0; read < wanted && !reader.atEnd(); read++) {
            if (count == results.length) {
                results = Arrays.copyOf(results, count * 2);
            }
            results[count++] = reader.read();
        }
        if (!all) {
            results[0] = reader.atEnd() ? -1.0 : (double) reader.position();
        }
        return a.results(Arrays.copyOf(results, count));
    }
}
