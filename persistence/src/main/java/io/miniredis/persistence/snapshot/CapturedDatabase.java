package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.Strings;
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
    private EntryBatch open = new EntryBatch(0);

    /** A key whose value, a large table, is captured piece by piece. */
    record OpenTable(ByteString key, TableFreeze freeze, long expireAtMillis, int lru) {}

    CapturedDatabase(int index, Keyspace keyspace) {
        this.index = index;
        this.keyspace = keyspace;
        this.keys = keyspace.size();
        this.expires = keyspace.volatileCount();
    }

    /**
     * Captures a key as it is now.
     *
     * @return the memory that this takes, in bytes: estimated, without values that are not measured without work,
     *     and without the key itself, which is the entry's as long as that stays
     */
    long capture(KeyEntry entry) {
        Object value = entry.value();
        if (value instanceof byte[] string) {
            boolean isShort = string.length <= Strings.MAX_OWN_BYTES;
            return isShort ? filled(open.addString(entry, string)) : add(entry, string) + Values.sizeBytes(string);
        }
        Value structured = (Value) value;
        if (!TableFreeze.isTable(structured)) {
            return add(entry, structured.frozen()) + (structured.freeEffort() == 1 ? structured.sizeBytes() : 0);
        }
        if (structured.freeEffort() <= SMALL_TABLE) {
            return add(entry, TableElements.allOf(structured));
        }
        tables.addLast(new OpenTable(
                ByteString.wrap(entry.key()), TableFreeze.begin(structured), entry.expireAtMillis(), entry.lru()));
        return 0;
    }

    private int add(KeyEntry entry, Object frozen) {
        return filled(open.add(entry, frozen));
    }

    private int filled(int bytes) {
        if (open.isFull()) {
            full.addLast(open);
            open = new EntryBatch(open.stringBytes());
        }
        return bytes;
    }

    /** A batch that is full, or null. */
    @Nullable
    EntryBatch takeFull() {
        return full.pollFirst();
    }

    /** The batch that was being filled. */
    EntryBatch takeOpen() {
        EntryBatch last = open;
        open = new EntryBatch(0);
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
        open = new EntryBatch(0);
    }

    @Override
    public String toString() {
        return "CapturedDatabase#" + index + "[" + keys + " keys, waiting: " + full.size() + " batches, "
                + tables.size() + " tables]";
    }
}
