package io.miniredis.server;

import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;
import io.miniredis.server.time.TimeEvent;
import io.miniredis.server.time.TimeEvents;
import io.miniredis.server.time.VirtualClock;
import io.miniredis.server.time.VirtualTime;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns the keyspace, the clients' state and every decision. It is a Netty event loop: client
 * channels are registered on it, and between their bytes it runs what other threads hand over and what its time events
 * ask for.
 *
 * <p>{@link #execute} and {@link #isCurrent} may be called from any thread, everything else on the main thread only.
 */
public final class MainThread {
    private final EventLoop loop;
    private final Clock clock;
    private final TimeEvents events;
    private long armedForNanos = TimeEvents.NEVER;
    private Runnable afterwards = () -> {};

    MainThread(EventLoop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
        this.events = new TimeEvents(clock);
    }

    /** Runs an action on the main thread, soon: after what it is doing now. */
    public void execute(Runnable action) {
        loop.execute(() -> {
            action.run();
            afterwards.run();
        });
    }

    /** Sets what is done after each action and each round of time events: replies they wrote are sent. */
    void afterwards(Runnable action) {
        afterwards = action;
    }

    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    public EventLoop loop() {
        return loop;
    }

    /** Runs an action {@code delayMillis} from now by the server's clock. */
    public TimeEvent schedule(long delayMillis, Runnable action) {
        TimeEvent event = events.schedule(delayMillis, action);
        armAlarm();
        return event;
    }

    /**
     * Lets virtual time pass and fires what becomes due.
     *
     * @param nanos 0 or more
     * @throws IllegalStateException if the server runs on the machine's clock
     */
    public void advance(long nanos) {
        if (!(clock instanceof VirtualClock virtual)) {
            throw new IllegalStateException("time can be advanced only on a virtual clock");
        }
        new VirtualTime(virtual, events).advance(nanos);
        afterwards.run();
    }

    /** Makes the loop wake up for the earliest event. A virtual clock needs no alarm: whoever moves it fires events. */
    private void armAlarm() {
        if (!(clock instanceof SystemClock)) {
            return;
        }
        long due = events.nextDueNanos();
        if (due == TimeEvents.NEVER || (armedForNanos != TimeEvents.NEVER && due - armedForNanos >= 0)) {
            return;
        }
        armedForNanos = due;
        loop.schedule(() -> ring(due), Math.max(0, due - clock.nanos()), TimeUnit.NANOSECONDS);
    }

    private void ring(long forNanos) {
        if (armedForNanos == forNanos) {
            armedForNanos = TimeEvents.NEVER;
        }
        events.runDue(clock.nanos());
        afterwards.run();
        armAlarm();
    }
}
