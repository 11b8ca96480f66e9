package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.TableElements;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Some hundreds of keys of one database with their values as they were, on their way from the main thread. */
final class EntryBatch {
    static final int ROOM = 128;

    private final byte[] @Nullable [] keys = new byte[ROOM][];
    private final @Nullable Object[] values = new Object[ROOM];
    private final long[] expiries = new long[ROOM];
    private final int[] lrus = new int[ROOM];
    private int count;

    /** What was read ahead, so that nobody may leave the reading out. */
    private int touched;

    boolean isFull() {
        return count == ROOM;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** @param value what is said of the entry's value: {@link TableElements} for a small table */
    void add(KeyEntry entry, Object value) {
        keys[count] = entry.key();
        values[count] = value;
        expiries[count] = entry.expireAtMillis();
        lrus[count] = entry.lru();
        count++;
    }

    /**
     * Reads the beginning of all keys and strings. Each is a miss in all caches; what {@link #deliver} does with one
     * would wait for it alone, and reads that do not depend on each other overlap.
     */
    void touch() {
        int sum = touched;
        for (int i = 0; i < count; i++) {
            byte[] key = keys[i];
            sum += key == null ? 0 : key.length;
            sum += values[i] instanceof byte[] bytes ? bytes.length : 0;
        }
        touched = sum;
    }

    /** Hands one of them on. */
    void deliver(int index, SnapshotTarget target) throws IOException {
        byte[] key = keys[index];
        Object value = values[index];
        if (key == null || value == null) {
            throw new IndexOutOfBoundsException(index + " of " + count);
        }
        if (value instanceof TableElements all) {
            Once once = new Once(all);
            FrozenTable table = new FrozenTable(all.type(), all.count(), all.earliestExpiryMillis(), once);
            target.table(key, table, expiries[index], lrus[index]);
        } else {
            target.entry(key, value, expiries[index], lrus[index]);
        }
        keys[index] = null;
        values[index] = null;
    }

    /** All elements in one piece. */
    private static final class Once implements FrozenTable.Source {
        private @Nullable TableElements all;

        Once(TableElements all) {
            this.all = all;
        }

        @Override
        public @Nullable TableElements next() {
            TableElements taken = all;
            all = null;
            return taken;
        }
    }
}
