package io.miniredis.server.persistence;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one database on their way from the thread that reads them to the main thread, which takes them in slices.
 *
 * <p>They are not taken in the order of the file but in that of their places in the table. In the order of the file
 * each key would change another part of a table of millions of places, and besides the miss in all caches a collector
 * with regions (G1) would note each of these parts, and examine it: that took more processor time than everything else.
 */
final class LoadBatch {
    private static final int FIRST_ROOM = 512;
    private static final int LARGEST_ROOM = 256 * 1024;

    /**
     * Keys are put in order by this many bits of their place, which leaves parts of the table that fit into a cache.
     */
    private static final int SORTED_BITS = 15;

    private byte[] @Nullable [] keys = new byte[FIRST_ROOM][];
    private int[] hashes = new int[FIRST_ROOM];
    private @Nullable Object[] values = new Object[FIRST_ROOM];
    private long[] expiries = new long[FIRST_ROOM];
    private long[] idleSeconds = new long[FIRST_ROOM];
    private int[] frequencies = new int[FIRST_ROOM];
    private int[] order = {};
    private int count;

    boolean isFull() {
        return count == LARGEST_ROOM;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(byte[] key, int hash, Object value, long expireAtMillis, long idle, int frequency) {
        if (count == keys.length) {
            grow(Math.min(4 * count, LARGEST_ROOM));
        }
        keys[count] = key;
        hashes[count] = hash;
        values[count] = value;
        expiries[count] = expireAtMillis;
        idleSeconds[count] = idle;
        frequencies[count] = frequency;
        count++;
    }

    private void grow(int room) {
        keys = Arrays.copyOf(keys, room);
        hashes = Arrays.copyOf(hashes, room);
        values = Arrays.copyOf(values, room);
        expiries = Arrays.copyOf(expiries, room);
        idleSeconds = Arrays.copyOf(idleSeconds, room);
        frequencies = Arrays.copyOf(frequencies, room);
    }

    /**
     * Puts the keys in order, when all are here.
     *
     * @param placeBits of a hash, its lowest, that say where in the table a key will be
     */
    void arrange(int placeBits) {
        int bits = Math.min(placeBits, SORTED_BITS);
        int shift = placeBits - bits;
        int mask = (1 << bits) - 1;
        int[] next = new int[mask + 2];
        for (int i = 0; i < count; i++) {
            next[(hashes[i] >>> shift & mask) + 1]++;
        }
        for (int part = 1; part <= mask; part++) {
            next[part] += next[part - 1];
        }
        order = new int[count];
        for (int i = 0; i < count; i++) {
            order[next[hashes[i] >>> shift & mask]++] = i;
        }
    }

    /** On the main thread: a slice of the keys, as they were put in order. */
    void deliver(KeyspaceLoader loader, int from, int to) throws IOException {
        loader.readAhead(this, from, to);
        for (int i = from; i < to; i++) {
            int at = order[i];
            loader.entry(key(at), hashes[at], value(at), expiries[at], idleSeconds[at], frequencies[at]);
        }
    }

    private byte[] key(int at) {
        byte[] key = keys[at];
        if (key == null) {
            throw new IllegalStateException("no key " + at + " of " + count);
        }
        return key;
    }

    private Object value(int at) {
        Object value = values[at];
        if (value == null) {
            throw new IllegalStateException("no value " + at + " of " + count);
        }
        return value;
    }

    /**
     * Reads ahead what a slice's keys will need: the other thread has written it, and each is a miss of its own.
     *
     * @return a number of no meaning
     */
    int readAhead(int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            int at = order[i];
            sum += key(at).length + (values[at] instanceof byte[] text ? text.length : 0);
        }
        return sum;
    }

    @Override
    public String toString() {
        return "LoadBatch[" + count + " keys]";
    }
}
