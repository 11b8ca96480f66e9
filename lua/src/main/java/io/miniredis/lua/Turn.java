package io.miniredis.lua;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits until another one gives it its turn. Who gives lets go of everything it wrote before, and who
 * takes sees it.
 *
 * <p>Coroutines mostly hand over and back within a microsecond, and to put a thread to sleep and wake it takes ten
 * times as long or more. So who waits looks for its turn for a moment, first without letting go of its processor, then
 * with an offer of it to others between two looks (the other thread may be among them), and sleeps only then. Who
 * looked in vain looks half as often the next time: the other one has much to do.
 */
final class Turn {
    /** With a single processor who just looks only keeps the other one from working. A look takes 0.05 microseconds. */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 20 : 0;

    /** An offer takes half a microsecond if nobody takes it. */
    private static final int MOST_OFFERS = 64;

    private static final int FEWEST_OFFERS = 4;

    /** Belongs to who waits. */
    private int offers = MOST_OFFERS;

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
        boolean slept = !isGivenSoon();
        if (slept) {
            offers = Math.max(FEWEST_OFFERS, offers / 2);
            sleep();
        } else {
            offers = MOST_OFFERS;
        }
        given = false;
        return slept;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on what the scheduler makes of the offer
    private boolean isGivenSoon() {
        for (int i = 0; i < LOOKS; i++) {
            if (given) {
                return true;
            }
            Thread.onSpinWait();
        }
        for (int i = 0; i < offers; i++) {
            if (given) {
                return true;
            }
            Thread.yield();
        }
        return given;
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
