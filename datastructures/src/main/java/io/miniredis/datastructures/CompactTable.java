package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/**
 * One of a {@link CompactDict}'s tables: a power of two of buckets, each the link to the first element of a chain.
 *
 * <p>A link is a word that names a slot and says something of the hash of what is there:
 *
 * <pre>
 *    31            slotBits             0
 *   +----------------+-----------------+
 *   | tag            | slot number + 1 |     0: no element
 *   +----------------+-----------------+
 * </pre>
 *
 * The tag is the hash without the bits that number the bucket. So bucket and link together are the whole hash of 31
 * bits, which is stored nowhere else: there is room for the tag because a table has no more slots than the word has
 * bits left. (Donald Knuth calls it quotienting: The Art of Computer Programming, volume 3, 6.4, exercise 13.)
 *
 * <p>The buckets are an array in pieces of 32768, and a piece exists only once an element falls into it: a table of any
 * size is made in no time, and a rehash gives memory back as it goes.
 */
final class CompactTable {
    static final int MIN_SLOT_BITS = 3;
    static final int MAX_SLOT_BITS = 30;
    static final int HASH_MASK = 0x7FFFFFFF;

    /** Smaller tables have half as many buckets as slots: their chains are in the processor's cache anyway. */
    private static final int ROOMY_SLOT_BITS = 13;

    private static final int CHUNK_BITS = 15;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK_SIZE - 1;
    private static final int OBJECT_BYTES = 32;

    /** Links have so many bits for the slot. */
    final int slotBits;

    /** Buckets are numbered by so many bits of the hash, the lowest. */
    final int bucketBits;

    /** The number of the last bucket: 1 less than a power of two. */
    final int mask;

    private final int slotMask;
    private final int[] @Nullable [] chunks;

    CompactTable(int slotBits) {
        this.slotBits = slotBits;
        bucketBits = slotBits < ROOMY_SLOT_BITS ? slotBits - 1 : slotBits;
        mask = (1 << bucketBits) - 1;
        slotMask = (1 << slotBits) - 1;
        chunks = new int[1 << Math.max(0, bucketBits - CHUNK_BITS)][];
    }

    /** The smallest number of bits whose table has links to so many slots. */
    static int slotBitsFor(int slots) {
        int bits = 32 - Integer.numberOfLeadingZeros(slots);
        if (bits > MAX_SLOT_BITS) {
            throw new IllegalStateException("no room for " + slots + " elements");
        }
        return Math.max(MIN_SLOT_BITS, bits);
    }

    /** To so many slots there are links: the numbers 0 to capacity - 1. */
    int capacity() {
        return slotMask;
    }

    int buckets() {
        return mask + 1;
    }

    int tag(int hash) {
        return hash >>> bucketBits;
    }

    int link(int hash, int slot) {
        return tag(hash) << slotBits | slot + 1;
    }

    /** The slot of a link other than 0. */
    int slotOf(int link) {
        return (link & slotMask) - 1;
    }

    /** The hash of an element in this bucket. */
    int hashOf(int link, int bucket) {
        return link >>> slotBits << bucketBits | bucket;
    }

    /** The link to the first element of a bucket's chain; 0 for none. */
    int head(int bucket) {
        int[] chunk = chunks[bucket >>> CHUNK_BITS];
        return chunk == null ? 0 : chunk[bucket & CHUNK_MASK];
    }

    /** Sets a head; unless it is 0 the bucket's piece of the table has been prepared or has a head already. */
    void head(int bucket, int link) {
        int[] chunk = chunks[bucket >>> CHUNK_BITS];
        if (chunk == null) {
            chunk = prepare(bucket);
        }
        chunk[bucket & CHUNK_MASK] = link;
    }

    /** Makes sure that setting this bucket's head needs no memory. Returns the bucket's piece of the table. */
    int[] prepare(int bucket) {
        int[] chunk = chunks[bucket >>> CHUNK_BITS];
        if (chunk == null) {
            chunk = new int[Math.min(buckets(), CHUNK_SIZE)];
            chunks[bucket >>> CHUNK_BITS] = chunk;
        }
        return chunk;
    }

    /** Empties a bucket. Buckets are emptied in ascending order. */
    void empty(int bucket) {
        int[] chunk = chunks[bucket >>> CHUNK_BITS];
        if (chunk == null) {
            return;
        }
        if ((bucket & CHUNK_MASK) == CHUNK_MASK) {
            chunks[bucket >>> CHUNK_BITS] = null;
        } else {
            chunk[bucket & CHUNK_MASK] = 0;
        }
    }

    /** Bytes of heap once an element has fallen into each piece. */
    long sizeBytes() {
        long piece = Values.arrayBytes(Math.min(buckets(), CHUNK_SIZE) * Integer.BYTES);
        return OBJECT_BYTES + Values.arrayBytes(chunks.length * Integer.BYTES) + chunks.length * piece;
    }
}
