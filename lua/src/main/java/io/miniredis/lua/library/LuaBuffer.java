package io.miniredis.lua.library;

import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import java.util.Arrays;

/**
 * A growing string on its way to Lua. Every time it grows it asks the state for the memory first, so that a script that
 * builds too much gets a Lua error, never an exhausted heap.
 */
final class LuaBuffer {
    private static final int INITIAL_BYTES = 64;

    /** So many bytes copied (as a power of two) are about the work of one step of the interpreter. */
    static final int STEP_SHIFT = 8;

    private final LuaState lua;
    private byte[] bytes;
    private int length;

    LuaBuffer(LuaState lua) {
        this(lua, INITIAL_BYTES);
    }

    LuaBuffer(LuaState lua, int capacityBytes) {
        this.lua = lua;
        this.bytes = new byte[capacityBytes];
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    LuaState lua() {
        return lua;
    }

    void append(int b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) b;
    }

    void append(byte[] source) {
        append(source, 0, source.length);
    }

    void append(byte[] source, int from, int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void append(LuaString text) {
        int count = text.length();
        if (bytes.length - length < count) {
            grow(count);
        }
        text.copyTo(bytes, length);
        length += count;
    }

    /** Appends the low bytes of a number, the highest first. */
    void appendBigEndian(long value, int count) {
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            append((int) (value >>> shift));
        }
    }

    /** Appends the same byte a number of times. */
    void repeat(int b, int count) {
        if (count <= 0) {
            return;
        }
        if (bytes.length - length < count) {
            grow(count);
        }
        Arrays.fill(bytes, length, length + count, (byte) b);
        length += count;
    }

    /** Makes room for so many bytes more; what follows may still be less. */
    void reserve(int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
    }

    LuaString toLuaString() {
        lua.steps(length >> STEP_SHIFT);
        return LuaString.of(bytes, 0, length);
    }

    private void grow(int count) {
        long needed = (long) length + count;
        long wanted = Math.max(needed, bytes.length * 2L);
        lua.allocate(wanted);
        bytes = Arrays.copyOf(bytes, (int) wanted);
    }

    @Override
    public String toString() {
        return "LuaBuffer[" + length + " B]";
    }
}
