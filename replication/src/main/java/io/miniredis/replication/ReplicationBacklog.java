package io.miniredis.replication;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last bytes of the stream of changes, for replicas that were away for a moment and for those that wait for a
 * snapshot (replBacklog and replBufBlock).
 *
 * <p>The stream's bytes are numbered from 1. They stand in blocks, of which the first go when the rest is as much as
 * the backlog is to hold, but not while somebody needs them: then it is longer for a while, which all who read it
 * share.
 *
 * <pre>
 *   offsets   17 ........ 32   33 ........ 48   49 .. 53         size 16: the first block is not needed for it,
 *             [ block       ]  [ block       ]  [ block          but stays while a replica is at 20
 *                  ^ a replica
 * </pre>
 *
 * <p>Belongs to one thread.
 */
public final class ReplicationBacklog {
    /** CONFIG_REPL_BACKLOG_MIN_SIZE. */
    public static final int SMALLEST_BYTES = 16 * 1024;

    private static final int SMALLEST_BLOCK_BYTES = 16 * 1024;
    private static final int LARGEST_BLOCK_BYTES = 1 << 20;

    /** A block is so small a part of all that what is dropped with it matters little. */
    private static final int BLOCKS = 16;

    private final Deque<Block> blocks = new ArrayDeque<>();
    private long size;
    private long length;
    private long memory;
    private long endOffset;

    private static final class Block {
        final byte[] bytes;
        int length;

        Block(int capacity) {
            bytes = new byte[capacity];
        }
    }

    /** Takes some bytes of an array, which may change afterwards. */
    @FunctionalInterface
    public interface Reader {
        void bytes(byte[] array, int from, int count);
    }

    /**
     * @param sizeBytes how much it holds; less than {@link #SMALLEST_BYTES} means that
     * @param offset of the last byte of the stream so far, 0 if there is none
     */
    public ReplicationBacklog(long sizeBytes, long offset) {
        this.size = Math.max(SMALLEST_BYTES, sizeBytes);
        this.endOffset = offset;
    }

    /** The number of the first byte it holds; of the next one to come if it is empty. */
    public long firstOffset() {
        return endOffset - length + 1;
    }

    /** The number of the last byte of the stream. */
    public long endOffset() {
        return endOffset;
    }

    /** How many bytes it holds. */
    public long lengthBytes() {
        return length;
    }

    /** How many it is to hold; a block more may be there, and what is needed. */
    public long sizeBytes() {
        return size;
    }

    /** What it takes in memory. */
    public long memoryBytes() {
        return memory;
    }

    /** True if all bytes from this one on are here, or it is the next to come. */
    public boolean holdsFrom(long offset) {
        return offset >= firstOffset() && offset <= endOffset + 1;
    }

    /** The stream goes on with some bytes of an array. */
    public void append(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            Block last = blocks.peekLast();
            if (last == null || last.length == last.bytes.length) {
                last = new Block(nextBlockBytes());
                blocks.addLast(last);
                memory += last.bytes.length;
            }
            int part = Math.min(end - at, last.bytes.length - last.length);
            System.arraycopy(bytes, at, last.bytes, last.length, part);
            last.length += part;
            at += part;
        }
        length += count;
        endOffset += count;
    }

    /** Grows with what there is, so that a large backlog that is hardly used takes little. */
    private int nextBlockBytes() {
        long wanted = Math.min(length, size) / BLOCKS;
        return (int) Math.max(SMALLEST_BLOCK_BYTES, Math.min(LARGEST_BLOCK_BYTES, wanted));
    }

    /** True if a block could go if nobody needs it. */
    public boolean isTooLong() {
        Block first = blocks.peekFirst();
        return first != null && length - first.length >= size;
    }

    /** Drops what is more than its size, but nothing from this byte on, which somebody needs. */
    public void trim(long neededFrom) {
        while (isTooLong()) {
            Block first = blocks.getFirst();
            if (firstOffset() + first.length > neededFrom) {
                return;
            }
            blocks.removeFirst();
            length -= first.length;
            memory -= first.bytes.length;
        }
    }

    /** Gives all bytes from this one on, in pieces. @throws IllegalArgumentException if they are not all here */
    public void readFrom(long offset, Reader reader) {
        if (!holdsFrom(offset)) {
            throw new IllegalArgumentException(offset + " is not in " + this);
        }
        long passed = offset - firstOffset();
        for (Block block : blocks) {
            int from = (int) Math.min(passed, block.length);
            passed -= from;
            if (from < block.length) {
                reader.bytes(block.bytes, from, block.length - from);
            }
        }
    }

    /** Is to hold so much from now on. What is too much goes with {@link #trim}. */
    public void resize(long sizeBytes) {
        size = Math.max(SMALLEST_BYTES, sizeBytes);
    }

    @Override
    public String toString() {
        return "ReplicationBacklog[" + length + " of " + size + " B, offsets " + firstOffset() + " to " + endOffset
                + "]";
    }
}
