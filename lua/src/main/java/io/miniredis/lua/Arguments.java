package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a library function, numbered from 1, with checks that complain in PUC Lua's words
 * (lauxlib.c): {@code bad argument #1 to 'find' (string expected, got nil)}.
 */
public final class Arguments {
    /** No results. */
    public static final @Nullable Object[] NONE = new @Nullable Object[0];

    private final LuaState lua;
    private final @Nullable Caller caller;
    private final @Nullable Object[] values;

    /**
     * For the interpreter: caller is the Lua function whose call this is, null if a library function or the host calls.
     */
    public Arguments(LuaState lua, @Nullable Caller caller, @Nullable Object[] values) {
        this.lua = lua;
        this.caller = caller;
        this.values = values;
    }

    /** The interpreter. Who asks for it may call back, so the state learns here who called. */
    public LuaState lua() {
        if (caller != null) {
            lua.current(caller);
        }
        return lua;
    }

    public @Nullable Caller caller() {
        return caller;
    }

    public int count() {
        return values.length;
    }

    /** The value, nil beyond the last. */
    public @Nullable Object get(int index) {
        return index <= values.length ? values[index - 1] : null;
    }

    /** The values themselves, for passing them on. */
    public @Nullable Object[] values() {
        return values;
    }

    /** Whether there is no such argument. */
    public boolean isNone(int index) {
        return index > values.length;
    }

    public boolean isNoneOrNil(int index) {
        return get(index) == null;
    }

    /** Any value, but there must be one. */
    public @Nullable Object checkAny(int index) {
        if (index > values.length) {
            throw badArgument(index, "value expected");
        }
        return values[index - 1];
    }

    /** A string, or a number as string. */
    public LuaString checkString(int index) {
        Object value = get(index);
        if (value instanceof LuaString s) {
            return s;
        }
        if (value instanceof Double d) {
            LuaString s = LuaNumbers.format(d);
            values[index - 1] = s;
            return s;
        }
        throw badType(index, "string");
    }

    public LuaString optString(int index, LuaString missing) {
        return get(index) == null ? missing : checkString(index);
    }

    /** A number, or a string that spells one. */
    public double checkNumber(int index) {
        Object value = get(index);
        if (value instanceof Double d) {
            return d;
        }
        Double parsed = value instanceof LuaString s ? LuaNumbers.parse(s) : null;
        if (parsed == null) {
            throw badType(index, "number");
        }
        return parsed;
    }

    public double optNumber(int index, double missing) {
        return get(index) == null ? missing : checkNumber(index);
    }

    /** A number cut to 64 bits ({@code luaL_checkinteger}). */
    public long checkLong(int index) {
        return LuaNumbers.toLong(checkNumber(index));
    }

    public long optLong(int index, long missing) {
        return get(index) == null ? missing : checkLong(index);
    }

    /** A number cut to 64 and then to 32 bits ({@code luaL_checkint}). */
    public int checkInt(int index) {
        return (int) checkLong(index);
    }

    public int optInt(int index, int missing) {
        return get(index) == null ? missing : checkInt(index);
    }

    public LuaTable checkTable(int index) {
        if (get(index) instanceof LuaTable table) {
            return table;
        }
        throw badType(index, "table");
    }

    public LuaFunction checkFunction(int index) {
        if (get(index) instanceof LuaFunction function) {
            return function;
        }
        throw badType(index, "function");
    }

    /** {@code luaL_typerror}: {@code bad argument #1 to 'f' (table expected, got no value)}. */
    public LuaError badType(int index, String expected) {
        String got = index > values.length ? "no value" : LuaType.nameOf(values[index - 1]);
        return badArgument(index, expected + " expected, got " + got);
    }

    /** {@code luaL_argerror}: {@code bad argument #1 to 'f' (complaint)}, ready to be thrown. */
    public LuaError badArgument(int index, String complaint) {
        if (caller == null) {
            return error("bad argument #" + index + " to '?' (" + complaint + ")");
        }
        String name = caller.calleeName();
        int number = index;
        if (caller.calleeIsMethod()) {
            number--;
            if (number == 0) {
                return error("calling '" + name + "' on bad self (" + complaint + ")");
            }
        }
        return error("bad argument #" + number + " to '" + (name == null ? "?" : name) + "' (" + complaint + ")");
    }

    /** {@code luaL_error}: the message behind the position of the call, ready to be thrown. */
    public LuaError error(String message) {
        return LuaError.of(LuaString.latin1((caller == null ? "" : caller.where()) + message));
    }

    /** No results at all ({@code return} without values; as an argument of another call it is not even nil). */
    public @Nullable Object results() {
        return NONE;
    }

    public @Nullable Object results(@Nullable Object first, @Nullable Object second) {
        return new @Nullable Object[] {first, second};
    }

    public @Nullable Object results(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
        return new @Nullable Object[] {first, second, third};
    }

    /** Any number of results; the array belongs to the caller from now on. */
    public @Nullable Object results(@Nullable Object[] all) {
        return all.length == 1 ? all[0] : all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Arguments[").append(values.length);
        for (int i = 0; i < values.length && text.length() < 100; i++) {
            text.append(i == 0 ? ": " : ", ").append(values[i]);
        }
        return text.length() > 118
                ? text.substring(0, 117) + "…]"
                : text.append(']').toString();
    }
}
