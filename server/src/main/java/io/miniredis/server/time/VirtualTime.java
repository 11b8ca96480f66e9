package io.miniredis.server.time;

/**
 * Moves a {@link VirtualClock} and fires what becomes due on the way, each event at its own moment.
 *
 * <p>Called on the main thread.
 */
public final class VirtualTime {
    private final VirtualClock clock;
    private final TimeEvents events;

    public VirtualTime(VirtualClock clock, TimeEvents events) {
        this.clock = clock;
        this.events = events;
    }

    /** Lets {@code nanos} nanoseconds pass; 0 fires only what is due now. */
    public void advance(long nanos) {
        long target = clock.nanos() + nanos;
        for (long due = events.nextDueNanos(); due != TimeEvents.NEVER && due <= target; due = events.nextDueNanos()) {
            clock.moveTo(due);
            events.runDue(due);
        }
        clock.moveTo(target);
    }
}
