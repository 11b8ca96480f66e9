package io.miniredis.lua;

/**
 * Ends a script from outside: unlike a {@link LuaError} no {@code pcall} of the script catches it. A {@link LuaHook}
 * throws it; it leaves every coroutine and arrives at the host.
 */
public final class LuaAbort extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LuaAbort(String reason) {
        super(reason, null, false, false);
    }
}
