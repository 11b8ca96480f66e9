package io.miniredis.server.snapshot;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.persistence.snapshot.SnapshotAbortedException;
import io.miniredis.persistence.snapshot.SnapshotTarget;
import io.miniredis.server.MainThread;
import io.miniredis.server.keyspace.Databases;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.Clock;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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
    private static final int REST_FACTOR = 18;

    private static final long WRITER_CHECK_NANOS = 500_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int MOST_STEPS = 4_096;
    private static final int LAST_EPOCH = 255;
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final MainThread mainThread;
    private final Databases databases;
    private final Clock clock;
    private final ServerStats stats;
    private final Runnable slice = this::slice;
    private volatile @Nullable Running running;
    private int epoch;

    /** Snapshots in a row that were given up, and may have left keys with older numbers than the last. */
    private int givenUp;

    private long commandsSeen;
    private long sliceEndNanos;

    /** One at work. */
    private record Running(
            Snapshot snapshot,
            Thread writer,
            SnapshotTarget target,
            long startNanos,
            Consumer<@Nullable Throwable> whenDone) {}

    public Snapshots(MainThread mainThread, Databases databases, Clock clock, ServerStats stats) {
        this.mainThread = mainThread;
        this.databases = databases;
        this.clock = clock;
        this.stats = stats;
    }

    /** The one at work, or null. */
    public @Nullable Snapshot current() {
        Running now = running;
        return now == null ? null : now.snapshot;
    }

    public boolean isRunning() {
        return running != null;
    }

    /**
     * Begins a snapshot of the data as it is now.
     *
     * @param name of the thread that calls the target
     * @param target its methods are called on that thread
     * @param whenDone called on the main thread when that thread is done: with null if the target has got everything,
     *     with what the target threw, or with a {@link SnapshotAbortedException}
     * @throws IllegalStateException if there is one already
     */
    public Snapshot begin(String name, SnapshotTarget target, Consumer<@Nullable Throwable> whenDone) {
        Running present = running;
        if (present != null) {
            throw new IllegalStateException("a snapshot is at work: " + present.snapshot);
        }
        long start = clock.nanos();
        Snapshot snapshot = databases.beginSnapshot(nextEpoch());
        Thread writer = new Thread(() -> write(snapshot, target), name);
        writer.setDaemon(true);
        running = new Running(snapshot, writer, target, start, whenDone);
        sliceEndNanos = start;
        writer.start();
        mainThread.executeNextTurn(slice);
        stats.totalForks++;
        stats.latestForkMicros = (clock.nanos() - start) / NANOS_PER_MICRO;
        return snapshot;
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
    private void write(Snapshot snapshot, SnapshotTarget target) {
        Throwable failure = null;
        try {
            snapshot.deliver(target);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
        Throwable reason = failure != null && snapshot.isAborted() ? new SnapshotAbortedException() : failure;
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
        if (failure != null && !snapshot.isAborted()) {
            giveUp(snapshot);
        }
        FlightEvents.snapshot(
                now.writer.getName(),
                snapshot.processedKeys(),
                now.target.writtenBytes(),
                failure == null,
                clock.nanos() - now.startNanos);
        now.whenDone.accept(failure);
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
            now.writer.interrupt();
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
