package io.miniredis.datastructures;

import java.util.Arrays;

/**
 * A sequence of strings and integers in one array, as Redis's {@code listpack.c} lays it out, byte for byte: an RDB
 * file holds the same bytes.
 *
 * <pre>
 *   +-------------+---------+---------+---------+----+
 *   | total bytes | entries | entry 1 | ...     | FF |
 *   +-------------+---------+---------+---------+----+
 *    4, little-    2, little-endian;
 *    endian        FFFF: more than 65534, count them
 *
 *   entry:  kind, length and content                          length at the end
 *           0xxxxxxx                      integer 0..127       seven bits a byte, the
 *           10llllll content              up to 63 bytes       highest first; all bytes
 *           110xxxxx x                    13 bit integer       but the first have their
 *           1110llll l content            up to 4095 bytes     top bit set. It says how
 *           F0 llll (4, LE) content       longer strings       many bytes are to its
 *           F1 xx, F2 xxx, F3 xxxx        16, 24, 32 bit       left and is read from
 *           F4 xxxxxxxx                   64 bit integer       right to left.
 * </pre>
 *
 * <p>"a", "-1" and "1024" are 16 bytes; what is spelt as an integer is kept as one:
 *
 * <pre>
 *   10 00 00 00  03 00   81 61 02   DF FF 02   C4 00 02   FF
 *   16 bytes     3       "a"        -1         1024       end
 * </pre>
 *
 * <p>Positions are offsets of entries in the array; -1 stands for "no such entry". A change makes those behind it void.
 * The array may be longer than its content: it grows in the steps in which malloc would give memory, so that a push
 * seldom copies everything. {@link #trim} gives the rest back; {@link #reserve} makes room for several entries at once.
 *
 * <p>None should grow beyond 1 GB: who adds asks {@link #isSafeToAdd} before. That asks for strings without what an
 * entry has beyond them, as Redis does, so the array may become somewhat longer; its own limit is 2 GB.
 */
public class ListPack {
    /** Redis's LISTPACK_MAX_SAFETY_SIZE. */
    public static final int MAX_BYTES = 1 << 30;

    /** No such entry. */
    public static final int NONE = -1;

    private static final int HEADER_BYTES = ListPackFormat.HEADER_BYTES;
    static final int EMPTY_BYTES = HEADER_BYTES + 1;

    private static final int COUNT_OFFSET = 4;
    private static final int COUNT_UNKNOWN = 0xFFFF;
    private static final int OBJECT_BYTES = 16;
    private static final int SPARE_BYTES = 64;

    private byte[] bytes;

    /** An empty one. */
    public ListPack() {
        this(emptyBytes(EMPTY_BYTES));
    }

    /** An empty one with room for entries of this many bytes. */
    public static ListPack withRoom(int entryBytes) {
        return new ListPack(emptyBytes(EMPTY_BYTES + entryBytes));
    }

    /** Takes these bytes over, which are a listpack: from another one, or checked by {@link #isValid}. */
    public ListPack(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An array that begins with an empty listpack. */
    protected static byte[] emptyBytes(int capacity) {
        byte[] result = new byte[capacity];
        ListPackFormat.putInt32(result, 0, EMPTY_BYTES);
        result[HEADER_BYTES] = (byte) ListPackFormat.END;
        return result;
    }

    /** True if the bytes are a listpack from the first to the last, whoever they came from. */
    public static boolean isValid(byte[] bytes) {
        return ListPackFormat.isValid(bytes);
    }

    // ---- size ----

    /** The number of entries. Counted one by one if there were ever more than 65534. */
    public int size() {
        return count();
    }

    private int count() {
        int told = toldCount();
        if (told != COUNT_UNKNOWN) {
            return told;
        }
        int count = 0;
        for (int pos = HEADER_BYTES; !isEnd(pos); pos += ListPackFormat.entryBytes(bytes, pos)) {
            count++;
        }
        if (count < COUNT_UNKNOWN) {
            setCount(count);
        }
        return count;
    }

    public final boolean isEmpty() {
        return isEnd(HEADER_BYTES);
    }

    /** The size of the listpack itself, header and end included. */
    public final int totalBytes() {
        return ListPackFormat.int32(bytes, 0);
    }

    /** The array, of which the first {@link #totalBytes()} are the listpack. Valid until the next change. */
    public final byte[] bytes() {
        return bytes;
    }

    /** The listpack itself in an array of its own. */
    public final byte[] toByteArray() {
        return Arrays.copyOf(bytes, totalBytes());
    }

    public final ListPack copyBytes() {
        return new ListPack(toByteArray());
    }

    /** Bytes of heap. */
    public long sizeBytes() {
        return OBJECT_BYTES + Values.arrayBytes(bytes.length);
    }

    /** What a string would add to {@link #totalBytes()}. */
    public static int encodedBytes(byte[] value) {
        return Numbers.isLong(value)
                ? encodedBytes(Numbers.knownLong(value, 0, value.length))
                : withBacklen(ListPackFormat.encodedBytesOfString(value.length));
    }

    /** What an integer would add to {@link #totalBytes()}. */
    public static int encodedBytes(long value) {
        return withBacklen(ListPackFormat.encodedBytesOf(value));
    }

    private static int withBacklen(int encodedBytes) {
        return encodedBytes + ListPackFormat.backlenBytes(encodedBytes);
    }

    /** True unless this many bytes more would make it dangerously large (lpSafeToAdd). */
    public final boolean isSafeToAdd(long moreBytes) {
        return totalBytes() + moreBytes <= MAX_BYTES;
    }

    // ---- positions ----

    /** The first entry, or -1. */
    public final int first() {
        return isEnd(HEADER_BYTES) ? NONE : HEADER_BYTES;
    }

    /** The last entry, or -1. */
    public final int last() {
        return previous(end());
    }

    /** The position behind the last entry, where {@link #insertBefore} appends. */
    public final int end() {
        return totalBytes() - 1;
    }

    /** The entry behind this one, or -1. */
    public final int next(int pos) {
        int next = pos + ListPackFormat.entryBytes(bytes, pos);
        return isEnd(next) ? NONE : next;
    }

    /** The entry before this one or before the end, or -1. */
    public final int previous(int pos) {
        if (pos == HEADER_BYTES) {
            return NONE;
        }
        int encoded = ListPackFormat.backlen(bytes, pos);
        return pos - encoded - ListPackFormat.backlenBytes(encoded);
    }

    /** The entry with this index, from 0 on, or from -1 backwards; -1 if there is none. Walks from the nearer end. */
    public final int seek(int index) {
        int count = toldCount();
        if (count == COUNT_UNKNOWN) {
            return index >= 0 ? forward(index) : backward(index);
        }
        int fromHead = index < 0 ? count + index : index;
        if (fromHead < 0 || fromHead >= count) {
            return NONE;
        }
        return fromHead <= count / 2 ? forward(fromHead) : backward(fromHead - count);
    }

    private int forward(int index) {
        int pos = first();
        for (int left = index; left > 0 && pos != NONE; left--) {
            pos = next(pos);
        }
        return pos;
    }

    private int backward(int index) {
        int pos = last();
        for (int left = index; left < -1 && pos != NONE; left++) {
            pos = previous(pos);
        }
        return pos;
    }

    /**
     * The first entry equal to the value, from this one on, or -1.
     *
     * @param skip how many entries are passed over after each that was compared: 1 for the fields among fields and
     *     values
     */
    public final int find(int from, byte[] value, int skip) {
        if (from == NONE) {
            return NONE;
        }
        byte[] pack = bytes;
        boolean number = Numbers.isLong(value);
        long wanted = number ? Numbers.knownLong(value, 0, value.length) : 0;
        int pass = 0;
        for (int pos = from; pack[pos] != (byte) ListPackFormat.END; pos += ListPackFormat.entryBytes(pack, pos)) {
            if (pass > 0) {
                pass--;
                continue;
            }
            pass = skip;
            boolean found = ListPackFormat.isInteger(pack[pos] & 0xFF)
                    ? number && ListPackFormat.integer(pack, pos) == wanted
                    : ListPackFormat.stringEquals(pack, pos, value);
            if (found) {
                return pos;
            }
        }
        return NONE;
    }

    // ---- entries ----

    /** The entry as a string, an integer in digits; a new array. */
    public final byte[] get(int pos) {
        if (isInteger(pos)) {
            return Numbers.digits(longAt(pos));
        }
        int offset = stringOffset(pos);
        return Arrays.copyOfRange(bytes, offset, offset + stringLength(pos));
    }

    /**
     * True if the entry is kept as an integer: read it with {@link #longAt}, otherwise with the two methods below it.
     */
    public final boolean isInteger(int pos) {
        return ListPackFormat.isInteger(bytes[pos] & 0xFF);
    }

    public final long longAt(int pos) {
        return ListPackFormat.integer(bytes, pos);
    }

    /** Where in {@link #bytes()} the entry's string begins. */
    public final int stringOffset(int pos) {
        return ListPackFormat.stringOffset(bytes, pos);
    }

    public final int stringLength(int pos) {
        return ListPackFormat.stringLength(bytes, pos);
    }

    /** True if the entry as a string is this value. */
    public final boolean equalsAt(int pos, byte[] value) {
        if (isInteger(pos)) {
            return Numbers.isLong(value) && longAt(pos) == Numbers.knownLong(value, 0, value.length);
        }
        return ListPackFormat.stringEquals(bytes, pos, value);
    }

    /** Bytes of the whole entry in the listpack. */
    public final int entryBytes(int pos) {
        return ListPackFormat.entryBytes(bytes, pos);
    }

    // ---- adding: each returns the position of the new entry ----

    public final int append(byte[] value) {
        return put(end(), 0, value, 0, value.length);
    }

    /** Appends a part of an array. */
    public final int append(byte[] source, int offset, int length) {
        return put(end(), 0, source, offset, length);
    }

    public final int append(long value) {
        return put(end(), 0, value);
    }

    public final int prepend(byte[] value) {
        return put(HEADER_BYTES, 0, value, 0, value.length);
    }

    public final int prepend(long value) {
        return put(HEADER_BYTES, 0, value);
    }

    public final int insertBefore(int pos, byte[] value) {
        return put(pos, 0, value, 0, value.length);
    }

    public final int insertBefore(int pos, long value) {
        return put(pos, 0, value);
    }

    /** Appends all entries of another listpack. */
    public final void appendAll(ListPack other) {
        appendRange(other, HEADER_BYTES, other.end(), other.count());
    }

    /** Appends the entries between two positions of another listpack, {@code count} of them, as they are. */
    public final void appendRange(ListPack other, int from, int to, int count) {
        int at = end();
        open(at, 0, to - from);
        System.arraycopy(other.bytes, from, bytes, at, to - from);
        countMore(count);
    }

    // ---- changing and taking away ----

    /** Moves the entries from this position on into a listpack of their own. */
    public final ListPack split(int pos) {
        int end = end();
        int kept = 0;
        for (int at = HEADER_BYTES; at < pos; at += ListPackFormat.entryBytes(bytes, at)) {
            kept++;
        }
        int moved = count() - kept;
        ListPack rest = withRoom(end - pos);
        rest.appendRange(this, pos, end, moved);
        open(pos, end - pos, 0);
        countMore(-moved);
        return rest;
    }

    /** Puts the value in an entry's place; its position stays. */
    public final int replace(int pos, byte[] value) {
        return put(pos, entryBytes(pos), value, 0, value.length);
    }

    public final int replace(int pos, long value) {
        return put(pos, entryBytes(pos), value);
    }

    /** Removes an entry. @return the entry that was behind it, which is now in its place, or -1 */
    public final int delete(int pos) {
        open(pos, entryBytes(pos), 0);
        countMore(-1);
        return isEnd(pos) ? NONE : pos;
    }

    /** Removes up to {@code count} entries from this position on. @return the entry that was behind them, or -1 */
    public final int deleteFrom(int pos, int count) {
        int end = pos;
        int deleted = 0;
        while (deleted < count && !isEnd(end)) {
            end += ListPackFormat.entryBytes(bytes, end);
            deleted++;
        }
        open(pos, end - pos, 0);
        countMore(-deleted);
        return isEnd(pos) ? NONE : pos;
    }

    /** Removes up to {@code count} entries from an index on, which may be negative as in {@link #seek}. */
    public final void deleteRange(int index, int count) {
        int pos = count > 0 ? seek(index) : NONE;
        if (pos != NONE) {
            deleteFrom(pos, count);
        }
    }

    public final void clear() {
        bytes = emptyBytes(EMPTY_BYTES);
    }

    // ---- room ----

    /** Makes room for entries of this many bytes together, and no more. */
    public final void reserve(int moreBytes) {
        int needed = totalBytes() + moreBytes;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, needed);
        }
    }

    /** True if there is more spare room than growth leaves. */
    final boolean isTooRoomy() {
        return bytes.length > ArrayRoom.roomFor(totalBytes());
    }

    /** Gives spare room back. */
    public final void trim() {
        int total = totalBytes();
        if (bytes.length != total) {
            bytes = Arrays.copyOf(bytes, total);
        }
    }

    /** Goes on with a copy of the array, which somebody else has too. */
    final void ownBytes() {
        bytes = bytes.clone();
    }

    // ---- inside ----

    private int put(int pos, int replacedBytes, byte[] source, int offset, int length) {
        if (Numbers.isLong(source, offset, length)) {
            return put(pos, replacedBytes, Numbers.knownLong(source, offset, length));
        }
        open(pos, replacedBytes, withBacklen(ListPackFormat.encodedBytesOfString(length)));
        ListPackFormat.writeString(bytes, pos, source, offset, length);
        countPut(replacedBytes);
        return pos;
    }

    private int put(int pos, int replacedBytes, long value) {
        open(pos, replacedBytes, withBacklen(ListPackFormat.encodedBytesOf(value)));
        ListPackFormat.writeInteger(bytes, pos, value);
        countPut(replacedBytes);
        return pos;
    }

    private void countPut(int replacedBytes) {
        if (replacedBytes == 0) {
            countMore(1);
        }
    }

    /** Makes a gap of {@code newBytes} in place of {@code oldBytes}, in this array or another one. */
    private void open(int pos, int oldBytes, int newBytes) {
        if (oldBytes == newBytes) {
            return;
        }
        int total = totalBytes();
        long newTotal = (long) total - oldBytes + newBytes;
        if (newTotal > ArrayRoom.MAX_BYTES) {
            throw new IllegalStateException("a listpack of " + newTotal + " bytes is too large");
        }
        int needed = (int) newTotal;
        byte[] source = bytes;
        if (needed > source.length || (needed < total && isTooSpacious(source.length, needed))) {
            bytes = new byte[ArrayRoom.roomFor(needed)];
            System.arraycopy(source, 0, bytes, 0, pos);
        }
        System.arraycopy(source, pos + oldBytes, bytes, pos + newBytes, total - pos - oldBytes);
        setTotalBytes(needed);
    }

    /** Not at once, as Redis does where memory can be cut off in place: a pop would copy everything. */
    private static boolean isTooSpacious(int capacity, int needed) {
        return capacity - needed > needed + SPARE_BYTES;
    }

    private boolean isEnd(int pos) {
        return bytes[pos] == (byte) ListPackFormat.END;
    }

    private void setTotalBytes(int total) {
        ListPackFormat.putInt32(bytes, 0, total);
    }

    private int toldCount() {
        return (bytes[COUNT_OFFSET] & 0xFF) | (bytes[COUNT_OFFSET + 1] & 0xFF) << 8;
    }

    private void countMore(int more) {
        int count = toldCount();
        if (count != COUNT_UNKNOWN) {
            setCount(Math.min(count + more, COUNT_UNKNOWN));
        }
    }

    private void setCount(int count) {
        bytes[COUNT_OFFSET] = (byte) count;
        bytes[COUNT_OFFSET + 1] = (byte) (count >> 8);
    }

    // ---- for people ----

    /** Each entry on a line: its offset, its size and its content. */
    public final String dump() {
        StringBuilder out = new StringBuilder(64);
        out.append("listpack of ")
                .append(totalBytes())
                .append(" B, ")
                .append(count())
                .append(" entries\n");
        for (int pos = first(); pos != NONE; pos = next(pos)) {
            out.append("  @").append(pos).append(' ').append(entryBytes(pos)).append(" B ");
            out.append(isInteger(pos) ? "int " : "str ")
                    .append(Ascii.quote(get(pos), 64))
                    .append('\n');
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return describe("ListPack");
    }

    /** The content under a name, cut to 120 characters. */
    protected final String describe(String name) {
        StringBuilder out = new StringBuilder(120);
        out.append(name)
                .append('[')
                .append(count())
                .append(" entries, ")
                .append(totalBytes())
                .append(" B:");
        for (int pos = first(); pos != NONE; pos = next(pos)) {
            String entry = Ascii.quote(get(pos), 40);
            if (out.length() + entry.length() > 116) {
                out.append(" …");
                break;
            }
            out.append(' ').append(entry);
        }
        return out.append(']').toString();
    }
}
