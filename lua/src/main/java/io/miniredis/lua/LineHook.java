package io.miniredis.lua;

/**
 * Told of each line before it runs: where a debugger stops. Only chunks {@linkplain
 * io.miniredis.lua.syntax.Parser#loadTraced loaded for it} tell.
 */
@FunctionalInterface
public interface LineHook {
    /**
     * Before a line runs. What is thrown leaves the chunk there.
     *
     * @param function the function that is at this line, and from it those that have called it
     */
    void line(LuaState lua, Caller function);
}
