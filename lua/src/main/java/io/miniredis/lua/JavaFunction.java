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

    /** A function of one number: it is called without boxes when it gets one. */
    @FunctionalInterface
    public interface OfNumber extends Body {
        double of(double x);

        @Override
        default @Nullable Object call(Arguments arguments) {
            return of(arguments.checkNumber(1));
        }
    }

    /** A function that may be called without boxes when it gets exactly two numbers. */
    public interface OfTwoNumbers extends Body {
        double of(double x, double y);
    }

    private final String name;
    private final Body body;
    private final boolean onHostThread;
    private final boolean takesNumbers;

    public JavaFunction(String name, Body body) {
        this(name, body, false);
    }

    private JavaFunction(String name, Body body, boolean onHostThread) {
        this.name = name;
        this.body = body;
        this.onHostThread = onHostThread;
        this.takesNumbers = body instanceof OfNumber || body instanceof OfTwoNumbers;
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

    /** Whether the body is an {@link OfNumber} or {@link OfTwoNumbers}. */
    public boolean takesNumbers() {
        return takesNumbers;
    }

    @Override
    public @Nullable Object invoke(LuaState lua, @Nullable Caller from, @Nullable Object[] arguments) {
        return run(new Arguments(lua, from, arguments));
    }

    /** Runs the body; an error without a place gets none, and where it happened is noted. */
    public @Nullable Object run(Arguments arguments) {
        try {
            return onHostThread ? callOnHostThread(arguments) : body.call(arguments);
        } catch (LuaError e) {
            throw e.placed("");
        }
    }

    private @Nullable Object callOnHostThread(Arguments arguments) {
        LuaState lua = arguments.lua();
        if (!lua.onOtherThread()) {
            return body.call(arguments);
        }
        @Nullable Object[] result = new @Nullable Object[1];
        lua.onHostThread(() -> result[0] = body.call(arguments));
        return result[0];
    }

    @Override
    public String toString() {
        return "function: builtin: " + name;
    }
}
