package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * A string that APPEND, SETRANGE or SETBIT has changed: bytes with room to grow (encoding raw), as Redis's sds.
 *
 * <p>Growth is greedy like {@code sdsMakeRoomFor}: twice the new length while that is below 1 MB, then 1 MB more than
 * needed. The array it starts from is only read: the first change copies it. So does the first change after it was
 * {@link #frozen}.
 */
public final class RawString implements Value {
    /** Above this many bytes room is added by this much, not doubled. */
    static final int MAX_PREALLOCATION_BYTES = 1 << 20;

    private static final int OBJECT_BYTES = 24;

    private byte[] bytes;
    private int length;
    private boolean borrowed;

    /** Starts as these bytes, which nobody may change any more. */
    public RawString(byte[] initial) {
        bytes = initial;
        length = initial.length;
        borrowed = true;
    }

    /** Starts as these bytes, which are its own from now on: for those who have just made the array. */
    public static RawString owning(byte[] own) {
        RawString string = new RawString(own);
        string.borrowed = false;
        return string;
    }

    public int length() {
        return length;
    }

    /** The array in use, of which the first {@link #length()} bytes are the string. Valid until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    /** A copy of the string's bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** How long it may become before its bytes are copied. */
    public int capacity() {
        return bytes.length;
    }

    public void append(byte[] suffix) {
        append(suffix, 0, suffix.length);
    }

    public void append(byte[] source, int offset, int count) {
        int end = Math.addExact(length, count);
        makeRoom(end);
        System.arraycopy(source, offset, bytes, length, count);
        length = end;
    }

    /** Overwrites from the offset on; a gap behind the present end is filled with zero bytes. */
    public void setRange(int offset, byte[] replacement) {
        if (replacement.length == 0) {
            return;
        }
        growTo(Math.addExact(offset, replacement.length));
        System.arraycopy(replacement, 0, bytes, offset, replacement.length);
    }

    /** Makes the string at least this long with zero bytes at its end, and {@link #bytes()} its own to write to. */
    public void growTo(int newLength) {
        int end = Math.max(newLength, length);
        makeRoom(end);
        Arrays.fill(bytes, length, end, (byte) 0);
        length = end;
    }

    /** Replaces some bytes in the middle by others; what follows moves. {@code removed} bytes are there. */
    public void splice(int offset, int removed, byte[] source, int count) {
        int tail = offset + removed;
        int end = Math.addExact(length, count - removed);
        makeRoom(end);
        System.arraycopy(bytes, tail, bytes, offset + count, length - tail);
        System.arraycopy(source, 0, bytes, offset, count);
        length = end;
    }

    /** Becomes another string: these bytes, which are its own from now on. */
    public void become(byte[] own) {
        bytes = own;
        length = own.length;
        borrowed = false;
    }

    /** Makes room for this many bytes and no more, so that growth up to there copies nothing. */
    public void reserve(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity);
            borrowed = false;
        }
    }

    private void makeRoom(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, preallocated(needed));
        } else if (borrowed) {
            bytes = bytes.clone();
        }
        borrowed = false;
    }

    private static int preallocated(int needed) {
        long generous = needed < MAX_PREALLOCATION_BYTES ? needed * 2L : (long) needed + MAX_PREALLOCATION_BYTES;
        return (int) Math.max(needed, Math.min(generous, ArrayRoom.MAX_BYTES));
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public Encoding encoding() {
        return Encoding.RAW;
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + Values.arrayBytes(bytes.length);
    }

    @Override
    public RawString copy() {
        return new RawString(toByteArray());
    }

    /** Both have the same array from now on; this one makes its own before it is changed. */
    @Override
    public RawString frozen() {
        RawString twin = new RawString(bytes);
        twin.length = length;
        borrowed = true;
        return twin;
    }

    @Override
    public String toString() {
        return "raw " + length + " B (room for " + bytes.length + "): " + Ascii.quote(head(), 80);
    }

    private byte[] head() {
        return Arrays.copyOf(bytes, Math.min(length, 80));
    }
}
