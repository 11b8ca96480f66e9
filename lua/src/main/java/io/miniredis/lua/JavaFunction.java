package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** A library function. */
public final class JavaFunction extends LuaFunction {
    /** The function's code. */
    @FunctionalInterface
    public interface Body {
        /** Returns a single value itself (nil is null), other numbers of values by {@link Arguments#results}. */
        @Nullable
        Object call(Arguments arguments);
    }

    private final String name;
    private final Body body;
    private final boolean onHostThread;

    public JavaFunction(String name, Body body) {
        this(name, body, false);
    }

    private JavaFunction(String name, Body body, boolean onHostThread) {
        this.name = name;
        this.body = body;
        this.onHostThread = onHostThread;
    }

    /** A function that must run on the thread of the host even when a coroutine calls it. */
    public static JavaFunction onHostThread(String name, Body body) {
        return new JavaFunction(name, body, true);
    }

    /** Under which it was registered; error messages use the caller's name for it instead. */
    public String name() {
        return name;
    }

    public Body body() {
        return body;
    }

    @Override
    public @Nullable Object invoke(LuaState lua, @Nullable Caller from, @Nullable Object[] arguments) {
        return run(new Arguments(lua, from, arguments));
    }

    /** Runs the body; an error without a place gets none, and where it happened is noted. */
    public @Nullable Object run(Arguments arguments) {
        try {
            if (onHostThread && arguments.lua().coroutine() != null) {
                return callOnHostThread(arguments);
            }
            return body.call(arguments);
        } catch (LuaError e) {
            arguments.lua().noteRaised(e);
            throw e.placed("");
        }
    }

    private @Nullable Object callOnHostThread(Arguments arguments) {
        LuaState lua = arguments.lua();
        @Nullable Object[] result = new @Nullable Object[1];
        lua.onHostThread(lua.coroutine(), () -> result[0] = body.call(arguments));
        return result[0];
    }

    @Override
    public String toString() {
        return "function: builtin: " + name;
    }
}
