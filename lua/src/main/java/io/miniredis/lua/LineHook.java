package io.miniredis.lua;

/** Told of each line of a {@linkplain io.miniredis.lua.syntax.Parser#loadTraced traced} chunk before it runs: where a debugger stops. */
@FunctionalInterface
public interface LineHook {
    /**
     * Before a line runs. What is thrown leaves the chunk there.
     *
     * @param function the function that is at this line, and from it those that have called it
     */
    void line(LuaState lua, Caller function);
}
