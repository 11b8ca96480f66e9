package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * One of a {@link Dict}'s tables: a power of two of buckets, each the first entry of a chain.
 *
 * <p>The slots are an array in pieces of 32768, and a piece exists only once an entry falls into it. So a table of any
 * size is made in no time, nothing is ever copied into a longer array, and a rehash gives memory back as it goes.
 */
final class DictTable {
    static final int MIN_BITS = 2;
    static final int MAX_BITS = 30;

    private static final int CHUNK_BITS = 15;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK_SIZE - 1;
    private static final int OBJECT_BYTES = 24;
    private static final int ARRAY_HEADER_BYTES = 16;
    static final int POINTER_BYTES = 4;

    /** Slot numbers run from 0 to the mask: 1 less than a power of two. */
    final int mask;

    private final @Nullable DictEntry[] @Nullable [] chunks;
    private int size;
    private int pieces;

    DictTable(int bits) {
        mask = (1 << bits) - 1;
        chunks = new DictEntry[Math.max(1, 1 << Math.max(0, bits - CHUNK_BITS))][];
    }

    /** The smallest number of bits so that there is a slot for each of so many entries. */
    static int bitsFor(long entries) {
        int bits = entries <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(entries - 1);
        return Math.max(MIN_BITS, Math.min(MAX_BITS, bits));
    }

    /** The slots of a table for so many entries. */
    static int slotsFor(long entries) {
        return 1 << bitsFor(entries);
    }

    int slots() {
        return mask + 1;
    }

    /** Entries in the table. */
    int size() {
        return size;
    }

    /** The first entry of a slot's chain. */
    @Nullable
    DictEntry head(int slot) {
        DictEntry[] chunk = chunks[slot >>> CHUNK_BITS];
        return chunk == null ? null : chunk[slot & CHUNK_MASK];
    }

    /** The first slot from this one on whose piece of the table exists, or the number of slots. */
    int skipMissing(int slot) {
        int piece = slot >>> CHUNK_BITS;
        if (piece >= chunks.length || chunks[piece] != null) {
            return slot;
        }
        while (piece < chunks.length && chunks[piece] == null) {
            piece++;
        }
        return Math.min(piece << CHUNK_BITS, slots());
    }

    /** Puts an entry at the head of its bucket; or throws OutOfMemoryError before anything is changed. */
    void push(DictEntry entry, int slot) {
        @Nullable DictEntry[] chunk = prepare(slot);
        entry.next = chunk[slot & CHUNK_MASK];
        chunk[slot & CHUNK_MASK] = entry;
        size++;
    }

    /** Makes sure that a push to this slot needs no memory. Returns the slot's piece of the table. */
    @Nullable
    DictEntry[] prepare(int slot) {
        DictEntry[] chunk = chunks[slot >>> CHUNK_BITS];
        if (chunk == null) {
            chunk = new DictEntry[Math.min(slots(), CHUNK_SIZE)];
            chunks[slot >>> CHUNK_BITS] = chunk;
            pieces++;
        }
        return chunk;
    }

    /** Takes the whole chain of a bucket out and returns its first entry. Slots are emptied in ascending order. */
    @Nullable
    DictEntry takeChain(int slot) {
        DictEntry[] chunk = chunks[slot >>> CHUNK_BITS];
        if (chunk == null) {
            return null;
        }
        DictEntry first = chunk[slot & CHUNK_MASK];
        if ((slot & CHUNK_MASK) == CHUNK_MASK) {
            chunks[slot >>> CHUNK_BITS] = null;
            pieces--;
        } else {
            chunk[slot & CHUNK_MASK] = null;
        }
        for (DictEntry entry = first; entry != null; entry = entry.next) {
            size--;
        }
        return first;
    }

    /** Takes one entry out, which is in this table. */
    void unlink(DictEntry entry) {
        relink(entry, entry.next);
        size--;
    }

    /** Puts another entry in the place of one that is in this table. */
    void exchange(DictEntry old, DictEntry successor) {
        successor.next = old.next;
        relink(old, successor);
    }

    /** Lets whatever points to the entry point to another. */
    private void relink(DictEntry entry, @Nullable DictEntry target) {
        int slot = entry.hash & mask;
        DictEntry before = head(slot);
        if (before == entry) {
            setHead(slot, target);
            return;
        }
        while (before != null && before.next != entry) {
            before = before.next;
        }
        if (before == null) {
            throw new IllegalStateException("not in this table: " + entry);
        }
        before.next = target;
    }

    private void setHead(int slot, @Nullable DictEntry entry) {
        DictEntry[] chunk = chunks[slot >>> CHUNK_BITS];
        if (chunk != null) {
            chunk[slot & CHUNK_MASK] = entry;
        }
    }

    /** Bytes of heap in use for the slots, entries not counted. */
    long sizeBytes() {
        long piece = ARRAY_HEADER_BYTES + (long) Math.min(slots(), CHUNK_SIZE) * POINTER_BYTES;
        return OBJECT_BYTES + ARRAY_HEADER_BYTES + (long) chunks.length * POINTER_BYTES + pieces * piece;
    }
}
