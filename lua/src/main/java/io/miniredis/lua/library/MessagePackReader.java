package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * MessagePack to Lua values, one after the other from a byte array. Containers not yet full are kept on a stack of its
 * own, whose depth is bounded by the Lua stack that the C code would need. A count that announces more elements than
 * there are bytes is found out when the bytes end: nothing is reserved for it.
 */
final class MessagePackReader {
    /** {@code LUAI_MAXCSTACK}. */
    private static final int MAX_SLOTS = 8000;

    /** Roughly what an element takes in its table, bytes. */
    private static final int ELEMENT_BYTES = 24;

    private final Arguments call;
    private final byte[] bytes;
    private int at;
    private int slots;

    private Container[] open = new Container[8];
    private int depth;

    /** An array or map being filled. */
    private static final class Container {
        private final LuaTable table = new LuaTable();
        private final boolean map;
        private long left;
        private int index;
        private @Nullable Object key;
        private boolean keyRead;

        Container(boolean map, long left) {
            this.map = map;
            this.left = left;
        }
    }

    /** Starts at an offset; {@code slots} of the Lua stack are taken already. */
    MessagePackReader(Arguments call, byte[] bytes, int offset, int slots) {
        this.call = call;
        this.bytes = bytes;
        this.at = offset;
        this.slots = slots;
    }

    boolean atEnd() {
        return at >= bytes.length;
    }

    int position() {
        return at;
    }

    /** The next value of the stream. */
    @Nullable
    Object read() {
        while (true) {
            Object value = element();
            if (value instanceof Container container) {
                push(container);
            } else if (depth == 0) {
                slots++;
                return value;
            } else {
                store(value);
            }
            Object filled = popFilled();
            if (filled != null) {
                slots++;
                return filled;
            }
        }
    }

    /** Takes full containers from the stack, each into the one around it; the outermost is the answer. */
    private @Nullable Object popFilled() {
        while (depth > 0 && open[depth - 1].left == 0) {
            LuaTable table = open[--depth].table;
            slots -= 1;
            if (depth == 0) {
                return table;
            }
            store(table);
        }
        return null;
    }

    private void push(Container container) {
        slots++;
        if (!container.map) {
            checkSlots("in function mp_decode_to_lua_array");
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = container;
        call.lua().allocate(ELEMENT_BYTES);
        // in C an array's next index is pushed before its element is read
        if (!container.map && container.left > 0) {
            slots++;
        }
    }

    private void store(@Nullable Object value) {
        Container container = Objects.requireNonNull(open[depth - 1]);
        call.lua().steps(1);
        if (container.map && !container.keyRead) {
            container.key = value;
            container.keyRead = true;
            slots++;
            return;
        }
        call.lua().allocate(ELEMENT_BYTES);
        if (container.map) {
            container.table.set(container.key, value);
            container.keyRead = false;
            slots--;
        } else {
            container.table.set(++container.index, value);
        }
        container.left--;
        if (!container.map && container.left == 0) {
            slots--;
        }
    }

    private void checkSlots(String complaint) {
        if (slots + 1 > MAX_SLOTS) {
            throw call.error("stack overflow (" + complaint + ")");
        }
    }

    /** A value, or the {@link Container} that the bytes open. */
    private @Nullable Object element() {
        need(1);
        checkSlots("too many return values at once; use unpack_one or unpack_limit instead.");
        int type = bytes[at] & 0xff;
        if (type < 0x80 || type >= 0xe0) {
            at++;
            return (double) (byte) type;
        }
        if (type >= 0xc0) {
            return typed(type);
        }
        if (type >= 0xa0) {
            return string(1, type & 0x1f);
        }
        at++;
        return new Container(type < 0x90, type & 0xf);
    }

    private @Nullable Object typed(int type) {
        return switch (type) {
            case 0xc0 -> skip(1, null);
            case 0xc2 -> skip(1, false);
            case 0xc3 -> skip(1, true);
            case 0xca -> skip(5, (double) Float.intBitsToFloat((int) number(4)));
            case 0xcb -> skip(9, Double.longBitsToDouble(number(8)));
            case 0xcc -> skip(2, (double) number(1));
            case 0xcd -> skip(3, (double) number(2));
            case 0xce -> skip(5, (double) number(4));
            case 0xcf, 0xd3 ->
                skip(9, (double) number(8)); // the unsigned one, too, passes through a signed integer in C
            case 0xd0 -> skip(2, (double) (byte) number(1));
            case 0xd1 -> skip(3, (double) (short) number(2));
            case 0xd2 -> skip(5, (double) (int) number(4));
            case 0xd9 -> string(2, number(1));
            case 0xda -> string(3, number(2));
            case 0xdb -> string(5, number(4));
            case 0xdc -> container(false, 2);
            case 0xdd -> container(false, 4);
            case 0xde -> container(true, 2);
            case 0xdf -> container(true, 4);
            default -> throw call.error("Bad data format in input.");
        };
    }

    private @Nullable Object skip(int count, @Nullable Object value) {
        at += count;
        return value;
    }

    private Container container(boolean map, int lengthBytes) {
        long length = number(lengthBytes);
        at += 1 + lengthBytes;
        return new Container(map, length);
    }

    private LuaString string(int headerBytes, long length) {
        need(headerBytes + length);
        int from = at + headerBytes;
        at = (int) (from + length);
        call.lua().allocate(length);
        call.lua().steps((int) (length >> LuaBuffer.STEP_SHIFT));
        return LuaString.of(bytes, from, at);
    }

    /** The big-endian number behind the type byte. */
    private long number(int count) {
        need(1 + count);
        long value = 0;
        for (int i = 1; i <= count; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private void need(long count) {
        if (bytes.length - at < count) {
            throw missing();
        }
    }

    private LuaError missing() {
        return call.error("Missing bytes in input.");
    }

    @Override
    public String toString() {
        return "MessagePackReader[at " + at + " of " + bytes.length + ", depth " + depth + "]";
    }
}
