package io.miniredis.datastructures;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes: what keys, values and arguments are called in signatures.
 *
 * <p>It wraps its array without copying, so that an argument read from the network can be stored as it is. The array
 * belongs to the string from then on; nobody writes to it. What is stored in a keyspace is the bare array
 * ({@link #bytes()}), one object less per key and value.
 */
public final class ByteString implements Comparable<ByteString> {
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the array, which the caller gives away. */
    public static ByteString wrap(byte[] bytes) {
        return new ByteString(bytes);
    }

    /** The UTF-8 bytes of a text. */
    public static ByteString of(String text) {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The wrapped array itself, not a copy: to be read and stored, never written to. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** True if the bytes are this ASCII text, upper and lower case taken as equal. {@code text} is in lower case. */
    public boolean equalsIgnoreCase(String text) {
        return Ascii.equalsIgnoreCase(bytes, text);
    }

    /** Unsigned byte order, the shorter first: Redis's order of strings. */
    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes as UTF-8 text; what is not text becomes replacement characters. For people, not for the wire. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes quoted as redis-cli shows them, cut at 120 characters. */
    @Override
    public String toString() {
        return Ascii.quote(bytes, 120);
    }
}
