package io.miniredis.datastructures;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a {@link CompactDict} by slot number, each with the link to the next of its chain, and the slots that
 * are free.
 *
 * <p>Both are arrays in pieces of 4096, so that growth never copies more than a piece; the last piece grows by an
 * eighth of the whole, so that a small dict has little to spare. Free slots are lists, one per piece, linked by the
 * same word that links chains; the lowest piece with a free slot gives it first, which lets the upper end become empty.
 * A piece that is no longer in use goes, and takes its list with it.
 */
final class CompactSlots {
    static final int CHUNK_BITS = 12;
    static final int CHUNK_SIZE = 1 << CHUNK_BITS;
    static final int CHUNK_MASK = CHUNK_SIZE - 1;

    private static final int FIRST_ROOM = 8;
    private static final int GROWTH_SHARE_BITS = 3;

    /** So many free slots at the upper end are passed over per removal, so that none takes long. */
    private static final int MAX_RETREAT = 64;

    private static final int OBJECT_BYTES = 40;
    private static final int POINTER_BYTES = 4;

    private byte[] @Nullable [] @Nullable [] elements = new byte[1][][];
    private int[] @Nullable [] links = new int[1][];

    /**
     * By piece: 1 + the first free slot, numbered within the piece; 0 for none. Null while nothing was ever removed.
     */
    private int @Nullable [] freeHeads;

    /** The pieces that have free slots. */
    private @Nullable BitSet holed;

    private int room;
    private int limit;
    private int size;

    /** Elements. */
    int size() {
        return size;
    }

    /** All elements are in slots below this one. */
    int limit() {
        return limit;
    }

    /** There is memory for so many slots. */
    int room() {
        return room;
    }

    byte @Nullable [] elementOrNull(int slot) {
        byte[][] chunk = elements[slot >>> CHUNK_BITS];
        return chunk == null ? null : chunk[slot & CHUNK_MASK];
    }

    /** The element in a slot that is in use. */
    byte[] element(int slot) {
        byte[] element = elementOrNull(slot);
        if (element == null) {
            throw new IllegalStateException("slot " + slot + " is free");
        }
        return element;
    }

    @SuppressWarnings("NullAway") // whoever has a slot number has its piece
    void element(int slot, byte[] element) {
        elements[slot >>> CHUNK_BITS][slot & CHUNK_MASK] = element;
    }

    @SuppressWarnings("NullAway") // whoever has a slot number has its piece
    int link(int slot) {
        return links[slot >>> CHUNK_BITS][slot & CHUNK_MASK];
    }

    @SuppressWarnings("NullAway") // whoever has a slot number has its piece
    void link(int slot, int link) {
        links[slot >>> CHUNK_BITS][slot & CHUNK_MASK] = link;
    }

    // --- Taking slots

    /** Makes sure that the next {@link #take} needs no memory. */
    void prepare() {
        if (size == limit && limit == room) {
            reserve(limit + Math.max(FIRST_ROOM, limit >>> GROWTH_SHARE_BITS));
        }
    }

    /** Room for so many elements, but not beyond the piece that the first additional one falls into. */
    void reserve(int slots) {
        if (slots <= room) {
            return;
        }
        int chunk = room >>> CHUNK_BITS;
        int start = chunk << CHUNK_BITS;
        int length = Math.min(CHUNK_SIZE, slots - start + 1 & ~1);
        if (chunk == elements.length) {
            int chunks = chunk + Math.max(1, chunk >>> 1);
            elements = Arrays.copyOf(elements, chunks);
            links = Arrays.copyOf(links, chunks);
        }
        resizeChunk(chunk, length);
        room = start + length;
    }

    private void resizeChunk(int chunk, int length) {
        byte[][] old = elements[chunk];
        int[] oldLinks = links[chunk];
        byte[][] resized = old == null ? new byte[length][] : Arrays.copyOf(old, length);
        links[chunk] = oldLinks == null ? new int[length] : Arrays.copyOf(oldLinks, length);
        elements[chunk] = resized;
    }

    /** Puts an element into a free slot, for which {@link #prepare} has made room. */
    int take(byte[] element) {
        int slot = size < limit ? takeHole() : -1;
        if (slot < 0) {
            forgetHoles();
            slot = limit++;
        }
        element(slot, element);
        size++;
        return slot;
    }

    /** What the lists still name is above the limit and would come back into use without their knowledge. */
    private void forgetHoles() {
        BitSet pieces = holed;
        if (pieces != null && freeHeads != null) {
            for (int chunk = pieces.nextSetBit(0); chunk >= 0; chunk = pieces.nextSetBit(chunk + 1)) {
                freeHeads[chunk] = 0;
            }
            pieces.clear();
        }
    }

    /** A free slot below the limit; -1 if there is none. */
    private int takeHole() {
        BitSet pieces = holed;
        int[] heads = freeHeads;
        if (pieces == null || heads == null) {
            return -1;
        }
        for (int chunk = pieces.nextSetBit(0); chunk >= 0; chunk = pieces.nextSetBit(chunk + 1)) {
            while (heads[chunk] != 0) {
                int slot = (chunk << CHUNK_BITS) + heads[chunk] - 1;
                heads[chunk] = link(slot);
                // One above the limit was passed over: it is no hole any more but free as if never used.
                if (slot < limit) {
                    return slot;
                }
            }
            pieces.clear(chunk);
        }
        return -1;
    }

    // --- Giving slots back

    /** Frees a slot. */
    @SuppressWarnings("NullAway") // whoever has a slot number has its piece
    void release(int slot) {
        elements[slot >>> CHUNK_BITS][slot & CHUNK_MASK] = null;
        size--;
        if (slot == limit - 1) {
            lower(slot);
            retreat();
        } else {
            addHole(slot);
        }
    }

    private void addHole(int slot) {
        int chunk = slot >>> CHUNK_BITS;
        if (holed == null) {
            holed = new BitSet(chunk + 1);
        }
        if (freeHeads == null || chunk >= freeHeads.length) {
            freeHeads = freeHeads == null ? new int[elements.length] : Arrays.copyOf(freeHeads, elements.length);
        }
        link(slot, freeHeads[chunk]);
        freeHeads[chunk] = (slot & CHUNK_MASK) + 1;
        holed.set(chunk);
    }

    /** True if more than half of the slots are free. */
    boolean sparse() {
        return size < limit >>> 1;
    }

    /** Lowers the limit below free slots. True if the slot below it is in use. */
    boolean retreat() {
        for (int i = 0; i < MAX_RETREAT && limit > 0 && elementOrNull(limit - 1) == null; i++) {
            lower(limit - 1);
        }
        return limit > 0 && elementOrNull(limit - 1) != null;
    }

    private void lower(int newLimit) {
        limit = newLimit;
        if ((limit & CHUNK_MASK) == 0 && holed != null && freeHeads != null) {
            int chunk = limit >>> CHUNK_BITS;
            holed.clear(chunk);
            if (chunk < freeHeads.length) {
                freeHeads[chunk] = 0;
            }
        }
    }

    /** Moves the last element into the lowest hole, and returns that slot. The chains still lead to where it was. */
    int moveLast() {
        int to = takeHole();
        int from = limit - 1;
        element(to, element(from));
        link(to, link(from));
        size++;
        release(from);
        return to;
    }

    /** Gives back memory that is not needed for long; true if it did. */
    boolean trim() {
        int chunk = (room - 1) >>> CHUNK_BITS;
        if (chunk == 0) {
            int needed = Math.max(FIRST_ROOM, limit + (limit >>> GROWTH_SHARE_BITS) + 1 & ~1);
            if (needed >= room >>> 1) {
                return false;
            }
            resizeChunk(0, needed);
            room = needed;
            findHoles();
            return true;
        }
        // Half a piece to spare, lest one element that comes and goes make one piece come and go.
        if (limit + (CHUNK_SIZE >>> 1) > chunk << CHUNK_BITS) {
            return false;
        }
        elements[chunk] = null;
        links[chunk] = null;
        room = chunk << CHUNK_BITS;
        return true;
    }

    /** The list of the only piece anew, for it may lead through slots that are no more. */
    private void findHoles() {
        forgetHoles();
        for (int slot = limit - 1; slot >= 0; slot--) {
            if (elementOrNull(slot) == null) {
                addHole(slot);
            }
        }
    }

    /** Bytes of heap in use, without the elements. */
    long sizeBytes() {
        long perSlot = POINTER_BYTES + Integer.BYTES;
        long perChunk = 2L * (Values.arrayBytes(0) + POINTER_BYTES);
        return OBJECT_BYTES + room * perSlot + ((room >>> CHUNK_BITS) + 1) * perChunk;
    }
}
