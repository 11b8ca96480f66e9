package io.miniredis.server;

import io.miniredis.server.log.ServerLog;
import io.miniredis.server.net.SteadyEventLoops.SteadyLoop;
import io.miniredis.server.time.Clock;
import io.miniredis.server.time.SystemClock;
import io.miniredis.server.time.TimeEvent;
import io.miniredis.server.time.TimeEvents;
import io.miniredis.server.time.VirtualClock;
import io.miniredis.server.time.VirtualTime;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns the keyspace, the clients' state and every decision. It is a Netty event loop: client
 * channels are registered on it, and between their bytes it runs what other threads hand over and what its time events
 * ask for.
 *
 * <p>{@link #execute} and {@link #isCurrent} may be called from any thread, everything else on the main thread only.
 */
public final class MainThread {
    private final SteadyLoop loop;
    private final Clock clock;
    private final TimeEvents events;
    private long armedForNanos = TimeEvents.NEVER;
    private final ServerLog log;
    private Runnable afterwards = () -> {};
    private Runnable beforeWaiting = () -> {};
    private final Deque<Runnable> held = new ArrayDeque<>(0);
    private boolean holding;

    MainThread(SteadyLoop loop, Clock clock, ServerLog log) {
        this.loop = loop;
        this.log = log;
        this.clock = clock;
        this.events = new TimeEvents(clock);
    }

    /** Runs an action on the main thread, soon: after what it is doing now. */
    public void execute(Runnable action) {
        loop.execute(() -> runOrHold(action));
    }

    /** {@link #execute}, and waits until it is done; does nothing if the server has ended. */
    void executeAndWait(Runnable action) {
        if (isCurrent()) {
            action.run();
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        // An action handed over in the loop's last moment is dropped without a word.
        loop.terminationFuture().addListener(ended -> done.complete(null));
        try {
            loop.execute(() -> {
                try {
                    survive(action);
                } finally {
                    done.complete(null);
                }
            });
        } catch (RejectedExecutionException ended) {
            return;
        }
        done.join();
    }

    /** {@link #execute}, unless the server has ended. */
    public void executeIfRunning(Runnable action) {
        try {
            execute(action);
        } catch (RejectedExecutionException ended) {
            // Nobody is left who would care.
            return;
        }
    }

    /** {@link #execute} after what the network has for this thread now: for work that is done in slices. */
    public void executeNextTurn(Runnable action) {
        // A task that is due comes into the queue when the loop goes round; a task added directly would be run at once.
        executeAfter(0, action);
    }

    /** {@link #executeNextTurn} after some time by the machine's clock, whatever the server's is. */
    public void executeAfter(long nanos, Runnable action) {
        loop.schedule(() -> runOrHold(action), nanos, TimeUnit.NANOSECONDS);
    }

    private void runOrHold(Runnable action) {
        if (holding) {
            held.addLast(action);
        } else {
            survive(action);
            survive(afterwards);
        }
    }

    // ---- one command that takes long ----

    /**
     * From now on actions and time events wait: the running command takes long, and only clients' requests are looked
     * at meanwhile, by {@link #serveOthers}.
     */
    public void hold() {
        holding = true;
    }

    /** True while a command takes long. */
    boolean isHolding() {
        return holding;
    }

    /** Looks at clients' requests, out of a running command. Does not wait for any. */
    public void serveOthers() {
        // As often as it takes to accept, read, answer and close (processEventsWhileBlocked in networking.c).
        for (int i = 0; i < 4; i++) {
            if (!serveReady()) {
                return;
            }
        }
    }

    /** {@link #serveOthers}, but only those who are ready now. Returns false if nobody is. */
    public boolean serveReady() {
        return loop.serveWithin();
    }

    /** What waits goes on when the running command is done. */
    public void release() {
        holding = false;
        for (Runnable action = held.pollFirst(); action != null; action = held.pollFirst()) {
            execute(action);
        }
    }

    /** Sets what is done before the thread waits for clients, each time that is asked for. */
    void beforeWaiting(Runnable action) {
        beforeWaiting = () -> survive(action);
    }

    /** Asks for it to be done once; false if it has to be done now. */
    boolean askBeforeWaiting() {
        return loop.doesBeforeWaiting(beforeWaiting);
    }

    /** True if the event loop ends: whoever runs for long stops then. */
    public boolean isEnding() {
        return loop.isShuttingDown();
    }

    /** The main thread goes on whatever a task meets: one that there is no memory for must not be the last one. */
    private void survive(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | OutOfMemoryError failure) {
            report(failure);
        }
    }

    private void report(Throwable failure) {
        try {
            log.failure("A task of the main thread failed", failure);
        } catch (OutOfMemoryError unspeakable) {
            // No memory for the line either.
            return;
        }
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

    /** Called after each batch of requests: an alarm that could not be set for want of memory is set now. */
    void ensureAlarm() {
        if (armedForNanos == TimeEvents.NEVER) {
            armAlarm();
        }
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
        loop.schedule(() -> ring(due), Math.max(0, due - clock.nanos()), TimeUnit.NANOSECONDS);
        armedForNanos = due;
    }

    private void ring(long forNanos) {
        if (holding) {
            held.addLast(() -> ring(forNanos));
            return;
        }
        if (armedForNanos == forNanos) {
            armedForNanos = TimeEvents.NEVER;
        }
        survive(() -> events.runDue(clock.nanos()));
        survive(afterwards);
        survive(this::armAlarm);
    }
}
