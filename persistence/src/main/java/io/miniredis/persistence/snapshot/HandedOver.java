package io.miniredis.persistence.snapshot;

import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the main thread has captured, on its way to the thread that writes it.
 *
 * <p>Why not a blocking queue? It wakes its reader for each item, some thousand times a second when the walk goes
 * slowly because clients are served. Each time the main thread pays for a system call, and the writer takes a processor
 * from the one or from the clients. Here the writer naps when there is nothing, and is woken early only if
 * {@link #MANY} items wait or one that is {@linkplain #addLast the last}.
 *
 * <p>One thread adds, another takes.
 */
final class HandedOver {
    private static final int MANY = 64;

    /** Under load some thousand keys have come by then. */
    private static final long NAP_NANOS = 10_000_000;

    private final Queue<Object> items = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private volatile @Nullable Thread sleeper;

    /** The adding thread's. */
    private long added;

    void add(Object item) {
        items.add(item);
        added++;
        if (waiting() >= MANY) {
            wake();
        }
    }

    /** Adds an item behind which nothing comes for some time. */
    void addLast(Object item) {
        items.add(item);
        added++;
        wake();
    }

    /** Drops what waits and adds the one item that is left to say. */
    void replaceBy(Object item) {
        items.clear();
        addLast(item);
    }

    private void wake() {
        Thread asleep = sleeper;
        if (asleep != null) {
            sleeper = null;
            LockSupport.unpark(asleep);
        }
    }

    /** How many items wait; for the adding thread. */
    long waiting() {
        return added - taken.get();
    }

    /** The next item, when there is one. */
    Object take() throws InterruptedIOException {
        Object item = items.poll();
        while (item == null) {
            sleeper = Thread.currentThread();
            item = items.poll();
            if (item == null) {
                LockSupport.parkNanos(this, NAP_NANOS);
                item = items.poll();
            }
            sleeper = null;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
        }
        taken.lazySet(taken.get() + 1);
        return item;
    }

    @Override
    public String toString() {
        return "HandedOver[" + taken + " items taken]";
    }
}
