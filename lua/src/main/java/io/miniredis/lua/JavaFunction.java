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

    public JavaFunction(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    /** Under which it was registered; error messages use the caller's name for it instead. */
    public String name() {
        return name;
    }

    public Body body() {
        return body;
    }

    @Override
    public @Nullable Object invoke(LuaState lua, @Nullable Object[] arguments) {
        return run(new Arguments(lua, null, arguments));
    }

    /** Runs the body; an error without a place gets none, and where it happened is noted. */
    public @Nullable Object run(Arguments arguments) {
        try {
            return body.call(arguments);
        } catch (LuaError e) {
            arguments.lua().noteRaised(e);
            throw e.placed("");
        }
    }

    @Override
    public String toString() {
        return "function: builtin: " + name;
    }
}
