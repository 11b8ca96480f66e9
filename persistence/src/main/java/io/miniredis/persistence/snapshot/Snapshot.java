package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.DictWalk;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.TableElements;
import io.miniredis.datastructures.TableFreeze;
import io.miniredis.datastructures.Value;
import io.miniredis.persistence.snapshot.CapturedDatabase.OpenTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All databases as they were when it began, for a {@link SnapshotTarget}, while they go on changing.
 *
 * <p>Redis forks: the child has the memory of that moment and the kernel copies the pages that the parent writes to. A
 * JVM cannot. How can millions of keys be written out as they were at one moment, when each of them may change in the
 * next, without a copy of all of them and without a stop?
 *
 * <p><i>Who takes a key out?</i> The main thread, in steps of some keys ({@link #step}) between commands: it walks each
 * keyspace ({@link DictWalk}, which finds every key that stays) and hands what it found to the thread that writes
 * ({@link #deliver}) in batches. Values that are never changed go by reference, small ones are copied.
 *
 * <p><i>What of a key that is changed before the walk has come to it?</i> It is captured at that moment, first
 * ({@link #beforeChange}). So each key is captured once, either by the walk or just before its first change, and as it
 * was at the beginning in both cases.
 *
 * <p><i>Who knows that it was captured?</i> The entry: eight bits of it, free beside the access time, are the number of
 * the last snapshot that has it, its epoch. An entry that is made during a snapshot is born with its number and so is
 * no part of it. No memory is needed per key, and a key that the walk comes upon twice is taken once.
 *
 * <p><i>What of a value so large that a copy would take long?</i> Sets, hashes and sorted sets in tables are frozen:
 * {@link TableFreeze} does with elements what this does with keys. The nodes of lists and streams are shared until one
 * of them is changed, which then copies that node. A long string is shared in the same way.
 *
 * <p><i>What if the writer is slow?</i> The walk waits; clients do not. What clients change meanwhile is kept until
 * the writer has it, as much as a fork would have had to copy.
 *
 * <p><i>And whole databases?</i> SWAPDB exchanges keyspaces and FLUSHDB puts one aside; the walk goes on in the
 * keyspace that it began with. A value whose key is deleted or renamed is captured just before and read on
 * wherever it is.
 *
 * <p>The limits: a step does not stop within a bucket of the keyspace, nor within a list or a stream, of which it
 * visits all nodes at once (about 50 ns for each) and, of a stream, all that is pending. What the walk copies is
 * garbage soon after.
 */
public final class Snapshot {
    /** Between the threads, and only as far as the walk is concerned: some ten milliseconds' work for the writer. */
    private static final int MOST_QUEUED = 128;

    private static final int BUCKETS_PER_STEP = 64;

    private final int epoch;
    private final List<CapturedDatabase> databases = new ArrayList<>();
    private final HandedOver queue = new HandedOver();
    private final long totalKeys;

    // The main thread's.
    private int current;
    private boolean announced;
    private @Nullable DictWalk<KeyEntry> walk;
    private int touched;
    private @Nullable OpenTable streaming;
    private boolean over;
    private long keptEntryBytes;
    private long keptElementBytes;

    private volatile boolean aborted;
    private final AtomicLong processedKeys = new AtomicLong();

    private enum Mark {
        TABLE_ENDS,
        COMPLETE,
        ABORTED
    }

    /** What a step of the main thread has come to. */
    public enum Progress {
        /** There is more to do. */
        MORE,
        /** There is more to do once the writer has caught up. */
        WRITER_BEHIND,
        /** The main thread has handed over everything. */
        CAPTURED
    }

    /**
     * Begins: from now on {@link #beforeChange} is to be called.
     *
     * @param keyspaces by database
     * @param epoch 1 to 255, not the epoch of any entry; new entries are born with it from now on
     */
    public Snapshot(List<Keyspace> keyspaces, int epoch) {
        this.epoch = epoch;
        long keys = 0;
        for (int index = 0; index < keyspaces.size(); index++) {
            Keyspace keyspace = keyspaces.get(index);
            keyspace.epoch(epoch);
            if (keyspace.size() > 0) {
                databases.add(new CapturedDatabase(index, keyspace));
                keys += keyspace.size();
            }
        }
        this.totalKeys = keys;
    }

    /**
     * Gives all data to a target at once, on the thread that owns it and does nothing else meanwhile.
     *
     * @param keyspaces by database
     */
    public static void writeNow(List<Keyspace> keyspaces, SnapshotTarget target) throws IOException {
        boolean complete = false;
        try {
            writeAll(keyspaces, target);
            complete = true;
        } finally {
            if (!complete) {
                target.abandon();
            }
        }
    }

    private static void writeAll(List<Keyspace> keyspaces, SnapshotTarget target) throws IOException {
        target.begin();
        for (int index = 0; index < keyspaces.size(); index++) {
            Keyspace keyspace = keyspaces.get(index);
            if (keyspace.size() > 0) {
                target.selectDatabase(index, keyspace.size(), keyspace.volatileCount());
                List<KeyEntry> bucket = new ArrayList<>();
                long at = 0;
                do {
                    at = keyspace.scan(at, bucket::add);
                    for (KeyEntry entry : bucket) {
                        writeNow(entry, target);
                    }
                    bucket.clear();
                } while (at != 0);
            }
        }
        target.end();
    }

    private static void writeNow(KeyEntry entry, SnapshotTarget target) throws IOException {
        Object value = entry.value();
        if (TableFreeze.isTable(value)) {
            TableFreeze still = TableFreeze.ofUnchanging((Value) value);
            FrozenTable table = new FrozenTable(still.type(), still.count(), still.earliestExpiryMillis(), still::take);
            target.table(entry.key(), table, entry.expireAtMillis(), entry.lru());
        } else {
            target.entry(entry.key(), value, entry.expireAtMillis(), entry.lru());
        }
    }

    // ---- on the main thread ----

    /** An entry, of any database, is about to be changed or removed. */
    public void beforeChange(Keyspace keyspace, KeyEntry entry) {
        if (entry.epoch() != epoch && !over) {
            entry.epoch(epoch);
            keptEntryBytes += home(keyspace).capture(entry);
        }
    }

    private CapturedDatabase home(Keyspace keyspace) {
        for (int i = 0; i < databases.size(); i++) {
            if (databases.get(i).keyspace == keyspace) {
                return databases.get(i);
            }
        }
        throw new IllegalStateException("a key of " + keyspace + " is older than the snapshot");
    }

    /** Captures some more keys or elements: some microseconds' work. */
    public Progress step() {
        if (over || current == databases.size()) {
            complete();
            return Progress.CAPTURED;
        }
        if (queue.waiting() >= MOST_QUEUED) {
            return Progress.WRITER_BEHIND;
        }
        CapturedDatabase database = databases.get(current);
        if (!announced) {
            announced = true;
            queue.add(database);
        } else if (streaming != null) {
            stream(streaming);
        } else if (!handOver(database)) {
            walkOrLeave(database);
        }
        return Progress.MORE;
    }

    private void stream(OpenTable table) {
        TableElements piece = table.freeze().take();
        if (piece == null) {
            keptElementBytes += table.freeze().keptBytes();
            streaming = null;
            queue.add(Mark.TABLE_ENDS);
        } else if (piece.count() > 0) {
            queue.add(piece);
        }
    }

    /** Hands over what is captured and waits for its turn. Returns false if nothing does. */
    private boolean handOver(CapturedDatabase database) {
        EntryBatch batch = database.takeFull();
        if (batch != null) {
            queue.add(batch);
            return true;
        }
        OpenTable table = database.takeTable();
        if (table != null) {
            streaming = table;
            queue.add(table);
            return true;
        }
        return false;
    }

    private void walkOrLeave(CapturedDatabase database) {
        DictWalk<KeyEntry> going = walk;
        if (going == null) {
            going = database.keyspace.walk();
            walk = going;
        }
        int count = going.next(BUCKETS_PER_STEP);
        if (count != DictWalk.END) {
            visit(going, count, database);
            return;
        }
        queue.add(database.takeOpen());
        current++;
        announced = false;
        walk = null;
    }

    private void visit(DictWalk<KeyEntry> found, int count, CapturedDatabase database) {
        touchValues(found, count);
        for (int i = 0; i < count; i++) {
            KeyEntry entry = found.entry(i);
            if (entry.epoch() != epoch) {
                entry.epoch(epoch);
                database.capture(entry);
            }
        }
    }

    /** Reads ahead what {@link #visit} needs of the values, as {@link DictWalk} does with the entries. */
    private void touchValues(DictWalk<KeyEntry> found, int count) {
        int sum = touched;
        for (int i = 0; i < count; i++) {
            if (found.entry(i).value() instanceof byte[] bytes) {
                sum += bytes.length;
            }
        }
        touched = sum;
    }

    private void complete() {
        if (!over) {
            over = true;
            queue.addLast(Mark.COMPLETE);
        }
    }

    /** Gives up: the writer meets a {@link SnapshotAbortedException}, and memory is given back. */
    public void abort() {
        aborted = true;
        over = true;
        if (streaming != null) {
            streaming.freeze().end();
            streaming = null;
        }
        for (CapturedDatabase database : databases) {
            database.release();
        }
        queue.replaceBy(Mark.ABORTED);
    }

    /**
     * What was kept of keys and elements because they changed before their turn, in bytes (copy on write, for Redis).
     */
    public long keptBytes() {
        long bytes = keptEntryBytes + keptElementBytes;
        return streaming == null ? bytes : bytes + streaming.freeze().keptBytes();
    }

    // ---- on the writer's thread ----

    /**
     * Gives the view to a target, waiting for the main thread where it must. Returns when the view is complete.
     *
     * @throws SnapshotAbortedException if the main thread has given up
     */
    public void deliver(SnapshotTarget target) throws IOException {
        boolean complete = false;
        try {
            deliverAll(target);
            complete = true;
        } finally {
            if (!complete) {
                target.abandon();
            }
        }
    }

    private void deliverAll(SnapshotTarget target) throws IOException {
        target.begin();
        Object item = take();
        while (item != Mark.COMPLETE) {
            if (item instanceof EntryBatch batch) {
                deliver(batch, target);
            } else if (item instanceof OpenTable table) {
                deliver(table, target);
            } else if (item instanceof CapturedDatabase database) {
                target.selectDatabase(database.index, database.keys, database.expires);
            } else {
                throw new IllegalStateException("unexpected: " + item);
            }
            item = take();
        }
        target.end();
    }

    private void deliver(EntryBatch batch, SnapshotTarget target) throws IOException {
        batch.deliver(target, () -> {
            countProcessed();
            return !aborted;
        });
    }

    private void deliver(OpenTable table, SnapshotTarget target) throws IOException {
        FrozenTable.Source source = this::nextPiece;
        TableFreeze freeze = table.freeze();
        FrozenTable frozen = new FrozenTable(freeze.type(), freeze.count(), freeze.earliestExpiryMillis(), source);
        target.table(table.key().bytes(), frozen, table.expireAtMillis(), table.lru());
        frozen.skipRest();
        countProcessed();
    }

    private @Nullable TableElements nextPiece() throws IOException {
        Object item = take();
        return item == Mark.TABLE_ENDS ? null : (TableElements) item;
    }

    /** Only the writer's thread counts: nothing has to be atomic, and nobody waits for the number. */
    private void countProcessed() {
        processedKeys.lazySet(processedKeys.get() + 1);
    }

    private Object take() throws IOException {
        Object item = queue.take();
        if (item == Mark.ABORTED || aborted) {
            throw new SnapshotAbortedException();
        }
        return item;
    }

    // ---- on any thread ----

    public boolean isAborted() {
        return aborted;
    }

    /** How many keys the target has been given. */
    public long processedKeys() {
        return processedKeys.get();
    }

    /** How many keys there were at the beginning. */
    public long totalKeys() {
        return totalKeys;
    }

    @Override
    public String toString() {
        return "Snapshot#" + epoch + "[" + processedKeys + " of " + totalKeys + " keys written"
                + (aborted ? ", given up]" : "]");
    }
}
