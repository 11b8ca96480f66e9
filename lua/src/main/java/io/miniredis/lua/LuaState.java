package io.miniredis.lua;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Lua interpreter: its globals, the metatable of strings, how deep it is in calls, its limits. Several may live in
 * one JVM; each is used by one thread at a time.
 *
 * <p>A host fills {@link #globals()} with libraries, {@linkplain io.miniredis.lua.syntax.Parser#load loads} a chunk and
 * {@linkplain #callAll calls} it.
 */
public final class LuaState {
    /** The deepest nesting of Lua calls (what PUC's LUAI_MAXCALLS comes to, as its array doubles). */
    public static final int MAX_CALLS = 16_381;

    /** The deepest nesting of calls from library functions and metamethods (PUC's LUAI_MAXCCALLS). */
    public static final int MAX_NATIVE_CALLS = 200;

    /**
     * How many nested Lua calls may use the stack of the host's thread. One takes about 0.5 KB compiled, 1 KB
     * interpreted; a thread has 1 MB if nobody says otherwise.
     */
    private static final int MAX_HOST_CALLS = 190;

    private static final int INTERNED = 512;

    /** Libraries and the host have about half as many. */
    private static final int MOST_NAMES = 512;

    private final LuaTable globals = new LuaTable();
    private final @Nullable LuaString[] interned = new @Nullable LuaString[INTERNED];
    private final Map<LuaString, LuaString> names = new HashMap<>(MOST_NAMES);
    private final MemoryMeter memory = new MemoryMeter(this::hookSoon);
    private @Nullable LuaTable stringMetatable;
    private @Nullable Caller current;
    private int calls;
    private int nativeCalls;
    private int countdown = Integer.MAX_VALUE;
    private int hookInterval = Integer.MAX_VALUE;
    private @Nullable LuaHook hook;
    private @Nullable LineHook lineHook;
    private @Nullable CoroutineThreads threads;
    private @Nullable LuaCoroutine coroutine;

    public LuaState() {
        for (Event event : Event.values()) {
            name(event.field());
        }
    }

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

    /** Puts a function of the host into a table under its name: whoever calls it, it runs on the host's thread. */
    public void register(LuaTable library, String name, JavaFunction.Body body) {
        put(library, JavaFunction.onHostThread(name, body));
    }

    /** {@link #register}, for several functions whose code is asked for when they are first called. */
    public void register(LuaTable library, JavaFunction.Source source, String... names) {
        for (String name : names) {
            put(library, JavaFunction.lateOnHostThread(name, source));
        }
    }

    /** Puts a function of Lua's own libraries into a table: it runs where it is called, on a coroutine's thread too. */
    public void define(LuaTable library, String name, JavaFunction.Body body) {
        put(library, new JavaFunction(name, body));
    }

    /** {@link #define}, for several functions whose code is asked for when they are first called. */
    public void define(LuaTable library, JavaFunction.Source source, String... names) {
        for (String name : names) {
            put(library, JavaFunction.late(name, source));
        }
    }

    private void put(LuaTable library, JavaFunction function) {
        library.set(name(LuaString.of(function.name())), function);
    }

    /** Gives a global its value. */
    public void global(String name, @Nullable Object value) {
        globals.set(name(LuaString.of(name)), value);
    }

    /** The library table of that global name, made if there is none. */
    public LuaTable library(String name) {
        if (globals.get(name) instanceof LuaTable table) {
            return table;
        }
        LuaTable table = new LuaTable();
        global(name, table);
        return table;
    }

    /**
     * A name that a library or the host gives to something: whatever script mentions it, {@link #intern} gives it the
     * same object.
     */
    public LuaString name(LuaString string) {
        LuaString known = names.putIfAbsent(string, string);
        return known == null ? string : known;
    }

    /**
     * A string equal to this one: the same object for each {@linkplain #name name}, and often for other equal strings.
     * Tables find it at one glance then.
     */
    public LuaString intern(LuaString string) {
        int place = string.hashCode() & INTERNED - 1;
        LuaString known = interned[place];
        if (known != null && known.sameAs(string)) {
            return known;
        }
        LuaString one = names.getOrDefault(string, string);
        interned[place] = one;
        return one;
    }

    // ---- calls from Java: library functions and the host

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
        return callFrom(null, function, arguments);
    }

    /** Calls a metamethod on behalf of the Lua function (null: of a library function); the first result. */
    @Nullable
    Object callHandler(@Nullable Caller from, @Nullable Object handler, @Nullable Object... arguments) {
        return first(callFrom(from, handler, arguments));
    }

    /**
     * As {@link #callAll}; from is the Lua function that calls without a call in its text (a metamethod, an iterator).
     */
    public @Nullable Object callFrom(@Nullable Caller from, @Nullable Object function, @Nullable Object... arguments) {
        Caller caller = current;
        int depth = calls;
        nativeCalls++;
        if (from != null) {
            current = from;
        }
        try {
            return invoke(from, function, arguments);
        } catch (StackOverflowError e) {
            throw LuaError.of(LuaString.of((from == null ? "" : from.where()) + "stack overflow"));
        } catch (OutOfMemoryError e) {
            // one array the heap has no room for in one piece, mostly: with the script's frames go its values
            throw memory.exhausted();
        } finally {
            leaveNative(caller, depth);
        }
    }

    /**
     * Calls any value as {@code pcall} does: true and what it returns, or false and the error. An error ends here and
     * passes no further frame of Java's: each would cost more than the call.
     */
    public @Nullable Object[] callProtected(@Nullable Object function, @Nullable Object... arguments) {
        Caller caller = current;
        int depth = calls;
        nativeCalls++;
        Object problem;
        try {
            Object returned = invoke(null, function, arguments);
            return returned instanceof Object[] many ? withFirst(true, many) : new @Nullable Object[] {true, returned};
        } catch (LuaError e) {
            problem = e.placed("").value();
        } catch (StackOverflowError e) {
            problem = LuaString.of("stack overflow");
        } catch (OutOfMemoryError e) {
            problem = memory.exhausted().placed("").value();
        } finally {
            leaveNative(caller, depth);
        }
        return new @Nullable Object[] {false, problem};
    }

    private @Nullable Object invoke(@Nullable Caller from, @Nullable Object function, @Nullable Object[] arguments) {
        if (nativeCalls >= MAX_NATIVE_CALLS) {
            throw LuaError.text("C stack overflow");
        }
        if (function instanceof LuaFunction f) {
            return f.invoke(this, from, arguments);
        }
        Object handler = metafield(function, Event.CALL);
        if (handler instanceof LuaFunction f) {
            return f.invoke(this, from, withFirst(function, arguments));
        }
        throw LuaError.text("attempt to call a " + LuaType.nameOf(function) + " value");
    }

    private void leaveNative(@Nullable Caller caller, int depth) {
        current = caller;
        calls = depth;
        nativeCalls--;
        if (nativeCalls == 0 && threads != null) {
            threads.close();
        }
    }

    /** The arguments of a {@code __call} metamethod: the called value before the others. */
    public static @Nullable Object[] withFirst(@Nullable Object first, @Nullable Object[] others) {
        @Nullable Object[] shifted = new @Nullable Object[others.length + 1];
        shifted[0] = first;
        System.arraycopy(others, 0, shifted, 1, others.length);
        return shifted;
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

    // ---- operations with metamethods, for library functions

    public @Nullable LuaTable metatable(@Nullable Object value) {
        if (value instanceof LuaTable table) {
            return table.metatable();
        }
        if (value instanceof LuaString) {
            return stringMetatable;
        }
        return value instanceof LuaUserdata userdata ? userdata.metatable() : null;
    }

    /** What the value's metatable has for an event, nil if it has nothing. */
    public @Nullable Object metafield(@Nullable Object value, Event event) {
        LuaTable metatable = metatable(value);
        return metatable == null ? null : metatable.handler(event);
    }

    /** {@code value[key]}. */
    public @Nullable Object index(@Nullable Object value, @Nullable Object key) {
        return Metamethods.index(this, null, value, key);
    }

    /** {@code value[key] = item}. */
    public void setIndex(@Nullable Object value, @Nullable Object key, @Nullable Object item) {
        Metamethods.setIndex(this, null, value, key, item);
    }

    /** {@code a == b}. */
    public boolean equal(@Nullable Object a, @Nullable Object b) {
        return Metamethods.equal(this, null, a, b);
    }

    /** {@code a < b}. */
    public boolean lessThan(@Nullable Object a, @Nullable Object b) {
        return Metamethods.lessThan(this, null, a, b);
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

    /** Who is told of the lines of traced chunks, or null. While it is told of one it hears of no other. */
    public void lineHook(@Nullable LineHook newHook) {
        lineHook = newHook;
    }

    /** A traced function comes to another line. */
    public void line(Caller function) {
        LineHook told = lineHook;
        if (told == null) {
            return;
        }
        Caller before = current;
        current = function;
        lineHook = null;
        try {
            onHostThread(() -> asHost(() -> told.line(this, function)));
        } finally {
            lineHook = told;
            current = before;
        }
    }

    /** Tells of work done: library functions with long loops say so now and then. Runs the hook when it is due. */
    public void steps(int count) {
        countdown -= count;
        if (countdown < 0) {
            runHook();
        }
    }

    /** Counts a step of the interpreter; true if {@link #runHook(Caller)} is due. */
    public boolean step() {
        return --countdown < 0;
    }

    /** Runs the hook, which may ask what is {@linkplain #current running}: this function. */
    public void runHook(Caller running) {
        Caller before = current;
        current = running;
        try {
            runHook();
        } finally {
            current = before;
        }
    }

    private void runHook() {
        countdown = hookInterval;
        LuaHook due = hook;
        if (due == null) {
            return;
        }
        if (coroutine == null) {
            due.steps(this);
        } else {
            onHostThread(() -> asHost(() -> due.steps(this)));
        }
    }

    // A script that catches the error and goes on makes few steps a second: the hook, which may end it, is not to wait
    // for as many as usual.
    private void hookSoon() {
        countdown = Math.min(countdown, 0);
    }

    /** On the host's thread, does something that may run Lua there, though a coroutine waits for it. */
    private void asHost(Runnable work) {
        LuaCoroutine waiting = coroutine;
        coroutine = null;
        try {
            work.run();
        } finally {
            coroutine = waiting;
        }
    }

    /**
     * Announces memory about to be taken for good, bytes: strings and tables that are built. Throws the Lua error
     * {@code not enough memory} when the script would have too much; cheap.
     */
    public void allocate(long bytes) {
        memory.allocate(bytes);
    }

    /** How much memory the script's strings and tables may take. */
    public MemoryMeter memory() {
        return memory;
    }

    // ---- for the interpreter

    /** The coroutine that is running, null outside of any. */
    public @Nullable LuaCoroutine coroutine() {
        return coroutine == null || coroutine.isTransparent() ? null : coroutine;
    }

    /** Whether the thread of the host waits while another one runs the script. */
    boolean onOtherThread() {
        return coroutine != null;
    }

    /** How deep the running thread of execution is in calls; it is saved and restored when coroutines change. */
    record Position(
            @Nullable LuaCoroutine coroutine, @Nullable Caller current, int calls, int nativeCalls) {}

    Position position() {
        return new Position(coroutine, current, calls, nativeCalls);
    }

    void position(Position position) {
        coroutine = position.coroutine;
        current = position.current;
        calls = position.calls;
        nativeCalls = position.nativeCalls;
    }

    /** A coroutine is resumed: it starts a stack of its own. Returns where the resumer is. */
    Position beginCoroutine(LuaCoroutine resumed) {
        Position outside = position();
        position(new Position(resumed, null, 0, nativeCalls + 1));
        return outside;
    }

    /** A deep call goes on elsewhere: everything but the thread stays. */
    Position beginDeepCall(LuaCoroutine call) {
        Position outside = position();
        coroutine = call;
        return outside;
    }

    void endCoroutine(Position outside) {
        position(outside);
    }

    CoroutineThreads threads() {
        CoroutineThreads mine = threads;
        if (mine == null) {
            mine = new CoroutineThreads();
            threads = mine;
        }
        return mine;
    }

    /** Does something on the thread of the host, which waits below all coroutines. What it throws comes back here. */
    void onHostThread(Runnable work) {
        onHostThread(coroutine, work);
    }

    /** As above, seen from a coroutine (null: from the host's thread itself). */
    void onHostThread(@Nullable LuaCoroutine running, Runnable work) {
        if (running == null) {
            work.run();
            return;
        }
        @Nullable Throwable[] problem = new @Nullable Throwable[1];
        running.ask(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                problem[0] = e;
            }
        });
        Throwable thrown = problem[0];
        if (thrown != null) {
            throw LuaCoroutine.rethrown(thrown);
        }
    }

    /**
     * The Lua function that called the library function that is running, as far as that one asked for the state; while
     * the hook runs the one that it interrupts. Else null, or one that has ended.
     */
    public @Nullable Caller current() {
        return current;
    }

    /** Says which Lua function called a library function. */
    public void current(@Nullable Caller caller) {
        current = caller;
    }

    /** A Lua function begins. */
    public void enter() {
        if (calls >= MAX_CALLS) {
            throw LuaError.text("stack overflow");
        }
        calls++;
    }

    /** Whether the next call should move to a thread with a larger stack: the host's has room for some calls only. */
    public boolean isDeep() {
        return calls >= MAX_HOST_CALLS && coroutine == null;
    }

    /** Runs the rest of a {@linkplain #isDeep deep} nest of calls on a thread with a larger stack. */
    public void callDeep(Runnable call) {
        LuaCoroutine.callDeep(this, call);
    }

    /** A Lua function ends. */
    public void leave() {
        calls--;
    }

    /** How deep calls by library functions and metamethods are nested: the parser goes on counting from here. */
    public int nativeCalls() {
        return nativeCalls;
    }

    @Override
    public String toString() {
        return "LuaState[" + calls + " calls, " + nativeCalls + " native, " + memory + "]";
    }
}
