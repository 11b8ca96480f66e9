package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/**
 * A Lua coroutine. Its calls need a Java stack of their own, so it runs on a {@link CoroutineThread}; but never do two
 * threads run at a time: who resumes waits until the coroutine yields or ends. So all state of the interpreter is
 * handed over whole, and the {@link Turn} orders the memory.
 *
 * <p>What must happen on the host's thread (a {@link LuaHook}, functions made by {@link JavaFunction#onHostThread}) is
 * passed to who resumed and done there. A coroutine that is suspended when the host's call ends is killed then: no
 * thread outlives a call.
 */
public final class LuaCoroutine {
    /** The most coroutines that may be begun and not yet ended at a time. */
    static final int MAX_ALIVE = 512;

    /** Handing over to another thread takes about as long as so many steps of the interpreter. */
    private static final int RESUME_STEPS = 50;

    /** The same if that thread has to be woken or started. */
    private static final int WAKING_STEPS = 2_000;

    private enum Status {
        SUSPENDED,
        RUNNING,
        NORMAL,
        DEAD
    }

    /** Unwinds the stack of a coroutine that is not to go on. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super(null, null, false, false);
        }
    }

    private final LuaState lua;
    private final LuaFunction function;
    private final Turn inward = new Turn();
    private final Turn outward = new Turn();
    private Status status = Status.SUSPENDED;
    private boolean begun;
    private boolean killed;

    /** What is handed over: arguments inward; values yielded or returned, or a throwable, outward. */
    private @Nullable Object[] values = Arguments.NONE;

    private @Nullable Throwable failure;
    /** Something the coroutine wants done on the thread that resumed it. */
    private @Nullable Runnable request;

    /** Whether who resumed it last had to be woken. */
    private boolean slept;

    private @Nullable LuaCoroutine resumer;
    private int nativeCallsAtStart;
    /** Not a coroutine for the script, only more stack for calls that are deeply nested. */
    private final boolean transparent;

    public LuaCoroutine(LuaState lua, LuaFunction function) {
        this(lua, function, false);
    }

    private LuaCoroutine(LuaState lua, LuaFunction function, boolean transparent) {
        this.lua = lua;
        this.function = function;
        this.transparent = transparent;
    }

    /**
     * Goes on with a call on a stack with more room and waits for its end. For the script nothing changes: it is still
     * in the same (or in no) coroutine, its depth goes on being counted.
     */
    static void callDeep(LuaState lua, Runnable call) {
        JavaFunction function = new JavaFunction("deep call", arguments -> {
            call.run();
            return null;
        });
        new LuaCoroutine(lua, function, true).resume(Arguments.NONE);
    }

    boolean isTransparent() {
        return transparent;
    }

    /** {@code suspended}, {@code running}, {@code normal} or {@code dead}. */
    public String status() {
        return switch (status) {
            case SUSPENDED -> "suspended";
            case RUNNING -> "running";
            case NORMAL -> "normal";
            case DEAD -> "dead";
        };
    }

    /** Runs until the next yield or the end; what was yielded or returned. Throws the LuaError that ended it. */
    public @Nullable Object[] resume(@Nullable Object[] arguments) {
        lua.steps(slept || !begun ? WAKING_STEPS : RESUME_STEPS);
        slept = false;
        if (status != Status.SUSPENDED) {
            throw LuaError.text("cannot resume " + (status == Status.NORMAL ? "normal" : status()) + " coroutine");
        }
        if (lua.nativeCalls() >= LuaState.MAX_NATIVE_CALLS - 1) {
            throw LuaError.text("C stack overflow");
        }
        values = arguments;
        LuaState.Position outside = transparent ? lua.beginDeepCall(this) : lua.beginCoroutine(this);
        resumer = outside.coroutine();
        if (resumer != null) {
            resumer.status = Status.NORMAL;
        }
        status = Status.RUNNING;
        try {
            handOver(outside);
        } finally {
            lua.endCoroutine(outside);
            if (resumer != null) {
                resumer.status = Status.RUNNING;
            }
        }
        Throwable problem = failure;
        if (problem != null) {
            failure = null;
            throw rethrown(problem);
        }
        return values;
    }

    private void handOver(LuaState.Position outside) {
        if (begun) {
            inward.give();
        } else {
            begun = true;
            nativeCallsAtStart = outside.nativeCalls() + 1;
            lua.threads().run(this);
        }
        while (true) {
            slept |= outward.take();
            Runnable wanted = request;
            if (wanted == null) {
                return;
            }
            request = null;
            lua.onHostThread(outside.coroutine(), wanted);
            inward.give();
        }
    }

    static RuntimeException rethrown(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        return (RuntimeException) problem;
    }

    /** Called by the coroutine itself: hands values to who resumed it, and comes back with those of the next resume. */
    public @Nullable Object[] suspend(@Nullable Object[] yielded) {
        if (lua.nativeCalls() > nativeCallsAtStart) {
            throw cannotYield();
        }
        values = yielded;
        LuaState.Position inside = lua.position();
        status = Status.SUSPENDED;
        outward.give();
        inward.take();
        if (killed) {
            throw new Killed();
        }
        lua.position(inside);
        return values;
    }

    /** The complaint about a yield through a library function, a metamethod, or outside of any coroutine. */
    public static LuaError cannotYield() {
        return LuaError.text("attempt to yield across metamethod/C-call boundary");
    }

    /** Called by the coroutine itself: has something done by the thread that resumed it and waits for that. */
    void ask(Runnable wanted) {
        request = wanted;
        outward.give();
        inward.take();
        if (killed) {
            throw new Killed();
        }
    }

    /** The life of the coroutine on its thread. */
    void live() {
        try {
            values = LuaState.all(function.invoke(lua, null, values));
        } catch (Killed e) {
            values = Arguments.NONE;
        } catch (StackOverflowError e) {
            failure = LuaError.of(LuaString.of("stack overflow"));
        } catch (Throwable e) {
            failure = e;
        }
        status = Status.DEAD;
    }

    /** Its thread has taken leave of it. */
    void ended() {
        outward.give();
    }

    boolean isDead() {
        return status == Status.DEAD;
    }

    /** Ends a suspended coroutine. */
    void kill() {
        killed = true;
        inward.give();
        outward.take();
        failure = null;
    }

    @Override
    public String toString() {
        return "thread: 0x" + Integer.toHexString(System.identityHashCode(this)) + " (" + status() + ")";
    }
}
