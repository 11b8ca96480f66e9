package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * The links above the lowest level of a {@link SkipList}: for each node that has any, one tower in a pool of longs.
 *
 * <pre>
 *   header       | height 32 bits | node 32 bits |
 *   at level 1   | score, the bits of a double   | of the tower that the link leads to
 *                | tower 32 bits  | span 32 bits | 0: the end of the list; how many places further it is
 *   at level 2   …
 * </pre>
 *
 * <p>A link leads to a tower, not to a node, and knows the score there: so a search reads no memory but the towers on
 * its way, and none of those that it would overshoot to. That is most of its time: hardly anything of a large set is in
 * the processor's cache.
 *
 * <p>A tower is named by the index of its header; 0 is none. Those given back wait in one list for each height, chained
 * through their headers. Three quarters of all nodes have no tower, the others need 1.33 links on average.
 */
final class SkipListTowers {
    /** The tower of a node that has links at the lowest level only. */
    static final int NONE = 0;

    private static final int LINK_LONGS = 2;
    private static final int CHUNK_SHIFT = 11;
    private static final int CHUNK_LONGS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_LONGS - 1;
    private static final int SMALLEST_CHUNK_LONGS = 16;
    private static final int MAX_LONGS = Integer.MAX_VALUE - CHUNK_LONGS;
    private static final long[] NO_LINKS = {};

    private long[][] chunks = {new long[SMALLEST_CHUNK_LONGS]};
    private int used = 1;
    private int givenBack;

    /** By height the first free tower; the array is as long as the tallest tower ever freed needs. */
    private int[] free = {};

    int height(int tower) {
        return tower == NONE ? 1 : (int) (header(tower) >>> 32);
    }

    int node(int tower) {
        return (int) header(tower);
    }

    void node(int tower, int node) {
        header(tower, height(tower), node);
    }

    /** The tower that the link at a level leads to. */
    int next(int tower, int level) {
        return (int) (chunk(tower)[link(tower, level) + 1] >>> 32);
    }

    int span(int tower, int level) {
        return (int) chunk(tower)[link(tower, level) + 1];
    }

    /** The score of the node that the link leads to, unless that is the end. */
    double nextScore(int tower, int level) {
        return Double.longBitsToDouble(chunk(tower)[link(tower, level)]);
    }

    void link(int tower, int level, int next, int span) {
        chunk(tower)[link(tower, level) + 1] = (long) next << 32 | span;
    }

    void nextScore(int tower, int level, double score) {
        chunk(tower)[link(tower, level)] = Double.doubleToRawLongBits(score);
    }

    void lengthen(int tower, int level, int by) {
        chunk(tower)[link(tower, level) + 1] += by;
    }

    private long[] chunk(int tower) {
        return chunks[tower >>> CHUNK_SHIFT];
    }

    /** Where a link begins in its chunk. */
    private static int link(int tower, int level) {
        return (tower & CHUNK_MASK) + LINK_LONGS * level - 1;
    }

    private long header(int tower) {
        return chunk(tower)[tower & CHUNK_MASK];
    }

    private void header(int tower, int height, int node) {
        chunk(tower)[tower & CHUNK_MASK] = (long) height << 32 | node;
    }

    // ---- the pool ----

    /**
     * A tower for a node, its links undefined; {@link #NONE} for height 1. Also when the pool is at its end, with more
     * than 500 million nodes: the list becomes a little slower then, not wrong.
     */
    int allocate(int height, int node) {
        if (height == 1) {
            return NONE;
        }
        int tower = takeFree(height);
        if (tower == NONE) {
            tower = takeNew(longs(height));
        }
        if (tower != NONE) {
            header(tower, height, node);
        }
        return tower;
    }

    private static int longs(int height) {
        return 1 + LINK_LONGS * (height - 1);
    }

    private int takeFree(int height) {
        if (height >= free.length || free[height] == NONE) {
            return NONE;
        }
        int tower = free[height];
        free[height] = node(tower);
        givenBack -= longs(height);
        return tower;
    }

    /** A run that does not cross the end of a chunk; what is left of one is given up. */
    private int takeNew(int longs) {
        int left = CHUNK_LONGS - (used & CHUNK_MASK);
        if (left < longs) {
            used += left;
            givenBack += left;
        }
        if (used > MAX_LONGS) {
            return NONE;
        }
        grow(longs);
        int tower = used;
        used += longs;
        return tower;
    }

    private void grow(int longs) {
        int index = used >>> CHUNK_SHIFT;
        if (index == chunks.length) {
            chunks = Arrays.copyOf(chunks, index + 1 + (index >> 3));
            Arrays.fill(chunks, index, chunks.length, NO_LINKS);
        }
        long[] chunk = chunks[index];
        int needed = (used & CHUNK_MASK) + longs;
        if (chunk.length < needed) {
            int grown = Math.min(Math.max(needed, chunk.length + (chunk.length >> 2)), CHUNK_LONGS);
            chunks[index] = Arrays.copyOf(chunk, index == 0 ? grown : CHUNK_LONGS);
        }
    }

    /** The tower's node is gone or has another tower. */
    void giveBack(int tower) {
        if (tower == NONE) {
            return;
        }
        int height = height(tower);
        if (height >= free.length) {
            free = Arrays.copyOf(free, height + 1);
        }
        node(tower, free[height]);
        free[height] = tower;
        givenBack += longs(height);
    }

    /** True if most of a large pool is free, so that copying the rest gives memory back. */
    boolean isSparse() {
        return givenBack > used / 2 && used > CHUNK_LONGS;
    }

    /** A new tower with the links of a tower of another pool; they still lead to towers there. */
    int copy(SkipListTowers other, int tower) {
        if (tower == NONE) {
            return NONE;
        }
        int copy = allocate(other.height(tower), other.node(tower));
        System.arraycopy(
                other.chunk(tower),
                (tower & CHUNK_MASK) + 1,
                chunk(copy),
                (copy & CHUNK_MASK) + 1,
                longs(other.height(tower)) - 1);
        return copy;
    }

    /** Bytes of heap. */
    long sizeBytes() {
        long bytes = 32 + 16 + 4L * chunks.length + 16 + 4L * free.length;
        int last = used >>> CHUNK_SHIFT;
        return bytes + 16L * (last + 1) + 8L * (last == 0 ? chunks[0].length : (last + 1L) * CHUNK_LONGS);
    }

    @Override
    public String toString() {
        return "SkipListTowers[" + used + " longs, " + givenBack + " of them free]";
    }
}
