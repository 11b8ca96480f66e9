package io.miniredis.lua;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits until another one gives it its turn. Who gives lets go of everything it wrote before, and who
 * takes sees it.
 *
 * <p>Coroutines mostly hand over and back within a microsecond, and to put a thread to sleep and wake it takes ten times
 * as long or more. So who waits looks for its turn again and again for a moment, some ten microseconds, and sleeps only
 * then: nobody keeps a processor busy for longer than it takes to be woken. Who looked in vain looks half as long the
 * next time: the other one has much to do, or no processor to do it on.
 */
final class Turn {
    /** With a single processor who looks only keeps the other one from working. */
    private static final int MOST_LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 400 : 0;

    private static final int FEWEST_LOOKS = MOST_LOOKS / 16;

    /** Belongs to who waits. */
    private int looks = MOST_LOOKS;

    private volatile boolean given;
    private volatile @Nullable Thread sleeper;

    void give() {
        given = true;
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits for the turn; whether it took so long that the thread has slept. */
    boolean take() {
        for (int i = 0; i < looks; i++) {
            if (given) {
                given = false;
                looks = MOST_LOOKS;
                return false;
            }
            Thread.onSpinWait();
        }
        looks = Math.max(FEWEST_LOOKS, looks / 2);
        sleep();
        given = false;
        return true;
    }

    /** An interrupt is none of the script's business: it is kept for later. */
    private void sleep() {
        boolean interrupted = false;
        sleeper = Thread.currentThread();
        while (!given) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        sleeper = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return given ? "Turn[given]" : sleeper == null ? "Turn[not given]" : "Turn[awaited by " + sleeper + "]";
    }
}
