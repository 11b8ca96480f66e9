package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.TableElements;
import io.miniredis.datastructures.TableFreeze;
import io.miniredis.datastructures.Value;
import io.miniredis.datastructures.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One database's part in a snapshot: what has been captured of it and not yet handed over. The main thread's.
 *
 * <p>Its keyspace is the one that the database had at the beginning. It may have been put aside since by FLUSHDB, or be
 * another database's by SWAPDB: the keys in it are those of the beginning all the same.
 */
final class CapturedDatabase {
    /** A table of no more elements is copied at once. */
    private static final int SMALL_TABLE = 512;

    final int index;
    final Keyspace keyspace;
    final long keys;
    final long expires;

    private final Deque<EntryBatch> full = new ArrayDeque<>();
    private final Deque<OpenTable> tables = new ArrayDeque<>();
    private EntryBatch open = new EntryBatch();

    /** A key whose value, a large table, is captured piece by piece. */
    record OpenTable(ByteString key, TableFreeze freeze, long expireAtMillis, int lru) {}

    CapturedDatabase(int index, Keyspace keyspace) {
        this.index = index;
        this.keyspace = keyspace;
        this.keys = keyspace.size();
        this.expires = keyspace.volatileCount();
    }

    /** Captures a key as it is now. */
    void capture(KeyEntry entry) {
        Object value = entry.value();
        if (!TableFreeze.isTable(value)) {
            add(entry, Values.frozen(value));
            return;
        }
        Value table = (Value) value;
        if (table.freeEffort() <= SMALL_TABLE) {
            add(entry, TableElements.allOf(table));
        } else {
            tables.addLast(new OpenTable(
                    ByteString.wrap(entry.key()), TableFreeze.begin(table), entry.expireAtMillis(), entry.lru()));
        }
    }

    /** What it takes to keep an entry that is about to change: estimated, and only if that is no work. */
    static long keptBytes(KeyEntry entry) {
        Object value = entry.value();
        boolean isSmall = value instanceof byte[] || ((Value) value).freeEffort() == 1;
        return entry.sizeBytes() + (isSmall ? Values.sizeBytes(value) : 0);
    }

    private void add(KeyEntry entry, Object frozen) {
        open.add(entry, frozen);
        if (open.isFull()) {
            full.addLast(open);
            open = new EntryBatch();
        }
    }

    /** A batch that is full, or null. */
    @Nullable
    EntryBatch takeFull() {
        return full.pollFirst();
    }

    /** The batch that was being filled. */
    EntryBatch takeOpen() {
        EntryBatch last = open;
        open = new EntryBatch();
        return last;
    }

    /** A large table that was captured, or null. */
    @Nullable
    OpenTable takeTable() {
        return tables.pollFirst();
    }

    /** Forgets everything. */
    void release() {
        for (OpenTable table : tables) {
            table.freeze.end();
        }
        tables.clear();
        full.clear();
        open = new EntryBatch();
    }

    @Override
    public String toString() {
        return "CapturedDatabase#" + index + "[" + keys + " keys, waiting: " + full.size() + " batches, "
                + tables.size() + " tables]";
    }
}
