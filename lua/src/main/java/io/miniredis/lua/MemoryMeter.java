package io.miniredis.lua;

/** Bounds the memory of a script. */
public final class MemoryMeter {
    private final LuaState lua;

    MemoryMeter(LuaState lua) {
        this.lua = lua;
    }

    void allocate(long bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 16) {
            lua.steps(1);
            throw LuaError.of(LuaString.of("not enough memory"));
        }
    }

    /** An estimate of what is in use, bytes. */
    public double usedBytes() {
        return 32 << 10;
    }

    @Override
    public String toString() {
        return "MemoryMeter[]";
    }
}
