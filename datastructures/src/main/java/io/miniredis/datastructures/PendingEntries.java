package io.miniredis.datastructures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a group or a consumer has to acknowledge, by id (the "pel", pending entries list).
 *
 * <p>Redis keeps it in a radix tree. Here it is a list of blocks of up to 128 entries, each block a sorted array of ids
 * beside an array of {@link PendingEntry}, which a group and its consumer share:
 *
 * <pre>
 *   blocks   [ 1-0 .. 7-3 ]  [ 7-4 .. 9-0 ]  [ 9-1 ]
 *   a block  ids      7 4 | 7 5 | 9 0          two numbers each
 *            entries   *  |  *  |  *
 * </pre>
 *
 * <p>A search is binary twice, for the block and in it. Entries come in ascending order nearly always, so a full last
 * block is not split but followed by a new one. Blocks that have become small are joined with their successor.
 *
 * <p>Why not the tree: an id has 16 bytes of which the last 8 are often zero. In a {@link RadixTree} a million ids take
 * 29 bytes each if they count up in one millisecond, and 80 if each has its own, in a run, a leaf and an edge; here it
 * is 20 in either case, and finding one takes half the time.
 */
public final class PendingEntries {
    static final int BLOCK_ENTRIES = 128;
    private static final int FIRST_ENTRIES = 4;
    private static final Block[] NO_BLOCKS = {};
    private static final int OBJECT_BYTES = 32;
    private static final int BYTES_PER_ENTRY = 20;

    private Block[] blocks = NO_BLOCKS;
    private int blockCount;
    private int size;

    /** Ids at 2i (milliseconds) and 2i + 1 (sequence), entries at i. */
    private static final class Block {
        long[] ids = new long[2 * FIRST_ENTRIES];

        @Nullable
        PendingEntry[] entries = new PendingEntry[FIRST_ENTRIES];

        int count;

        int compare(int slot, long ms, long seq) {
            return StreamId.compare(ids[2 * slot], ids[2 * slot + 1], ms, seq);
        }

        /** The first slot whose id is not below this one. */
        int slotAtLeast(long ms, long seq) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (compare(middle, ms, seq) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        void insert(int slot, StreamId id, PendingEntry entry) {
            if (count == entries.length) {
                ids = Arrays.copyOf(ids, 4 * count);
                entries = Arrays.copyOf(entries, 2 * count);
            }
            System.arraycopy(ids, 2 * slot, ids, 2 * slot + 2, 2 * (count - slot));
            System.arraycopy(entries, slot, entries, slot + 1, count - slot);
            ids[2 * slot] = id.ms();
            ids[2 * slot + 1] = id.seq();
            entries[slot] = entry;
            count++;
        }

        void remove(int slot) {
            count--;
            System.arraycopy(ids, 2 * slot + 2, ids, 2 * slot, 2 * (count - slot));
            System.arraycopy(entries, slot + 1, entries, slot, count - slot);
            entries[count] = null;
        }

        /** Takes the entries of another block from a slot on, which are above all of this one's. */
        void takeFrom(Block other, int slot) {
            int moved = other.count - slot;
            ids = Arrays.copyOf(ids, 2 * Math.max(entries.length, count + moved));
            entries = Arrays.copyOf(entries, Math.max(entries.length, count + moved));
            System.arraycopy(other.ids, 2 * slot, ids, 2 * count, 2 * moved);
            System.arraycopy(other.entries, slot, entries, count, moved);
            Arrays.fill(other.entries, slot, other.count, null);
            other.count = slot;
            count += moved;
        }

        PendingEntry entry(int slot) {
            PendingEntry entry = entries[slot];
            if (entry == null) {
                throw new IllegalStateException("slot " + slot + " of " + count);
            }
            return entry;
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public @Nullable PendingEntry find(StreamId id) {
        int at = blockFor(id.ms(), id.seq());
        if (at < 0) {
            return null;
        }
        Block block = blocks[at];
        int slot = block.slotAtLeast(id.ms(), id.seq());
        return slot < block.count && block.compare(slot, id.ms(), id.seq()) == 0 ? block.entry(slot) : null;
    }

    /** The last block whose first id is not above this one; -1 if all are above. */
    private int blockFor(long ms, long seq) {
        if (blockCount > 0 && blocks[blockCount - 1].compare(0, ms, seq) <= 0) {
            return blockCount - 1;
        }
        int low = 0;
        int high = blockCount - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].compare(0, ms, seq) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Adds an entry. Returns false, and leaves the one there, if there is one with this id. */
    boolean insert(StreamId id, PendingEntry entry) {
        int at = Math.max(blockFor(id.ms(), id.seq()), 0);
        if (blockCount == 0) {
            insertBlock(0, new Block());
        }
        Block block = blocks[at];
        int slot = block.slotAtLeast(id.ms(), id.seq());
        if (slot < block.count && block.compare(slot, id.ms(), id.seq()) == 0) {
            return false;
        }
        if (block.count == BLOCK_ENTRIES) {
            boolean atTheEnd = at == blockCount - 1 && slot == block.count;
            Block successor = new Block();
            insertBlock(at + 1, successor);
            int kept = atTheEnd ? block.count : block.count / 2;
            successor.takeFrom(block, kept);
            if (slot > kept || atTheEnd) {
                block = successor;
                slot -= kept;
            }
        }
        block.insert(slot, id, entry);
        size++;
        return true;
    }

    private void insertBlock(int at, Block block) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, blockCount == 0 ? 1 : blockCount * 2);
        }
        System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
        blocks[at] = block;
        blockCount++;
    }

    /** Removes the entry with this id. Returns false if there is none. */
    boolean remove(StreamId id) {
        int at = blockFor(id.ms(), id.seq());
        if (at < 0) {
            return false;
        }
        Block block = blocks[at];
        int slot = block.slotAtLeast(id.ms(), id.seq());
        if (slot == block.count || block.compare(slot, id.ms(), id.seq()) != 0) {
            return false;
        }
        block.remove(slot);
        size--;
        if (block.count == 0) {
            removeBlock(at);
        } else if (at + 1 < blockCount && block.count + blocks[at + 1].count <= BLOCK_ENTRIES / 2) {
            block.takeFrom(blocks[at + 1], 0);
            removeBlock(at + 1);
        }
        return true;
    }

    private void removeBlock(int at) {
        blockCount--;
        System.arraycopy(blocks, at + 1, blocks, at, blockCount - at);
        Arrays.fill(blocks, blockCount, blockCount + 1, null);
        if (blockCount == 0) {
            blocks = NO_BLOCKS;
        } else if (blockCount < blocks.length / 4) {
            blocks = Arrays.copyOf(blocks, blocks.length / 2);
        }
    }

    /** A cursor before the first entry. It finds its way when entries come and go between its steps. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** A place among the entries, in ascending order of ids. */
    public final class Cursor {
        private long ms;
        private long seq;
        private int block;
        private int slot = -1;

        /** Goes to the first entry with this id or above. Returns false if there is none. */
        public boolean seek(StreamId id) {
            return seek(id.ms(), id.seq(), true);
        }

        public boolean seekFirst() {
            return seek(0, 0, true);
        }

        public boolean seekLast() {
            block = blockCount - 1;
            slot = blockCount == 0 ? 0 : blocks[block].count - 1;
            return settle();
        }

        /** Goes to the next entry. Only from an entry, which may be gone. */
        public boolean next() {
            boolean inPlace =
                    block < blockCount && slot < blocks[block].count && blocks[block].compare(slot, ms, seq) == 0;
            if (!inPlace) {
                return seek(ms, seq, false);
            }
            slot++;
            return settle();
        }

        private boolean seek(long fromMs, long fromSeq, boolean inclusive) {
            block = Math.max(blockFor(fromMs, fromSeq), 0);
            slot = 0;
            if (block < blockCount) {
                Block here = blocks[block];
                slot = here.slotAtLeast(fromMs, fromSeq);
                if (!inclusive && slot < here.count && here.compare(slot, fromMs, fromSeq) == 0) {
                    slot++;
                }
            }
            return settle();
        }

        private boolean settle() {
            if (block >= 0 && block < blockCount && slot == blocks[block].count) {
                block++;
                slot = 0;
            }
            if (block < 0 || block >= blockCount) {
                return false;
            }
            ms = blocks[block].ids[2 * slot];
            seq = blocks[block].ids[2 * slot + 1];
            return true;
        }

        public StreamId id() {
            return new StreamId(ms, seq);
        }

        /** {@link StreamId#ms} of the entry's id. */
        public long ms() {
            return ms;
        }

        /** {@link StreamId#seq} of the entry's id. */
        public long seq() {
            return seq;
        }

        public PendingEntry entry() {
            return blocks[block].entry(slot);
        }

        @Override
        public String toString() {
            return "Cursor[at " + id() + "]";
        }
    }

    /** Bytes of heap, estimated, without the entries themselves. */
    public long sizeBytes() {
        return OBJECT_BYTES + (long) size * BYTES_PER_ENTRY;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(120);
        out.append("PendingEntries[").append(size).append(':');
        Cursor cursor = cursor();
        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            if (out.length() > 70) {
                out.append(" …");
                break;
            }
            out.append(' ').append(cursor.id());
        }
        return out.append(']').toString();
    }
}
