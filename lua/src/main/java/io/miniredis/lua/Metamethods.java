package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * Operations on values as the language defines them, with metamethods (lvm.c). Who asks is named by {@code from}: the
 * running Lua function, or null for a library function; a metamethod that fails reports the position accordingly.
 */
public final class Metamethods {
    /** How long an {@code __index} or {@code __newindex} chain may be (PUC's MAXTAGLOOP). */
    private static final int MAX_CHAIN = 100;

    private Metamethods() {}

    /** Whether {@code value[key]} is not an error from the start. */
    public static boolean indexable(LuaState lua, @Nullable Object value) {
        return value instanceof LuaTable || lua.metafield(value, Event.INDEX) != null;
    }

    /** Whether {@code value[key] = item} is not an error from the start. */
    public static boolean assignable(LuaState lua, @Nullable Object value) {
        return value instanceof LuaTable || lua.metafield(value, Event.NEWINDEX) != null;
    }

    /** {@code value[key]}. */
    public static @Nullable Object index(
            LuaState lua, @Nullable Caller from, @Nullable Object value, @Nullable Object key) {
        return index(lua, from, value, key, MAX_CHAIN);
    }

    /** {@code table[key]} when the table itself has nothing under the key. */
    public static @Nullable Object missing(LuaState lua, @Nullable Caller from, LuaTable table, @Nullable Object key) {
        LuaTable metatable = table.metatable();
        Object handler = metatable == null ? null : metatable.handler(Event.INDEX);
        if (handler == null) {
            return null;
        }
        if (handler instanceof LuaFunction f) {
            return lua.callHandler(from, f, table, key);
        }
        return index(lua, from, handler, key, MAX_CHAIN - 1);
    }

    private static @Nullable Object index(
            LuaState lua, @Nullable Caller from, @Nullable Object value, @Nullable Object key, int chain) {
        Object owner = value;
        for (int i = 0; i < chain; i++) {
            if (owner instanceof LuaTable table) {
                Object found = table.get(key);
                if (found != null) {
                    return found;
                }
            }
            Object handler = lua.metafield(owner, Event.INDEX);
            if (handler == null) {
                if (owner instanceof LuaTable) {
                    return null;
                }
                throw LuaError.text("attempt to index a " + LuaType.nameOf(owner) + " value");
            }
            if (handler instanceof LuaFunction f) {
                return lua.callHandler(from, f, owner, key);
            }
            owner = handler;
        }
        throw LuaError.text("loop in gettable");
    }

    /** {@code value[key] = item}. */
    public static void setIndex(
            LuaState lua, @Nullable Caller from, @Nullable Object value, @Nullable Object key, @Nullable Object item) {
        Object owner = value;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Object handler = lua.metafield(owner, Event.NEWINDEX);
            if (owner instanceof LuaTable table) {
                if (handler == null || table.readonly() || table.get(key) != null) {
                    table.set(key, item);
                    return;
                }
            } else if (handler == null) {
                throw LuaError.text("attempt to index a " + LuaType.nameOf(owner) + " value");
            }
            if (handler instanceof LuaFunction f) {
                lua.callHandler(from, f, owner, key, item);
                return;
            }
            owner = handler;
        }
        throw LuaError.text("loop in settable");
    }

    /** {@code a == b}. */
    public static boolean equal(LuaState lua, @Nullable Caller from, @Nullable Object a, @Nullable Object b) {
        if (LuaType.rawEquals(a, b)) {
            return true;
        }
        if (!(a instanceof LuaTable && b instanceof LuaTable)
                && !(a instanceof LuaUserdata && b instanceof LuaUserdata)) {
            return false;
        }
        Object handler = lua.metafield(a, Event.EQ);
        if (handler == null || !LuaType.rawEquals(handler, lua.metafield(b, Event.EQ))) {
            return false;
        }
        return LuaType.isTrue(lua.callHandler(from, handler, a, b));
    }

    /** {@code a < b}. */
    public static boolean lessThan(LuaState lua, @Nullable Caller from, @Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) < 0;
        }
        Object handler = commonHandler(lua, a, b, Event.LT);
        if (handler == null) {
            throw incomparable(a, b);
        }
        return LuaType.isTrue(lua.callHandler(from, handler, a, b));
    }

    /** {@code a <= b}; without {@code __le} it is {@code not (b < a)}. */
    public static boolean lessOrEqual(LuaState lua, @Nullable Caller from, @Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x <= y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) <= 0;
        }
        Object handler = commonHandler(lua, a, b, Event.LE);
        if (handler != null) {
            return LuaType.isTrue(lua.callHandler(from, handler, a, b));
        }
        handler = commonHandler(lua, b, a, Event.LT);
        if (handler == null) {
            throw incomparable(a, b);
        }
        return !LuaType.isTrue(lua.callHandler(from, handler, b, a));
    }

    /** The handler that both values have, if they are of one type. */
    private static @Nullable Object commonHandler(LuaState lua, @Nullable Object a, @Nullable Object b, Event event) {
        if (!LuaType.nameOf(a).equals(LuaType.nameOf(b))) {
            return null;
        }
        Object handler = lua.metafield(a, event);
        return handler != null && LuaType.rawEquals(handler, lua.metafield(b, event)) ? handler : null;
    }

    private static LuaError incomparable(@Nullable Object a, @Nullable Object b) {
        String first = LuaType.nameOf(a);
        String second = LuaType.nameOf(b);
        return LuaError.text(
                first.equals(second)
                        ? "attempt to compare two " + first + " values"
                        : "attempt to compare " + first + " with " + second);
    }

    /** The handler of the first operand, else of the second: for arithmetic and concatenation. */
    public static @Nullable Object eitherHandler(LuaState lua, @Nullable Object a, @Nullable Object b, Event event) {
        Object handler = lua.metafield(a, event);
        return handler != null ? handler : lua.metafield(b, event);
    }
}
