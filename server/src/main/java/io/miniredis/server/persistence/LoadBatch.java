package io.miniredis.server.persistence;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Some hundreds of keys of one database on their way from the thread that reads them to the main thread. */
final class LoadBatch {
    private static final int ROOM = 512;

    private final byte[] @Nullable [] keys = new byte[ROOM][];
    private final int[] hashes = new int[ROOM];
    private final @Nullable Object[] values = new Object[ROOM];
    private final long[] expiries = new long[ROOM];
    private final long[] idleSeconds = new long[ROOM];
    private final int[] frequencies = new int[ROOM];
    private int count;

    boolean isFull() {
        return count == ROOM;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(byte[] key, int hash, Object value, long expireAtMillis, long idle, int frequency) {
        keys[count] = key;
        hashes[count] = hash;
        values[count] = value;
        expiries[count] = expireAtMillis;
        idleSeconds[count] = idle;
        frequencies[count] = frequency;
        count++;
    }

    /** On the main thread. */
    void deliver(KeyspaceLoader loader) throws IOException {
        loader.readAhead(hashes, count);
        for (int i = 0; i < count; i++) {
            byte[] key = keys[i];
            Object value = values[i];
            if (key == null || value == null) {
                throw new IllegalStateException("no key " + i + " of " + count);
            }
            loader.entry(key, hashes[i], value, expiries[i], idleSeconds[i], frequencies[i]);
        }
    }

    @Override
    public String toString() {
        return "LoadBatch[" + count + " keys]";
    }
}
