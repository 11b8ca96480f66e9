package io.miniredis.server.memory;

import org.jspecify.annotations.Nullable;

/**
 * Memory that is held back for the day when the heap is full. Then it is given up, which lets the server answer, delete
 * and flush, and commands that need memory are refused until there is enough of it again.
 *
 * <p>Without it a full heap is the end although no thread dies: each small allocation succeeds after a collection of
 * the whole heap, and a PING takes a minute. It is taken only when the heap is half full, so that a small server does
 * not pay for it.
 *
 * <p>{@link #outOfMemory} and {@link #isExhausted} may be called from any thread, {@link #check} on the main thread.
 */
public final class MemoryReserve {
    /** One part in so many of the heap. */
    private static final int SHARE = 16;

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    /** Rounds of {@link #check} between attempts, which cost a collection of the whole heap when they fail. */
    private static final int MOST_ROUNDS_BETWEEN = 32;

    private final int sizeBytes;
    private volatile byte @Nullable [] reserve;
    private volatile boolean exhausted;

    // The main thread's.
    private int roundsBetween = 1;
    private int rounds;
    private long keysWhenTried;

    public MemoryReserve(long heapBytes) {
        sizeBytes = (int) Math.min(MOST_BYTES, heapBytes / SHARE);
    }

    /** True while commands that may need memory are refused. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** An allocation failed. If not only because it was a large one, the reserve is given up. */
    public void outOfMemory() {
        if (!exhausted && allocate(sizeBytes / 4) == null) {
            reserve = null;
            exhausted = true;
        }
    }

    /** Takes the reserve, at first or again, if there is a prospect of it. Called once a second. */
    void check(long heapUsedBytes, long heapBytes, long keys) {
        if (exhausted ? isWorthTrying(keys) : reserve == null && heapUsedBytes > heapBytes / 2) {
            reserve = allocate(sizeBytes);
            if (reserve != null) {
                exhausted = false;
                roundsBetween = 1;
                rounds = 0;
            }
        }
    }

    private boolean isWorthTrying(long keys) {
        boolean deleted = keys < keysWhenTried - keysWhenTried / SHARE;
        if (!deleted && ++rounds < roundsBetween) {
            return false;
        }
        rounds = 0;
        roundsBetween = Math.min(2 * roundsBetween, MOST_ROUNDS_BETWEEN);
        keysWhenTried = keys;
        return true;
    }

    private static byte @Nullable [] allocate(int bytes) {
        try {
            return new byte[bytes];
        } catch (OutOfMemoryError none) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "MemoryReserve[" + sizeBytes + " B" + (exhausted ? ", given up]" : reserve == null ? "]" : ", held]");
    }
}
