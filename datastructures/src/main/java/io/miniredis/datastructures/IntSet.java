package io.miniredis.datastructures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A set of integers, sorted, all with as many bits as the one that needs most: Redis's {@code intset.c}, byte for byte,
 * so that an RDB file can hold the same bytes.
 *
 * <pre>
 *   +----------------+----------------+---------+---------+----
 *   | bytes per      | members        | least   |         | ...
 *   | member: 2, 4, 8|                | member  |         |
 *   +----------------+----------------+---------+---------+----
 *     4 bytes          4                2, 4 or 8 each         all little-endian
 *
 *   {5, -1, 300}:  02 00 00 00  03 00 00 00  FF FF  05 00  2C 01
 * </pre>
 *
 * <p>A member is found by bisection, and adding moves those that are greater. One that needs more bits is either less
 * or greater than all the others, which become wider at once; they never become narrower again.
 *
 * <p>The array may be longer than its content, by a quarter at most.
 */
public final class IntSet implements SetValue {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SIZE_OFFSET = 4;
    private static final int HEADER_BYTES = 8;
    private static final int OBJECT_BYTES = 16;

    /** Redis's is 2^30; this many of 64 bits fit into an array. */
    private static final long MAX_ENTRIES = (ArrayRoom.MAX_BYTES - HEADER_BYTES) / Long.BYTES - 1;

    private byte[] bytes;

    /** An empty one. */
    public IntSet() {
        bytes = new byte[HEADER_BYTES];
        bytes[0] = Short.BYTES;
    }

    /** Takes these bytes over, which are an intset: from another one, or checked by {@link #isValid}. */
    public IntSet(byte[] bytes) {
        this.bytes = bytes;
    }

    /** True if the bytes are an intset from the first to the last, its members in order (intsetValidateIntegrity). */
    public static boolean isValid(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            return false;
        }
        int width = (int) INT.get(bytes, 0);
        long size = (int) INT.get(bytes, SIZE_OFFSET) & 0xFFFF_FFFFL;
        boolean known = width == Short.BYTES || width == Integer.BYTES || width == Long.BYTES;
        if (!known || size == 0 || HEADER_BYTES + size * width != bytes.length) {
            return false;
        }
        IntSet set = new IntSet(bytes);
        for (int i = 1; i < size; i++) {
            if (set.get(i - 1) >= set.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** How many members an intset may have. */
    static long maxEntries(CollectionSettings settings) {
        return Math.min(settings.setMaxIntsetEntries, MAX_ENTRIES);
    }

    // ---- reading ----

    @Override
    public int size() {
        return (int) INT.get(bytes, SIZE_OFFSET);
    }

    /** The member with this index, 0 for the least. */
    public long get(int index) {
        return get(index, width());
    }

    private long get(int index, int width) {
        int offset = HEADER_BYTES + index * width;
        return switch (width) {
            case Short.BYTES -> (short) SHORT.get(bytes, offset);
            case Integer.BYTES -> (int) INT.get(bytes, offset);
            default -> (long) LONG.get(bytes, offset);
        };
    }

    private int width() {
        return bytes[0];
    }

    private static int widthFor(long value) {
        if (value == (short) value) {
            return Short.BYTES;
        }
        return value == (int) value ? Integer.BYTES : Long.BYTES;
    }

    public boolean contains(long member) {
        return search(member) >= 0;
    }

    @Override
    public boolean contains(byte[] member) {
        return Numbers.isLong(member) && contains(Numbers.knownLong(member, 0, member.length));
    }

    @Override
    public boolean contains(SetMember member) {
        return member.isInteger() ? contains(member.number()) : contains(member.bytes());
    }

    /** The index of a member, or -1 - the index where it would be. */
    private int search(long value) {
        int width = width();
        int low = 0;
        int high = size() - 1;
        // Numbers often come in ascending order.
        if (high >= 0 && value > get(high, width)) {
            return -2 - high;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = get(middle, width);
            if (found == value) {
                return middle;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    // ---- changing ----

    /** Adds a member. Returns false if it was here already. */
    public boolean add(long member) {
        int index = search(member);
        if (index >= 0) {
            return false;
        }
        int width = widthFor(member);
        if (width > width()) {
            widen(width);
        }
        insert(-1 - index, member);
        return true;
    }

    @Override
    public SetValue add(byte[] member, CollectionSettings settings) {
        return Numbers.isLong(member)
                ? add(Numbers.knownLong(member, 0, member.length), settings)
                : withString(member, settings);
    }

    @Override
    public SetValue add(SetMember member, CollectionSettings settings) {
        return member.isInteger() ? add(member.number(), settings) : add(member.bytes(), settings);
    }

    private SetValue add(long member, CollectionSettings settings) {
        add(member);
        return size() > maxEntries(settings) ? TableSet.of(this, size(), settings) : this;
    }

    private SetValue withString(byte[] member, CollectionSettings settings) {
        SetValue successor = fitsListPack(member, settings)
                ? ListPackSet.of(this, ListPack.encodedBytes(member))
                : TableSet.of(this, size() + 1, settings);
        return successor.add(member, settings);
    }

    /** True if a listpack of these members and one more keeps all limits (setTypeAddAux). */
    private boolean fitsListPack(byte[] member, CollectionSettings settings) {
        int size = size();
        long longest = size == 0 ? 0 : Math.max(Numbers.digitCount(get(0)), Numbers.digitCount(get(size - 1)));
        return size < settings.setMaxListpackEntries
                && Math.max(longest, member.length) <= settings.setMaxListpackValueBytes
                && listPackBytes() + member.length <= ListPack.MAX_BYTES;
    }

    /** What the members would add to a listpack, if all of them were as long as the longest. */
    long listPackBytes() {
        int size = size();
        return size == 0
                ? 0
                : (long) size * Math.max(ListPack.encodedBytes(get(0)), ListPack.encodedBytes(get(size - 1)));
    }

    /** Gives every member so many bytes. */
    private void widen(int width) {
        IntSet wider = new IntSet(new byte[ArrayRoom.roomFor(HEADER_BYTES + (size() + 1) * width)]);
        wider.bytes[0] = (byte) width;
        int size = size();
        for (int i = 0; i < size; i++) {
            wider.put(i, get(i));
        }
        wider.resize(size);
        bytes = wider.bytes;
    }

    private void insert(int index, long member) {
        int width = width();
        int size = size();
        int gap = HEADER_BYTES + index * width;
        int end = HEADER_BYTES + size * width;
        byte[] source = bytes;
        if (end + width > source.length) {
            bytes = Arrays.copyOf(source, ArrayRoom.roomFor(end + width));
        }
        System.arraycopy(source, gap, bytes, gap + width, end - gap);
        put(index, member);
        resize(size + 1);
    }

    private void put(int index, long member) {
        int width = width();
        int offset = HEADER_BYTES + index * width;
        switch (width) {
            case Short.BYTES -> SHORT.set(bytes, offset, (short) member);
            case Integer.BYTES -> INT.set(bytes, offset, (int) member);
            default -> LONG.set(bytes, offset, member);
        }
    }

    private void resize(int size) {
        INT.set(bytes, SIZE_OFFSET, size);
    }

    public boolean remove(long member) {
        int index = search(member);
        if (index >= 0) {
            removeAt(index);
        }
        return index >= 0;
    }

    @Override
    public boolean remove(byte[] member) {
        return Numbers.isLong(member) && remove(Numbers.knownLong(member, 0, member.length));
    }

    @Override
    public boolean remove(SetMember member) {
        return member.isInteger() ? remove(member.number()) : remove(member.bytes());
    }

    @Override
    public void removeAt(int position) {
        int width = width();
        int size = size() - 1;
        int from = HEADER_BYTES + (position + 1) * width;
        System.arraycopy(bytes, from, bytes, from - width, (size - position) * width);
        resize(size);
        int room = ArrayRoom.roomFor(HEADER_BYTES + size * width);
        if (room < bytes.length >> 1) {
            bytes = Arrays.copyOf(bytes, room);
        }
    }

    @Override
    public void trim() {
        if (bytes.length != totalBytes()) {
            bytes = toByteArray();
        }
    }

    // ---- visiting ----

    @Override
    public int first() {
        return size() == 0 ? NONE : 0;
    }

    @Override
    public int next(int position) {
        return position + 1 < size() ? position + 1 : NONE;
    }

    @Override
    public void view(int position, SetMember into) {
        into.show(get(position));
    }

    @Override
    public int randomPosition(RandomSource random) {
        return random.nextInt(size());
    }

    // ---- as a value ----

    /** The size of the intset itself, header included. */
    public int totalBytes() {
        return HEADER_BYTES + size() * width();
    }

    /** The array, of which the first {@link #totalBytes()} are the intset. Valid until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    /** The intset itself in an array of its own. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, totalBytes());
    }

    @Override
    public Encoding encoding() {
        return Encoding.INTSET;
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + Values.arrayBytes(bytes.length);
    }

    @Override
    public IntSet copy() {
        return new IntSet(toByteArray());
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("IntSet[")
                .append(size())
                .append(" of ")
                .append(width() * 8)
                .append(" bits:");
        for (int i = 0; i < size(); i++) {
            if (out.length() > 90) {
                out.append(" …");
                break;
            }
            out.append(' ').append(get(i));
        }
        return out.append(']').toString();
    }
}
