package io.miniredis.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Lua string: an immutable sequence of bytes. Two strings are the same Lua value when they are {@link #equals}; they
 * are not interned as in PUC Lua, but hash alike (lstring.c, {@code luaS_newlstr}), so that tables keep PUC's order.
 *
 * <p>Building a text by {@code s = s .. piece} would copy s every time. So a concatenation leaves room behind its bytes
 * and the next one that extends exactly this string writes into that room: the array is shared by all prefixes, each
 * of which knows its own length, and only the longest may grow ({@link Room}).
 */
public final class LuaString implements Comparable<LuaString> {
    public static final LuaString EMPTY = new LuaString(new byte[0]);

    /** From here on a concatenation reserves room to grow, bytes. */
    private static final int ROOM_FROM = 256;

    private byte[] bytes;
    private final int length;
    private @Nullable Room room;
    private int hash;

    /** How much of an array shared by several strings is taken. */
    private static final class Room {
        private int used;

        Room(int used) {
            this.used = used;
        }
    }

    private LuaString(byte[] bytes) {
        this.bytes = bytes;
        this.length = bytes.length;
    }

    private LuaString(byte[] bytes, int length, Room room) {
        this.bytes = bytes;
        this.length = length;
        this.room = room;
    }

    /** Wraps the array, which from now on belongs to the string. */
    public static LuaString of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new LuaString(bytes);
    }

    /** Copies bytes from (inclusive) to (exclusive). */
    public static LuaString of(byte[] bytes, int from, int to) {
        return from == to ? EMPTY : new LuaString(Arrays.copyOfRange(bytes, from, to));
    }

    /** The low bytes of the characters: the reverse of {@link #text()}, for messages that quote a script. */
    public static LuaString latin1(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The text in UTF-8. */
    @SuppressWarnings("deprecation") // String.getBytes(int, int, byte[], int) narrows ASCII without an encoder
    public static LuaString of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return of(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] ascii = new byte[text.length()];
        text.getBytes(0, ascii.length, ascii, 0);
        return of(ascii);
    }

    public int length() {
        return length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /** The bytes, exactly {@link #length()} of them. They belong to the string: never write into them. */
    public byte[] bytes() {
        if (bytes.length != length) {
            bytes = Arrays.copyOf(bytes, length);
            room = null;
        }
        return bytes;
    }

    /** The string of the bytes from (inclusive) to (exclusive). */
    public LuaString substring(int from, int to) {
        return from == 0 && to == length ? this : of(bytes, from, to);
    }

    /** Whether these bytes stand in the array from there on; they must fit. */
    public boolean startsAt(byte[] text, int from) {
        return Arrays.equals(bytes, 0, length, text, from, from + length);
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, length);
    }

    /** This string followed by the other. The caller has checked that both together have less than 2^31 bytes. */
    public LuaString concat(LuaString other) {
        if (other.length == 0) {
            return this;
        }
        if (length == 0) {
            return other;
        }
        int total = length + other.length;
        Room mine = room;
        if (mine != null && mine.used == length && total <= bytes.length) {
            other.copyTo(bytes, length);
            mine.used = total;
            return new LuaString(bytes, total, mine);
        }
        if (total < ROOM_FROM || other.length > length) {
            byte[] joined = Arrays.copyOf(bytes, total);
            other.copyTo(joined, length);
            return new LuaString(joined);
        }
        byte[] joined = new byte[(int) Math.min(total + (long) (total >> 1), Integer.MAX_VALUE - 8)];
        copyTo(joined, 0);
        other.copyTo(joined, length);
        return new LuaString(joined, total, new Room(total));
    }

    /**
     * PUC 5.1's hash: seeded with the length, it looks at no more than 32 bytes, evenly spread, from the end. The order
     * of {@code pairs} over string keys follows from it.
     */
    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = length;
            int step = (length >> 5) + 1;
            for (int i = length; i >= step; i -= step) {
                h ^= (h << 5) + (h >>> 2) + (bytes[i - 1] & 0xff);
            }
            hash = h;
        }
        return h;
    }

    /** Whether the hash is this one. For keys of tables: theirs are known. */
    boolean isHashed(int known) {
        return hash == known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof LuaString s && sameAs(s));
    }

    /** Whether both have the same bytes. */
    @SuppressWarnings("ReferenceEquality") // the fast answer
    public boolean sameAs(LuaString other) {
        return this == other
                || (length == other.length
                        && (hash == 0 || other.hash == 0 || hash == other.hash)
                        && Arrays.equals(bytes, 0, length, other.bytes, 0, length));
    }

    /** Unsigned byte order, as {@code strcoll} gives it in the C locale. */
    @Override
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
    }

    /** The text, every byte one character of Latin-1. */
    public String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return length <= 116 ? '"' + text() + '"' : '"' + text().substring(0, 112) + "…\"";
    }
}
