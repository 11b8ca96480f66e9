package io.miniredis.replication;

import java.util.Arrays;

/**
 * The last bytes of the stream of changes, for replicas that were away for a moment (replBacklog).
 *
 * <p>The stream's bytes are numbered from 1. A ring holds those from {@link #firstOffset} to {@link #endOffset}:
 *
 * <pre>
 *   ring of 8, "abcdefghijk" appended to an empty history:    i j k d e f g h
 *                                                                   ^ next and first; offsets 4 to 11
 * </pre>
 *
 * <p>The ring grows with what it has to hold, up to its size. Belongs to one thread.
 */
public final class ReplicationBacklog {
    /** CONFIG_REPL_BACKLOG_MIN_SIZE. */
    public static final int SMALLEST_BYTES = 16 * 1024;

    private static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] ring = new byte[SMALLEST_BYTES];
    private int size;
    private int next;
    private int length;
    private long endOffset;

    /**
     * @param sizeBytes how much it holds at most; less than {@link #SMALLEST_BYTES} means that
     * @param offset of the last byte of the stream so far, 0 if there is none
     */
    public ReplicationBacklog(long sizeBytes, long offset) {
        this.size = checked(sizeBytes);
        this.endOffset = offset;
    }

    private static int checked(long sizeBytes) {
        return (int) Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, sizeBytes));
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
    public int lengthBytes() {
        return length;
    }

    /** How many it may hold. */
    public int sizeBytes() {
        return size;
    }

    /** What it takes in memory. */
    public int memoryBytes() {
        return ring.length;
    }

    /** True if all bytes from this one on are here, or it is the next to come. */
    public boolean holdsFrom(long offset) {
        return offset >= firstOffset() && offset <= endOffset + 1;
    }

    /** The stream goes on with some bytes of an array. */
    public void append(byte[] bytes, int from, int count) {
        endOffset += count;
        int kept = Math.min(count, size);
        makeRoom((int) Math.min(size, (long) length + kept));
        write(bytes, from + count - kept, kept);
        length = (int) Math.min(size, (long) length + kept);
    }

    /** While the ring has not its full size it holds all bytes from its beginning on. */
    private void makeRoom(int needed) {
        if (needed > ring.length) {
            byte[] larger = new byte[(int) Math.min(size, Math.max(needed, 2L * ring.length))];
            copyTo(larger);
            ring = larger;
            next = length == larger.length ? 0 : length;
        }
    }

    private void write(byte[] bytes, int from, int count) {
        int first = Math.min(count, ring.length - next);
        System.arraycopy(bytes, from, ring, next, first);
        System.arraycopy(bytes, from + first, ring, 0, count - first);
        next = (next + count) % ring.length;
    }

    /** All bytes from this one on. @throws IllegalArgumentException if they are not all here */
    public byte[] copyFrom(long offset) {
        if (!holdsFrom(offset)) {
            throw new IllegalArgumentException(offset + " is not in " + this);
        }
        byte[] all = new byte[length];
        copyTo(all);
        return Arrays.copyOfRange(all, (int) (offset - firstOffset()), length);
    }

    private void copyTo(byte[] target) {
        int start = Math.floorMod(next - length, ring.length);
        int first = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, target, 0, first);
        System.arraycopy(ring, 0, target, first, length - first);
    }

    /** Holds so much at most from now on; of what it has, the last bytes stay. */
    public void resize(long sizeBytes) {
        byte[] all = new byte[length];
        copyTo(all);
        size = checked(sizeBytes);
        int kept = Math.min(length, size);
        ring = new byte[Math.min(size, Math.max(kept, SMALLEST_BYTES))];
        System.arraycopy(all, all.length - kept, ring, 0, kept);
        length = kept;
        next = kept == ring.length ? 0 : kept;
    }

    @Override
    public String toString() {
        return "ReplicationBacklog[" + length + " of " + size + " B, offsets " + firstOffset() + " to " + endOffset
                + "]";
    }
}
