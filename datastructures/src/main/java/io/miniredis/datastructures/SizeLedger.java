package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * What the entries of a {@link Keyspace} take, kept up to date in constant time per change.
 *
 * <p>A value that is exchanged for another is easy: the one is subtracted and the other added. But most changes happen
 * inside a value, by its own methods, and nobody here is told how much it grew. So the entry is <i>opened</i> before:
 * it is noted with its value's size as it has been counted. When the sum is asked for, and when too many entries are
 * open, they are closed: the difference to what their values take by then is added. An open entry that is removed takes
 * with it what was counted for it.
 *
 * <p>Whatever {@link Values#sizeBytes} says, true or not, the sum is that of all entries; it may be wrong only if a
 * value is changed whose entry was not opened, or was closed meanwhile: so many others may be opened before one is done
 * with.
 */
final class SizeLedger {
    private static final int MOST_OPEN = 16;

    private final @Nullable KeyEntry[] open = new KeyEntry[MOST_OPEN];
    private final long[] counted = new long[MOST_OPEN];
    private int opened;
    private long bytes;

    /** Bytes of all entries, keys and values. */
    long total() {
        closeAll();
        return Math.max(0, bytes);
    }

    void added(KeyEntry entry) {
        long value = Values.sizeBytes(entry.value());
        bytes += entry.sizeBytes() + value;
        if (mayGrow(entry.value())) {
            open(entry, value);
        }
    }

    void removed(KeyEntry entry) {
        int place = find(entry);
        bytes -= entry.sizeBytes() + (place < 0 ? Values.sizeBytes(entry.value()) : counted[place]);
        if (place >= 0) {
            forget(place);
        }
    }

    /** An entry was exchanged for another one with the same key and value. */
    void exchanged(KeyEntry entry, KeyEntry successor) {
        bytes += successor.sizeBytes() - entry.sizeBytes();
        int place = find(entry);
        if (place >= 0) {
            open[place] = successor;
        }
    }

    /** The entry is about to be given another value. */
    void valueChanges(KeyEntry entry, Object successor) {
        if (find(entry) >= 0) {
            return;
        }
        long value = Values.sizeBytes(successor);
        bytes += value - Values.sizeBytes(entry.value());
        if (mayGrow(successor)) {
            open(entry, value);
        }
    }

    /** The entry's value may be changed, or exchanged by others. */
    void changing(KeyEntry entry) {
        if (find(entry) < 0) {
            open(entry, Values.sizeBytes(entry.value()));
        }
    }

    void clear() {
        closeAll();
        bytes = 0;
    }

    private static boolean mayGrow(Object value) {
        return !(value instanceof byte[] || value instanceof IntValue);
    }

    private int find(KeyEntry entry) {
        for (int i = opened - 1; i >= 0; i--) {
            if (open[i] == entry) {
                return i;
            }
        }
        return -1;
    }

    private void open(KeyEntry entry, long countedBytes) {
        if (opened == MOST_OPEN) {
            closeAll();
        }
        open[opened] = entry;
        counted[opened++] = countedBytes;
    }

    private void forget(int place) {
        opened--;
        open[place] = open[opened];
        counted[place] = counted[opened];
        open[opened] = null;
    }

    private void closeAll() {
        while (opened > 0) {
            opened--;
            KeyEntry entry = open[opened];
            bytes += entry == null ? 0 : Values.sizeBytes(entry.value()) - counted[opened];
            open[opened] = null;
        }
    }

    @Override
    public String toString() {
        return "SizeLedger[" + bytes + " B, " + opened + " open]";
    }
}
