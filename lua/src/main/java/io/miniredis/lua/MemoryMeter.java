package io.miniredis.lua;

/**
 * Keeps scripts from exhausting the heap. What a script takes is only added up; once that comes to a share of the free
 * heap, the meter looks at the heap itself, and if that is nearly full even after a collection, the script gets the Lua
 * error {@code not enough memory}, which it may catch. So the meter costs one subtraction, and there is no other limit,
 * as in redis-server.
 */
public final class MemoryMeter {
    /** A fresh interpreter with its libraries takes about this, bytes. */
    private static final long BASE_BYTES = 64 << 10;

    /** Heap that scripts leave to the rest of the process: this part of it. */
    private static final int RESERVED_PART = 16;

    /** After at most so much the heap is looked at, bytes. */
    private static final long LARGEST_ALLOWANCE = 64L << 20;

    /** A collection for less than this is not worth it, bytes taken since the last one. */
    private static final long WORTH_COLLECTING = 16L << 20;

    private static final long MAX_STRING_BYTES = Integer.MAX_VALUE - 64;

    private long allowance;
    private long taken;
    private long takenAtCollection = -WORTH_COLLECTING;

    private final Runnable atExhaustion;

    /** Is told when there is not enough: to find that out takes a collection, which is long. */
    MemoryMeter(Runnable atExhaustion) {
        this.atExhaustion = atExhaustion;
    }

    /**
     * Announces memory about to be taken, bytes. Throws the Lua error {@code not enough memory} if there is not enough.
     */
    public void allocate(long bytes) {
        allowance -= bytes;
        if (allowance < 0) {
            look(bytes);
        }
    }

    private void look(long bytes) {
        Runtime runtime = Runtime.getRuntime();
        long reserve = runtime.maxMemory() / RESERVED_PART;
        if (bytes < 0 || bytes > MAX_STRING_BYTES || bytes > runtime.maxMemory() - reserve) {
            throw exhausted();
        }
        long free = free(runtime);
        if (free - bytes < reserve && taken - takenAtCollection >= WORTH_COLLECTING) {
            takenAtCollection = taken;
            runtime.gc();
            free = free(runtime);
        }
        if (free - bytes < reserve) {
            throw exhausted();
        }
        long used = -allowance;
        allowance = Math.min((free - bytes) / 4, LARGEST_ALLOWANCE);
        taken += used + allowance;
    }

    private static long free(Runtime runtime) {
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** The error to throw when memory has run out. */
    LuaError exhausted() {
        allowance = 0;
        takenAtCollection = taken - WORTH_COLLECTING; // what the error throws away may be collected at once
        atExhaustion.run();
        return LuaError.of(LuaString.of("not enough memory"));
    }

    /** What {@code collectgarbage("count")} tells: the memory taken since the last {@link #collected}, bytes. */
    public double usedBytes() {
        return BASE_BYTES + Math.max(0, taken - allowance);
    }

    /** The script asked for a collection: what it took counts as given back. */
    public void collected() {
        taken = Math.max(0, allowance);
        takenAtCollection = taken - WORTH_COLLECTING;
    }

    @Override
    public String toString() {
        return "MemoryMeter[" + (long) usedBytes() + " B]";
    }
}
