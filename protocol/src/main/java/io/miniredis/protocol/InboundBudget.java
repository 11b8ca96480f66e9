package io.miniredis.protocol;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory all clients of a server together may make it reserve for bytes they have only announced.
 *
 * <p>{@code $536870912} is eleven bytes on the wire; believing it costs half a gigabyte. A large argument's array grows
 * as bytes arrive: in a few large steps within the budget, beyond it never to more than twice what was sent. A
 * reservation lasts until its bytes are here or its connection is gone.
 *
 * <p>Thread-safe: connections are decoded on several I/O threads.
 */
public final class InboundBudget {
    private final long limitBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    /** A quarter of the memory this process may use. */
    public InboundBudget() {
        this(Runtime.getRuntime().maxMemory() / 4);
    }

    /** @param limitBytes 0 or more; with 0 no large array is ever reserved in advance */
    public InboundBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Reserves so many bytes, or none of them. */
    public boolean tryReserve(long bytes) {
        if (reservedBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        reservedBytes.addAndGet(-bytes);
        return false;
    }

    /** Gives back what {@link #tryReserve} granted. */
    public void release(long bytes) {
        reservedBytes.addAndGet(-bytes);
    }

    public long reservedBytes() {
        return reservedBytes.get();
    }

    @Override
    public String toString() {
        return "InboundBudget[" + reservedBytes + " of " + limitBytes + " B]";
    }
}
