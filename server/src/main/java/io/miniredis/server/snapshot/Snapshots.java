package io.miniredis.server.snapshot;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.persistence.snapshot.SnapshotAbortedException;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.MainThread;
import io.miniredis.server.RedisServer;
import io.miniredis.server.keyspace.Databases;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.Clock;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots, one at a time: where Redis forks, this begins a {@link Snapshot}, gives it slices of the main
 * thread's time, and has a thread of its own write what it captures.
 *
 * <p>While clients are served, a slice is followed by a rest of some times its length, so that commands are held up
 * briefly and throughput is lowered by a known share. While nobody asks for anything slices follow each other.
 *
 * <p>Confined to the main thread.
 */
public final class Snapshots {
    private static final long SHORTEST_SLICE_NANOS = 100_000;

    /** How long a command may have to wait for a slice to end. */
    private static final long LONGEST_SLICE_NANOS = 1_000_000;

    /** So many times the length of a slice belongs to the clients before the next one. */
    private static final int REST_FACTOR = 40;

    private static final long WRITER_CHECK_NANOS = 500_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int MOST_STEPS = 4_096;
    private static final int LAST_EPOCH = 255;
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final RedisServer server;
    private final MainThread mainThread;
    private final Databases databases;
    private final Clock clock;
    private final ServerStats stats;
    private final Runnable slice = this::slice;
    private volatile @Nullable Running running;
    private @Nullable Children children;
    private int epoch;

    /** What ends the one at work, if it is given up. */
    private int endSignal;

    /** Snapshots in a row that were given up, and may have left keys with older numbers than the last. */
    private int givenUp;

    private long commandsSeen;
    private long sliceEndNanos;

    /** One at work. */
    private record Running(
            Snapshot snapshot,
            Child child,
            Thread writer,
            SnapshotTarget target,
            long startNanos,
            Consumer<@Nullable Throwable> whenDone) {}

    public Snapshots(RedisServer server, MainThread mainThread) {
        this.server = server;
        this.mainThread = mainThread;
        this.databases = server.databases();
        this.clock = server.time().clock();
        this.stats = server.stats();
    }

    /** From now on saves have processes of their own. */
    public void startChildren(Children starter) {
        children = starter;
    }

    /** The one at work, or null. */
    public @Nullable Snapshot current() {
        Running now = running;
        return now == null ? null : now.snapshot;
    }

    /** The number of the process that stands for the one at work, which may be the server's. */
    public long processId() {
        Running now = running;
        return now == null ? ProcessId.current() : now.child.processId();
    }

    public boolean isRunning() {
        return running != null;
    }

    /**
     * Begins a snapshot of the data as it is now, and a process that stands for it, if there are to be any.
     *
     * @param name of the thread that calls the target, and what the process shows
     * @param target makes, for that process, what is written to; its methods are called on that thread
     * @param whenDone called on the main thread when that thread is done: with null if the target has got everything,
     *     with what the target threw, or with a {@link SnapshotAbortedException}
     * @throws IllegalStateException if there is one already
     */
    public Snapshot begin(String name, Function<Child, SnapshotTarget> target, Consumer<@Nullable Throwable> whenDone) {
        long start = clock.nanos();
        Child child = children == null ? new Child(null) : children.start(name);
        boolean begun = false;
        try {
            Snapshot snapshot = begin(name, child, target.apply(child), whenDone, start);
            begun = true;
            return snapshot;
        } finally {
            if (!begun) {
                child.end();
            }
        }
    }

    /** Begins a snapshot of the data as it is now that is no save, and so has no process. */
    public void begin(String name, SnapshotTarget target, Consumer<@Nullable Throwable> whenDone) {
        begin(name, new Child(null), target, whenDone, clock.nanos());
    }

    private Snapshot begin(
            String name, Child child, SnapshotTarget target, Consumer<@Nullable Throwable> whenDone, long startNanos) {
        Running present = running;
        if (present != null) {
            throw new IllegalStateException("a snapshot is at work: " + present.snapshot);
        }
        Snapshot snapshot = databases.beginSnapshot(nextEpoch());
        Thread writer = new Thread(() -> write(snapshot, child, target), name);
        writer.setDaemon(true);
        running = new Running(snapshot, child, writer, target, startNanos, whenDone);
        endSignal = SnapshotAbortedException.CANCELLED;
        sliceEndNanos = startNanos;
        writer.start();
        mainThread.executeNextTurn(slice);
        noteFork(clock.nanos() - startNanos);
        return snapshot;
    }

    private void noteFork(long nanos) {
        stats.totalForks++;
        stats.latestForkMicros = nanos / NANOS_PER_MICRO;
        server.observation().latency().add("fork", clock.millis() / MILLIS_PER_SECOND, nanos);
    }

    /**
     * Numbers come round after 255 snapshots. That is enough, for each snapshot that is completed leaves its number on
     * every key; after very many that were not, the keys are made to forget.
     */
    private int nextEpoch() {
        if (givenUp >= LAST_EPOCH - 1) {
            for (Keyspace keyspace : databases.keyspaces()) {
                keyspace.forEach(entry -> entry.epoch(0));
            }
            givenUp = 0;
        }
        epoch = epoch % LAST_EPOCH + 1;
        return epoch;
    }

    /** Gives all data to a target at once, while everybody waits. */
    public void writeNow(SnapshotTarget target) throws IOException {
        Snapshot.writeNow(databases.keyspaces(), target);
    }

    private void slice() {
        Running now = running;
        if (now == null || now.snapshot.isAborted()) {
            return;
        }
        long start = clock.nanos();
        boolean busy = stats.totalCommandsProcessed != commandsSeen;
        commandsSeen = stats.totalCommandsProcessed;
        long limit = busy ? sliceNanos(start - sliceEndNanos) : LONGEST_SLICE_NANOS;
        Snapshot.Progress progress = now.snapshot.step();
        long nanos = clock.nanos() - start;
        for (int steps = 1; progress == Snapshot.Progress.MORE && steps < MOST_STEPS && nanos < limit; steps++) {
            progress = now.snapshot.step();
            nanos = clock.nanos() - start;
        }
        sliceEndNanos = start + nanos;
        switch (progress) {
            case MORE -> mainThread.executeAfter(busy ? nanos * REST_FACTOR : 0, slice);
            case WRITER_BEHIND -> mainThread.executeAfter(WRITER_CHECK_NANOS, slice);
            case CAPTURED -> {
                databases.endSnapshot();
                givenUp = 0;
            }
        }
    }

    /** The share of the time since the last slice, which clients may have made longer than planned. */
    private static long sliceNanos(long restNanos) {
        return Math.max(SHORTEST_SLICE_NANOS, Math.min(restNanos / REST_FACTOR, LONGEST_SLICE_NANOS));
    }

    /** On the writer's thread. */
    private void write(Snapshot snapshot, Child child, SnapshotTarget target) {
        Throwable failure = null;
        try {
            child.whenKilled(signal -> mainThread.executeIfRunning(() -> killed(snapshot, signal)));
            snapshot.deliver(target);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
        // Who is told that nothing is saved any more must not find the process.
        if (!child.endAndWait()) {
            server.log().warning("The process of a save does not end: " + child);
        }
        Throwable reason = failure;
        try {
            mainThread.execute(() -> done(snapshot, reason));
        } catch (RejectedExecutionException stopped) {
            // The server has ended: there is nobody to be told.
            return;
        }
    }

    private void done(Snapshot snapshot, @Nullable Throwable failure) {
        Running now = running;
        if (now == null || now.snapshot != snapshot) {
            return;
        }
        running = null;
        Throwable reason = failure != null && snapshot.isAborted() ? new SnapshotAbortedException(endSignal) : failure;
        if (failure != null && !snapshot.isAborted()) {
            giveUp(snapshot);
        }
        FlightEvents.snapshot(
                now.writer.getName(),
                snapshot.processedKeys(),
                now.target.writtenBytes(),
                failure == null,
                clock.nanos() - now.startNanos);
        now.whenDone.accept(reason);
    }

    private void giveUp(Snapshot snapshot) {
        snapshot.abort();
        databases.endSnapshot();
        givenUp++;
    }

    /** Gives the one at work up; {@code whenDone} is called when its thread has noticed. */
    public void abort() {
        Running now = running;
        if (now != null && !now.snapshot.isAborted()) {
            giveUp(now.snapshot);
            now.child.end();
            now.writer.interrupt();
        }
    }

    /** A signal has ended the process that stands for it: it is given up as if its writer had been in there. */
    private void killed(Snapshot snapshot, int signal) {
        if (current() == snapshot && !snapshot.isAborted()) {
            endSignal = signal;
            abort();
        }
    }

    /** Called on another thread when the server ends: returns when nobody writes any more. */
    public void abortFromOutside() {
        Running now = running;
        if (now != null) {
            mainThread.execute(this::abort);
            awaitEnd(now.writer);
        }
    }

    private static void awaitEnd(Thread writer) {
        try {
            writer.join(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@link #abort} and waits for the thread, whose target has let its files go then; {@code whenDone} is called now.
     */
    public void abortAndWait() {
        Running now = running;
        if (now == null) {
            return;
        }
        abort();
        awaitEnd(now.writer);
        done(now.snapshot, new SnapshotAbortedException());
    }

    @Override
    public String toString() {
        Snapshot snapshot = current();
        return snapshot == null ? "Snapshots[none at work]" : "Snapshots[" + snapshot + "]";
    }
}
