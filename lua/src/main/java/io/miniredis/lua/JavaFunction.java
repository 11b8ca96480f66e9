package io.miniredis.lua;

import static java.util.Objects.requireNonNull;

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

    /** Has the code of the functions of a library. */
    @FunctionalInterface
    public interface Source {
        Body body(String name);
    }

    private final String name;
    private final @Nullable Source source;
    private final boolean onHostThread;

    /** Null until it is first called. */
    private @Nullable Body body;

    /** The body once more if it takes numbers: to find that out at every call would take longer than most bodies. */
    private @Nullable OfNumber ofNumber;

    private @Nullable OfTwoNumbers ofTwoNumbers;

    public JavaFunction(String name, Body body) {
        this(name, null, false);
        become(body);
    }

    private JavaFunction(String name, @Nullable Source source, boolean onHostThread) {
        this.name = name;
        this.source = source;
        this.onHostThread = onHostThread;
    }

    /**
     * A function whose code is asked for when it is first called. The JVM makes a class for every lambda it comes to,
     * which takes a third of a millisecond; there are more than a hundred functions, and a script calls a few.
     */
    public static JavaFunction late(String name, Source source) {
        return new JavaFunction(name, source, false);
    }

    /** A function that must run on the thread of the host even when a coroutine calls it. */
    public static JavaFunction onHostThread(String name, Body body) {
        JavaFunction function = new JavaFunction(name, null, true);
        function.become(body);
        return function;
    }

    /** The same, its code asked for when it is first called. */
    public static JavaFunction lateOnHostThread(String name, Source source) {
        return new JavaFunction(name, source, true);
    }

    /** Under which it was registered; error messages use the caller's name for it instead. */
    public String name() {
        return name;
    }

    public Body body() {
        Body mine = body;
        return mine != null ? mine : become(requireNonNull(source).body(name));
    }

    private Body become(Body code) {
        body = code;
        ofNumber = code instanceof OfNumber f ? f : null;
        ofTwoNumbers = code instanceof OfTwoNumbers f ? f : null;
        return code;
    }

    /** The body if it is known to take a number. */
    public @Nullable OfNumber ofNumber() {
        return ofNumber;
    }

    /** The body if it is known to take two numbers. */
    public @Nullable OfTwoNumbers ofTwoNumbers() {
        return ofTwoNumbers;
    }

    @Override
    public @Nullable Object invoke(LuaState lua, @Nullable Caller from, @Nullable Object[] arguments) {
        return run(new Arguments(lua, from, arguments));
    }

    /** Runs the body; an error without a place gets none, and where it happened is noted. */
    public @Nullable Object run(Arguments arguments) {
        try {
            return onHostThread ? callOnHostThread(arguments) : body().call(arguments);
        } catch (LuaError e) {
            throw e.placed("");
        }
    }

    private @Nullable Object callOnHostThread(Arguments arguments) {
        LuaState lua = arguments.lua();
        if (!lua.onOtherThread()) {
            return body().call(arguments);
        }
        @Nullable Object[] result = new @Nullable Object[1];
        lua.onHostThread(() -> result[0] = body().call(arguments));
        return result[0];
    }

    @Override
    public String toString() {
        return "function: builtin: " + name;
    }
}
