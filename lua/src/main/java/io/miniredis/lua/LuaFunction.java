package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** Anything that can be called: a {@link JavaFunction} or a closure of Lua code. */
public abstract class LuaFunction {
    /**
     * Runs the function with exactly these arguments; the array belongs to it from now on. Who wants to call a Lua
     * value uses {@link LuaState#call} instead, which counts depth and knows {@code __call}.
     *
     * @param from the Lua function on whose behalf it is called, null if a library function or the host calls
     * @return a single value itself (nil is null), any other number of values as {@code Object[]}, which is no Lua
     *     value
     */
    public abstract @Nullable Object invoke(LuaState lua, @Nullable Caller from, @Nullable Object[] arguments);
}
