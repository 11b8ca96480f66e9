package io.miniredis.persistence.snapshot;

import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.TableElements;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred keys of one database with their values as they were, on their way from the main thread.
 *
 * <p>When clients change many keys before their turn, millions of these records wait. So short strings lie behind each
 * other in one array: that is half the memory of an object each, and what a collector has to move are some arrays, not
 * hundreds of objects. Values of other kinds are objects, and room for them or for times to live is made when the first
 * one comes.
 */
final class EntryBatch {
    static final int ROOM = 128;

    /** In the place of a string's length: the value is an object. */
    private static final int OBJECT = 255;

    private static final int BYTES_PER_KEY = 9;
    private static final int REFERENCE_BYTES = 4;

    private final byte[] @Nullable [] keys = new byte[ROOM][];
    private final int[] lrus = new int[ROOM];
    private @Nullable Object @Nullable [] objects;
    private long @Nullable [] expiries;

    /** For each key a length and so many bytes, or {@link #OBJECT}. */
    private byte[] strings;

    private int stringsEnd;
    private int count;

    /** The writer's: what was handed on last, which has room for the next string if that is as long. */
    private byte[] lent = {};

    /** What was read ahead, so that nobody may leave the reading out. */
    private int touched;

    /** @param stringBytes how many there will be, as far as one can guess */
    EntryBatch(int stringBytes) {
        strings = new byte[stringBytes];
    }

    boolean isFull() {
        return count == ROOM;
    }

    int stringBytes() {
        return stringsEnd;
    }

    /**
     * @param value what is said of the entry's value: {@link TableElements} for a small table
     * @return the memory that it takes here, in bytes, without an object's own
     */
    int add(KeyEntry entry, Object value) {
        makeRoom(1);
        if (objects == null) {
            objects = new Object[ROOM];
        }
        objects[count] = value;
        strings[stringsEnd++] = (byte) OBJECT;
        return addKey(entry) + REFERENCE_BYTES;
    }

    /**
     * Copies a string.
     *
     * @param string of at most {@link Strings#MAX_OWN_BYTES} bytes
     * @return the memory that it takes here, in bytes
     */
    int addString(KeyEntry entry, byte[] string) {
        makeRoom(1 + string.length);
        strings[stringsEnd++] = (byte) string.length;
        System.arraycopy(string, 0, strings, stringsEnd, string.length);
        stringsEnd += string.length;
        return addKey(entry) + string.length;
    }

    private void makeRoom(int bytes) {
        if (stringsEnd + bytes > strings.length) {
            strings = Arrays.copyOf(strings, stringsEnd + bytes + (stringsEnd >> 2));
        }
    }

    private int addKey(KeyEntry entry) {
        keys[count] = entry.key();
        lrus[count] = entry.lru();
        int bytes = BYTES_PER_KEY;
        if (entry.expireAtMillis() != KeyEntry.NO_EXPIRE) {
            expire(entry.expireAtMillis());
            bytes += Long.BYTES;
        }
        count++;
        return bytes;
    }

    private void expire(long atMillis) {
        if (expiries == null) {
            expiries = new long[ROOM];
            Arrays.fill(expiries, KeyEntry.NO_EXPIRE);
        }
        expiries[count] = atMillis;
    }

    /**
     * Hands all of them on; on the writer's thread. What a target is given is valid until the next call.
     *
     * @param goesOn asked behind each of them whether there is to be a further one
     */
    void deliver(SnapshotTarget target, BooleanSupplier goesOn) throws IOException {
        touch();
        int at = 0;
        boolean more = true;
        for (int i = 0; i < count && more; i++) {
            int length = strings[at++] & 0xFF;
            if (length == OBJECT) {
                deliverObject(i, target);
            } else {
                target.entry(key(i), string(at, length), expireAtMillis(i), lrus[i]);
                at += length;
            }
            keys[i] = null;
            more = goesOn.getAsBoolean();
        }
    }

    /**
     * Reads the beginning of all keys and long strings. Each is a miss in all caches; who writes one would wait for it
     * alone, and reads that do not depend on each other overlap.
     */
    private void touch() {
        int sum = touched;
        for (int i = 0; i < count; i++) {
            sum += key(i).length;
        }
        if (objects != null) {
            for (Object object : objects) {
                sum += object instanceof byte[] bytes ? bytes.length : 0;
            }
        }
        touched = sum;
    }

    private byte[] key(int index) {
        byte[] key = keys[index];
        if (key == null) {
            throw new IndexOutOfBoundsException(index + " of " + count);
        }
        return key;
    }

    private long expireAtMillis(int index) {
        return expiries == null ? KeyEntry.NO_EXPIRE : expiries[index];
    }

    private byte[] string(int offset, int length) {
        if (lent.length != length) {
            lent = new byte[length];
        }
        System.arraycopy(strings, offset, lent, 0, length);
        return lent;
    }

    private void deliverObject(int index, SnapshotTarget target) throws IOException {
        @Nullable Object[] values = objects;
        Object value = values == null ? null : values[index];
        if (values == null || value == null) {
            throw new IndexOutOfBoundsException(index + " of " + count);
        }
        if (value instanceof TableElements all) {
            Once once = new Once(all);
            FrozenTable table = new FrozenTable(all.type(), all.count(), all.earliestExpiryMillis(), once);
            target.table(key(index), table, expireAtMillis(index), lrus[index]);
        } else {
            target.entry(key(index), value, expireAtMillis(index), lrus[index]);
        }
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
