package io.miniredis.lua.library;

import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * Lua values to MessagePack, each in its shortest form; a number without a fraction is an integer, one that a float
 * holds a float. Tables nested deeper than 16, and values that have no form, become nil.
 */
final class MessagePackWriter {
    private static final int MAX_NESTING = 16;

    private static final int NIL = 0xc0;
    private static final int FALSE = 0xc2;
    private static final int TRUE = 0xc3;
    private static final int FLOAT = 0xca;
    private static final int DOUBLE = 0xcb;
    private static final int UINT8 = 0xcc;
    private static final int INT8 = 0xd0;
    private static final int RAW8 = 0xd9;
    private static final int ARRAY16 = 0xdc;
    private static final int MAP16 = 0xde;

    private final LuaState lua;
    private final LuaBuffer out;

    MessagePackWriter(LuaState lua) {
        this.lua = lua;
        this.out = new LuaBuffer(lua);
    }

    void write(@Nullable Object value) {
        value(value, 0);
    }

    LuaString toLuaString() {
        return out.toLuaString();
    }

    private void value(@Nullable Object value, int level) {
        if (value instanceof LuaString text) {
            string(text);
        } else if (value instanceof Double number) {
            number(number);
        } else if (value instanceof Boolean flag) {
            out.append(flag ? TRUE : FALSE);
        } else if (value instanceof LuaTable table && level < MAX_NESTING) {
            if (isArray(table)) {
                array(table, level);
            } else {
                map(table, level);
            }
        } else {
            out.append(NIL);
        }
    }

    private void string(LuaString text) {
        int length = text.length();
        if (length < 32) {
            out.append(0xa0 | length);
        } else if (length <= 0xff) {
            header(RAW8, length, 1);
        } else if (length <= 0xffff) {
            header(RAW8 + 1, length, 2);
        } else {
            header(RAW8 + 2, length, 4);
        }
        out.append(text);
    }

    private void number(double number) {
        long integer = LuaNumbers.toLong(number);
        if (integer == number) {
            integer(integer);
        } else if (number == (float) number) {
            header(FLOAT, Float.floatToRawIntBits((float) number), 4);
        } else {
            header(DOUBLE, Double.doubleToRawLongBits(number), 8);
        }
    }

    private void integer(long n) {
        if (n >= -32 && n <= 127) {
            out.append((int) n);
        } else if (n >= 0) {
            int size = n <= 0xff ? 0 : n <= 0xffff ? 1 : n <= 0xffff_ffffL ? 2 : 3;
            header(UINT8 + size, n, 1 << size);
        } else {
            int size = n >= Byte.MIN_VALUE ? 0 : n >= Short.MIN_VALUE ? 1 : n >= Integer.MIN_VALUE ? 2 : 3;
            header(INT8 + size, n, 1 << size);
        }
    }

    /** Whether the keys are exactly 1 to the number of fields; true for an empty table. */
    private boolean isArray(LuaTable table) {
        int count = 0;
        int max = 0;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            if (!(table.keyAt(place) instanceof Double number)) {
                return false;
            }
            int index = LuaNumbers.toInt(number);
            if (number <= 0 || index != number) {
                return false;
            }
            max = Math.max(max, index);
            count++;
        }
        return max == count;
    }

    private void array(LuaTable table, int level) {
        int length = table.length();
        if (length <= 15) {
            out.append(0x90 | length);
        } else if (length <= 0xffff) {
            header(ARRAY16, length, 2);
        } else {
            header(ARRAY16 + 1, length, 4);
        }
        for (int i = 1; i <= length; i++) {
            lua.steps(1);
            value(table.get(i), level + 1);
        }
    }

    private void map(LuaTable table, int level) {
        int length = 0;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            length++;
        }
        if (length <= 15) {
            out.append(0x80 | length);
        } else if (length <= 0xffff) {
            header(MAP16, length, 2);
        } else {
            header(MAP16 + 1, length, 4);
        }
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            lua.steps(1);
            value(table.keyAt(place), level + 1);
            value(table.valueAt(place), level + 1);
        }
    }

    private void header(int type, long value, int bytes) {
        out.append(type);
        out.appendBigEndian(value, bytes);
    }

    @Override
    public String toString() {
        return "MessagePackWriter[" + out + "]";
    }
}
