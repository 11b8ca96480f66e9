package io.miniredis.server.time;

/** An action that is due at a moment of the steady clock; cancelled by its owner if it is not wanted any more. */
public final class TimeEvent {
    private final TimeEvents events;
    final Runnable action;
    final long dueNanos;
    final long sequence;
    boolean cancelled;

    TimeEvent(TimeEvents events, Runnable action, long dueNanos, long sequence) {
        this.events = events;
        this.action = action;
        this.dueNanos = dueNanos;
        this.sequence = sequence;
    }

    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            events.cancelled();
        }
    }

    @Override
    public String toString() {
        return "TimeEvent[due=" + dueNanos + " ns" + (cancelled ? ", cancelled]" : "]");
    }
}
