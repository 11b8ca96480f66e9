package io.miniredis.lua;

/** Called while a script runs, so that the host can watch the time, serve events, or end the script. */
@FunctionalInterface
public interface LuaHook {
    /** After about as many steps as {@link LuaState#hook} was told. Throws {@link LuaAbort} to end the script. */
    void steps(LuaState lua);
}
