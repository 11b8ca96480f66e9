package io.miniredis.lua.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes for texts of bounded length (a number, a JSON token); the caller bounds it. */
public final class ByteText {
    private byte[] bytes;
    private int length;

    public ByteText(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    public void append(int b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) b;
    }

    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    public void append(byte[] source, int from, int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Appends the low bytes of the characters. */
    public void append(String text) {
        append(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void repeat(int b, int count) {
        if (count <= 0) {
            return;
        }
        if (bytes.length - length < count) {
            grow(count);
        }
        Arrays.fill(bytes, length, length + count, (byte) b);
        length += count;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void grow(int count) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.max(bytes.length * 2, length + count), 32));
    }

    @Override
    public String toString() {
        return new String(bytes, 0, Math.min(length, 120), StandardCharsets.ISO_8859_1);
    }
}
