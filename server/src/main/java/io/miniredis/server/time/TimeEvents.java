package io.miniredis.server.time;

import java.util.PriorityQueue;

/**
 * The actions that wait for their time: cron, time-outs, the end of a pause (ae.c's time events).
 *
 * <p>Confined to the main thread. Events due at the same moment run in the order they were scheduled.
 */
public final class TimeEvents {
    /** What {@link #nextDueNanos()} answers when nothing waits. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MIN_PURGE = 64;

    private final Clock clock;
    private final PriorityQueue<TimeEvent> queue = new PriorityQueue<>(16, TimeEvents::inOrder);
    private long sequence;
    /** How many that wait are cancelled, or were run before they were cancelled: an upper bound. */
    private int cancelled;

    public TimeEvents(Clock clock) {
        this.clock = clock;
    }

    private static int inOrder(TimeEvent a, TimeEvent b) {
        int byTime = Long.compare(a.dueNanos - b.dueNanos, 0);
        return byTime != 0 ? byTime : Long.compare(a.sequence, b.sequence);
    }

    /** Schedules an action {@code delayMillis} from now; a negative delay counts as 0. */
    public TimeEvent schedule(long delayMillis, Runnable action) {
        long delayNanos = Math.min(Math.max(delayMillis, 0), Long.MAX_VALUE / 4_000_000) * 1_000_000;
        TimeEvent event = new TimeEvent(this, action, clock.nanos() + delayNanos, sequence++);
        queue.add(event);
        return event;
    }

    /**
     * An event was cancelled. Most time-outs are, long before they are due: they are taken out once they are in the
     * majority, which costs each of them a constant share.
     */
    void cancelled() {
        if (++cancelled > MIN_PURGE && cancelled > queue.size() / 2) {
            queue.removeIf(event -> event.cancelled);
            cancelled = 0;
        }
    }

    /** When the next event is due by the steady clock, or {@link #NEVER}. */
    public long nextDueNanos() {
        dropCancelled();
        TimeEvent next = queue.peek();
        return next == null ? NEVER : next.dueNanos;
    }

    /** Runs what is due at this reading of the steady clock. */
    public void runDue(long nowNanos) {
        // What an action schedules anew waits for the next round: an action that reschedules itself at once must not
        // keep the main thread here for ever.
        long lastSequence = sequence;
        while (true) {
            dropCancelled();
            TimeEvent next = queue.peek();
            if (next == null || next.dueNanos - nowNanos > 0 || next.sequence >= lastSequence) {
                return;
            }
            queue.remove();
            next.action.run();
        }
    }

    private void dropCancelled() {
        for (TimeEvent next = queue.peek(); next != null && next.cancelled; next = queue.peek()) {
            queue.remove();
        }
    }

    @Override
    public String toString() {
        return "TimeEvents[" + queue.size() + " waiting]";
    }
}
