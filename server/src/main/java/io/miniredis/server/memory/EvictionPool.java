package io.miniredis.server.memory;

import org.jspecify.annotations.Nullable;

/**
 * The best of the keys that were sampled so far, the one to delete next at the end (evictionPoolEntry in evict.c).
 *
 * <pre>
 *   worst                                     best
 *   | score 12 | score 40 | score 977 |  free  |  free  | …   16 places, filled from the left
 * </pre>
 *
 * <p>A few random keys are not much of a choice. Those that were good but not the best stay here and compete with the
 * next ones; with that, five samples at a time come near to true LRU. A key may be gone or in use again when its turn
 * comes.
 */
final class EvictionPool {
    static final int SIZE = 16;

    private final byte[] @Nullable [] keys = new byte[SIZE][];
    private final int[] hashes = new int[SIZE];
    private final int[] databases = new int[SIZE];
    private final long[] scores = new long[SIZE];
    private int count;

    /** Takes a key in, if it is better than the worst or there is room. The better to delete the higher the score. */
    void offer(byte[] key, int hash, int database, long score) {
        int place = 0;
        while (place < count && scores[place] < score) {
            place++;
        }
        if (count < SIZE) {
            shift(place, place + 1, count - place);
            count++;
        } else if (place == 0) {
            return;
        } else {
            place--;
            shift(1, 0, place);
        }
        keys[place] = key;
        hashes[place] = hash;
        databases[place] = database;
        scores[place] = score;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(keys, from, keys, to, length);
        System.arraycopy(hashes, from, hashes, to, length);
        System.arraycopy(databases, from, databases, to, length);
        System.arraycopy(scores, from, scores, to, length);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The best key. Only if there is one; so are the others. */
    byte[] key() {
        byte[] best = keys[count - 1];
        if (best == null) {
            throw new IllegalStateException("the pool is empty");
        }
        return best;
    }

    int hash() {
        return hashes[count - 1];
    }

    int database() {
        return databases[count - 1];
    }

    void dropBest() {
        keys[--count] = null;
    }

    void clear() {
        while (count > 0) {
            dropBest();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("EvictionPool[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(scores[i]);
        }
        return text.append(']').toString();
    }
}
