package io.miniredis.lua;

/** A Lua thread of execution ({@code coroutine.create}). */
public final class LuaCoroutine {
    @Override
    public String toString() {
        return "thread: 0x" + Integer.toHexString(System.identityHashCode(this));
    }
}
