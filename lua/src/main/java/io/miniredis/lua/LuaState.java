package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * One Lua interpreter: its globals, the metatable of strings, how deep it is in calls, its limits. Several may live in
 * one JVM; each is used by one thread at a time.
 *
 * <p>A host fills {@link #globals()} with libraries, {@linkplain #load loads} a chunk and {@linkplain #callAll calls} it.
 */
public final class LuaState {
    /** The deepest nesting of Lua calls (PUC's LUAI_MAXCALLS). */
    public static final int MAX_CALLS = 20_000;

    /** The deepest nesting of calls from library functions and metamethods (PUC's LUAI_MAXCCALLS). */
    public static final int MAX_NATIVE_CALLS = 200;

    /** How long an {@code __index} or {@code __newindex} chain may be (PUC's MAXTAGLOOP). */
    private static final int MAX_CHAIN = 100;

    private final LuaTable globals = new LuaTable();
    private @Nullable LuaTable stringMetatable;
    private @Nullable Caller current;
    private int nativeCalls;
    private int countdown = Integer.MAX_VALUE;
    private int hookInterval = Integer.MAX_VALUE;
    private @Nullable LuaHook hook;

    public LuaTable globals() {
        return globals;
    }

    /** The metatable all strings share. */
    public @Nullable LuaTable stringMetatable() {
        return stringMetatable;
    }

    public void stringMetatable(@Nullable LuaTable table) {
        stringMetatable = table;
    }

    /** Compiles a chunk; the name is {@code =name}, {@code @file} or the source text itself. Throws LuaError with the message. */
    public LuaFunction load(byte[] source, String chunkName) {
        if (source.length == 0) {
            return new JavaFunction("empty", arguments -> arguments.results());
        }
        throw LuaError.of(LuaString.of("no compiler yet for " + chunkName));
    }

    /** Puts a library function into a table under its name. */
    public void register(LuaTable library, String name, JavaFunction.Body body) {
        library.set(LuaString.of(name), new JavaFunction(name, body));
    }

    /** The library table of that global name, made if there is none. */
    public LuaTable library(String name) {
        if (globals.get(name) instanceof LuaTable table) {
            return table;
        }
        LuaTable table = new LuaTable();
        globals.set(name, table);
        return table;
    }

    // ---- calls from Java: library functions, metamethods, the host

    /** Calls any value with no arguments; the first result. */
    public @Nullable Object call(@Nullable Object function) {
        return first(callAll(function));
    }

    public @Nullable Object call(@Nullable Object function, @Nullable Object a) {
        return first(callAll(function, a));
    }

    public @Nullable Object call(@Nullable Object function, @Nullable Object a, @Nullable Object b) {
        return first(callAll(function, a, b));
    }

    public @Nullable Object call(
            @Nullable Object function, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        return first(callAll(function, a, b, c));
    }

    /**
     * Calls any value with these arguments and gives what it returns: a single value itself, other numbers of values
     * as {@code Object[]} (see {@link #all} and {@link #first}).
     */
    public @Nullable Object callAll(@Nullable Object function, @Nullable Object... arguments) {
        if (nativeCalls >= MAX_NATIVE_CALLS) {
            throw LuaError.text("C stack overflow");
        }
        nativeCalls++;
        Caller before = current;
        try {
            if (function instanceof LuaFunction f) {
                return f.invoke(this, arguments);
            }
            Object handler = metafield(function, Event.CALL);
            if (handler instanceof LuaFunction f) {
                @Nullable Object[] shifted = new @Nullable Object[arguments.length + 1];
                shifted[0] = function;
                System.arraycopy(arguments, 0, shifted, 1, arguments.length);
                return f.invoke(this, shifted);
            }
            throw LuaError.text("attempt to call a " + LuaType.nameOf(function) + " value");
        } finally {
            current = before;
            nativeCalls--;
        }
    }

    /** The first of what a call returned, nil if nothing. */
    public static @Nullable Object first(@Nullable Object returned) {
        if (returned instanceof Object[] many) {
            return many.length == 0 ? null : many[0];
        }
        return returned;
    }

    /** All of what a call returned. */
    public static @Nullable Object[] all(@Nullable Object returned) {
        return returned instanceof Object[] many ? many : new @Nullable Object[] {returned};
    }

    // ---- operations with metamethods

    public @Nullable LuaTable metatable(@Nullable Object value) {
        if (value instanceof LuaTable table) {
            return table.metatable();
        }
        if (value instanceof LuaString) {
            return stringMetatable;
        }
        return value instanceof LuaUserdata userdata ? userdata.metatable() : null;
    }

    /** The field of the value's metatable, nil if it has none. */
    public @Nullable Object metafield(@Nullable Object value, LuaString event) {
        LuaTable metatable = metatable(value);
        return metatable == null ? null : metatable.get(event);
    }

    /** {@code value[key]}. */
    public @Nullable Object index(@Nullable Object value, @Nullable Object key) {
        Object owner = value;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Object handler;
            if (owner instanceof LuaTable table) {
                Object found = table.get(key);
                if (found != null || table.metatable() == null) {
                    return found;
                }
                handler = metafield(owner, Event.INDEX);
                if (handler == null) {
                    return null;
                }
            } else {
                handler = metafield(owner, Event.INDEX);
                if (handler == null) {
                    throw LuaError.text("attempt to index a " + LuaType.nameOf(owner) + " value");
                }
            }
            if (handler instanceof LuaFunction) {
                return call(handler, owner, key);
            }
            owner = handler;
        }
        throw LuaError.text("loop in gettable");
    }

    /** {@code value[key] = item}. */
    public void setIndex(@Nullable Object value, @Nullable Object key, @Nullable Object item) {
        Object owner = value;
        for (int i = 0; i < MAX_CHAIN; i++) {
            Object handler;
            if (owner instanceof LuaTable table) {
                if (table.metatable() == null || table.get(key) != null) {
                    table.set(key, item);
                    return;
                }
                handler = metafield(owner, Event.NEWINDEX);
                if (handler == null || table.readonly()) {
                    table.set(key, item);
                    return;
                }
            } else {
                handler = metafield(owner, Event.NEWINDEX);
                if (handler == null) {
                    throw LuaError.text("attempt to index a " + LuaType.nameOf(owner) + " value");
                }
            }
            if (handler instanceof LuaFunction) {
                call(handler, owner, key, item);
                return;
            }
            owner = handler;
        }
        throw LuaError.text("loop in settable");
    }

    /** {@code a == b}. */
    public boolean equal(@Nullable Object a, @Nullable Object b) {
        if (LuaType.rawEquals(a, b)) {
            return true;
        }
        boolean comparable = (a instanceof LuaTable && b instanceof LuaTable)
                || (a instanceof LuaUserdata && b instanceof LuaUserdata);
        if (!comparable) {
            return false;
        }
        Object handler = metafield(a, Event.EQ);
        if (handler == null || !LuaType.rawEquals(handler, metafield(b, Event.EQ))) {
            return false;
        }
        return LuaType.isTrue(call(handler, a, b));
    }

    /** {@code a < b}. */
    public boolean lessThan(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) < 0;
        }
        Object handler = orderHandler(a, b, Event.LT);
        if (handler == null) {
            throw incomparable(a, b);
        }
        return LuaType.isTrue(call(handler, a, b));
    }

    /** {@code a <= b}; without {@code __le} it is {@code not (b < a)}. */
    public boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x <= y;
        }
        if (a instanceof LuaString s && b instanceof LuaString t) {
            return s.compareTo(t) <= 0;
        }
        Object handler = orderHandler(a, b, Event.LE);
        if (handler != null) {
            return LuaType.isTrue(call(handler, a, b));
        }
        handler = orderHandler(b, a, Event.LT);
        if (handler == null) {
            throw incomparable(a, b);
        }
        return !LuaType.isTrue(call(handler, b, a));
    }

    /** The metamethod both have in common, if they are of one type. */
    private @Nullable Object orderHandler(@Nullable Object a, @Nullable Object b, LuaString event) {
        if (!LuaType.nameOf(a).equals(LuaType.nameOf(b))) {
            return null;
        }
        Object handler = metafield(a, event);
        return handler != null && LuaType.rawEquals(handler, metafield(b, event)) ? handler : null;
    }

    private static LuaError incomparable(@Nullable Object a, @Nullable Object b) {
        String first = LuaType.nameOf(a);
        String second = LuaType.nameOf(b);
        return LuaError.text(
                first.equals(second)
                        ? "attempt to compare two " + first + " values"
                        : "attempt to compare " + first + " with " + second);
    }

    /** {@code tostring(value)}: what {@code __tostring} gives may be any value. */
    public @Nullable Object tostring(@Nullable Object value) {
        Object handler = metafield(value, Event.TOSTRING);
        if (handler != null) {
            return call(handler, value);
        }
        if (value instanceof LuaString || value instanceof Double) {
            return LuaNumbers.asString(value);
        }
        if (value == null) {
            return LuaString.of("nil");
        }
        if (value instanceof LuaUserdata || value instanceof Boolean) {
            return LuaString.of(value.toString());
        }
        return LuaString.of(LuaType.nameOf(value) + ": 0x" + Integer.toHexString(System.identityHashCode(value)));
    }

    // ---- limits

    /** Calls the hook after about that many steps (loop turns, calls, work of library functions), again and again. */
    public void hook(@Nullable LuaHook newHook, int everySteps) {
        hook = newHook;
        hookInterval = newHook == null ? Integer.MAX_VALUE : everySteps;
        countdown = hookInterval;
    }

    /** Tells of work done: library functions with long loops say so now and then. Runs the hook when it is due. */
    public void steps(int count) {
        countdown -= count;
        if (countdown < 0) {
            countdown = hookInterval;
            if (hook != null) {
                hook.steps(this);
            }
        }
    }

    /**
     * Announces memory about to be taken for good, bytes: strings and tables that a library function builds. Throws the Lua
     * error {@code not enough memory} when the script would have too much; cheap.
     */
    public void allocate(long bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 16) {
            throw LuaError.of(LuaString.of("not enough memory"));
        }
    }

    /** The Lua function that is running, null if none. */
    public @Nullable Caller current() {
        return current;
    }

    /** For the interpreter: enters or leaves a Lua function. */
    public void current(@Nullable Caller caller) {
        current = caller;
    }

    void noteRaised(LuaError error) {
        Caller caller = current;
        if (caller != null) {
            error.raisedAt(caller.chunkName(), caller.line());
        }
    }

    @Override
    public String toString() {
        return "LuaState[" + nativeCalls + " native calls]";
    }
}
