package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * All keys with a time to live, in no order: what active expiry and the volatile eviction policies choose from.
 *
 * <p>A dense array in pieces. The last entry fills the gap of one that leaves, so adding, removing and choosing at
 * random take constant time; growth adds a piece and moves nothing. Four bytes per key, where Redis keeps a second
 * dict.
 */
final class VolatileIndex {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK_SIZE - 1;
    private static final int FIRST_CHUNK_SIZE = 16;

    private VolatileKeyEntry[][] chunks = new VolatileKeyEntry[1][0];
    private int size;

    int size() {
        return size;
    }

    VolatileKeyEntry at(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        return chunks[index >>> CHUNK_BITS][index & CHUNK_MASK];
    }

    void add(VolatileKeyEntry entry) {
        makeRoom();
        put(entry, size++);
    }

    void remove(VolatileKeyEntry entry) {
        VolatileKeyEntry last = at(size - 1);
        if (at(entry.position) != entry) {
            throw new IllegalStateException("not in this index: " + entry);
        }
        put(last, entry.position);
        size--;
        vacate(size);
    }

    void clear() {
        chunks = new VolatileKeyEntry[1][0];
        size = 0;
    }

    private void put(VolatileKeyEntry entry, int index) {
        chunks[index >>> CHUNK_BITS][index & CHUNK_MASK] = entry;
        entry.position = index;
    }

    /**
     * Makes sure that the next {@link #add} needs no memory and cannot fail; whoever changes another structure too
     * calls it before. The first piece starts small and doubles, so that a database with few such keys costs little.
     */
    void makeRoom() {
        int chunk = size >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        VolatileKeyEntry[] current = chunks[chunk];
        if (chunk > 0 && current == null) {
            chunks[chunk] = new VolatileKeyEntry[CHUNK_SIZE];
        } else if (chunk == 0 && size == current.length) {
            chunks[0] = Arrays.copyOf(current, Math.max(FIRST_CHUNK_SIZE, size * 2));
        }
    }

    /** Forgets the entry that was last, and its piece when that was the first in it. */
    private void vacate(int index) {
        int chunk = index >>> CHUNK_BITS;
        if (chunk > 0 && (index & CHUNK_MASK) == 0) {
            chunks[chunk] = null;
        } else {
            chunks[chunk][index & CHUNK_MASK] = null;
        }
    }
}
