package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * The links above the lowest level of a {@link SkipList}: for each node that has any, one tower, a run of pairs of
 * ints in a pool. Pair {@code level - 1} is where the link leads (a node) and its span (how many places further).
 *
 * <pre>
 *   tower  | height - 1: 5 bits | index of its first pair: 27 bits |     0: no tower, height 1
 *   pool   … | forward span | forward span | …                           a chunk has 2048 pairs, the first one fewer
 *              level 1        level 2
 * </pre>
 *
 * <p>Towers that are given back wait in one list for each height, chained through their first int. Three quarters of all
 * nodes have no tower, the others need 1.33 pairs on average.
 */
final class SkipListTowers {
    /** The tower of a node that has links at the lowest level only. */
    static final int NONE = 0;

    private static final int INDEX_BITS = 27;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int CHUNK_SHIFT = 11;
    private static final int CHUNK_PAIRS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_PAIRS - 1;
    private static final int SMALLEST_CHUNK_PAIRS = 16;

    private static final int[] NO_LINKS = {};

    private int[][] chunks = {new int[2 * SMALLEST_CHUNK_PAIRS]};
    private int usedPairs;
    private int freePairs;

    /** At n the first free tower of n links; the array is as long as the tallest tower ever freed needs. */
    private int[] free = {};

    /** Levels that a node with this tower has. */
    static int height(int tower) {
        return (tower >>> INDEX_BITS) + 1;
    }

    /** @param level 1 to {@code height(tower) - 1} */
    int forward(int tower, int level) {
        int pair = (tower & INDEX_MASK) + level - 1;
        return chunks[pair >>> CHUNK_SHIFT][2 * (pair & CHUNK_MASK)];
    }

    int span(int tower, int level) {
        int pair = (tower & INDEX_MASK) + level - 1;
        return chunks[pair >>> CHUNK_SHIFT][2 * (pair & CHUNK_MASK) + 1];
    }

    void forward(int tower, int level, int node) {
        int pair = (tower & INDEX_MASK) + level - 1;
        chunks[pair >>> CHUNK_SHIFT][2 * (pair & CHUNK_MASK)] = node;
    }

    void link(int tower, int level, int node, int span) {
        int pair = (tower & INDEX_MASK) + level - 1;
        int[] chunk = chunks[pair >>> CHUNK_SHIFT];
        int at = 2 * (pair & CHUNK_MASK);
        chunk[at] = node;
        chunk[at + 1] = span;
    }

    void lengthen(int tower, int level, int by) {
        int pair = (tower & INDEX_MASK) + level - 1;
        chunks[pair >>> CHUNK_SHIFT][2 * (pair & CHUNK_MASK) + 1] += by;
    }

    /**
     * A tower for a node of this height, its links undefined; {@link #NONE} for height 1. Also when the pool is at its end,
     * beyond 400 million nodes: the list becomes a little slower then, not wrong.
     */
    int allocate(int height) {
        int links = height - 1;
        if (links == 0) {
            return NONE;
        }
        if (links < free.length && free[links] != NONE) {
            int tower = free[links];
            free[links] = forward(tower, 1);
            freePairs -= links;
            return tower;
        }
        return reserve(links) ? links << INDEX_BITS | advance(links) : NONE;
    }

    private int advance(int links) {
        int first = usedPairs;
        usedPairs += links;
        return first;
    }

    /** Makes room for a run of pairs that does not cross the end of a chunk. Returns false if there is none. */
    private boolean reserve(int links) {
        int left = CHUNK_PAIRS - (usedPairs & CHUNK_MASK);
        if (left < links) {
            grow(left);
            giveBack(left << INDEX_BITS | advance(left));
        }
        if (usedPairs + links > INDEX_MASK) {
            return false;
        }
        grow(links);
        return true;
    }

    private void grow(int links) {
        int index = usedPairs >>> CHUNK_SHIFT;
        if (index == chunks.length) {
            chunks = Arrays.copyOf(chunks, index + 1 + (index >> 3));
            Arrays.fill(chunks, index, chunks.length, NO_LINKS);
        }
        int[] chunk = chunks[index];
        int needed = (usedPairs & CHUNK_MASK) + links;
        if (chunk.length < 2 * needed) {
            int pairs = chunk.length / 2;
            int grown = index == 0 ? Math.min(Math.max(needed, pairs + (pairs >> 2)), CHUNK_PAIRS) : CHUNK_PAIRS;
            chunks[index] = Arrays.copyOf(chunk, 2 * grown);
        }
    }

    /** The tower's node is gone or has another tower. */
    void giveBack(int tower) {
        int links = tower >>> INDEX_BITS;
        if (links == 0) {
            return;
        }
        if (links >= free.length) {
            free = Arrays.copyOf(free, links + 1);
        }
        forward(tower, 1, free[links]);
        free[links] = tower;
        freePairs += links;
    }

    /** A new tower with the links of a tower of another pool. */
    int copy(SkipListTowers other, int tower) {
        int copy = allocate(height(tower));
        for (int level = 1; level < height(copy); level++) {
            link(copy, level, other.forward(tower, level), other.span(tower, level));
        }
        return copy;
    }

    /** True if most of a large pool is free, so that copying the rest gives memory back. */
    boolean isSparse() {
        return freePairs > usedPairs / 2 && usedPairs > CHUNK_PAIRS;
    }

    /** Bytes of heap. */
    long sizeBytes() {
        long bytes = 32 + 16 + 4L * chunks.length + 16 + 4L * free.length;
        for (int[] chunk : chunks) {
            bytes += 16 + 4L * chunk.length;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "SkipListTowers[" + usedPairs + " links, " + freePairs + " of them free]";
    }
}
