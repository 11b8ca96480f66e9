package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.number.NumberText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code cjson.encode}. Nested tables are kept on a stack of its own, so that no depth a script allows
 * itself can exhaust the thread's. A table with positive integer keys only is an array, any other (an empty one too) an
 * object.
 */
final class JsonEncoder {
    /** {@code LUAI_MAXCSTACK}: C's encoder runs out of Lua stack at that many slots. */
    private static final int MAX_SLOTS = 8000;

    private static final int SLOTS_FOR_TABLE = 3;
    private static final int NOT_AN_ARRAY = -1;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] NAN = ascii("nan");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private final Arguments call;
    private final JsonConfig config;
    private final LuaBuffer out;

    /** The tables being written, the innermost last; arrays by how far they are, objects by their place. */
    private LuaTable[] tables = new LuaTable[8];

    private int[] lengths = new int[8];
    private int[] places = new int[8];
    private int depth;
    private int slots = 1;

    JsonEncoder(Arguments call, JsonConfig config) {
        this.call = call;
        this.config = config;
        this.out = new LuaBuffer(call.lua());
    }

    LuaString encode(@Nullable Object root) {
        value(root);
        while (depth > 0) {
            call.lua().steps(1);
            if (lengths[depth - 1] > 0) {
                nextElement();
            } else {
                nextField();
            }
        }
        return out.toLuaString();
    }

    private void nextElement() {
        int top = depth - 1;
        int index = ++places[top];
        if (index > lengths[top]) {
            leave(']', 1);
            return;
        }
        if (index > 1) {
            out.append(',');
        }
        value(tables[top].get(index));
    }

    private void nextField() {
        int top = depth - 1;
        LuaTable table = tables[top];
        boolean first = places[top] < 0;
        int place = table.nextPlace(places[top]);
        if (place < 0) {
            leave('}', 2);
            return;
        }
        places[top] = place;
        if (!first) {
            out.append(',');
        }
        key(table.keyAt(place));
        value(table.valueAt(place));
    }

    private void key(@Nullable Object key) {
        if (key instanceof Double number) {
            out.append('"');
            number(number);
            out.append('"');
        } else if (key instanceof LuaString text) {
            string(text);
        } else {
            throw exception(key, "table key must be a number or string");
        }
        out.append(':');
    }

    private void value(@Nullable Object value) {
        if (value instanceof LuaString text) {
            string(text);
        } else if (value instanceof Double number) {
            number(number);
        } else if (value instanceof LuaTable table) {
            enter(table);
        } else if (value == null || value == JsonLibrary.NULL) {
            out.append(NULL);
        } else if (value instanceof Boolean flag) {
            out.append(flag ? TRUE : FALSE);
        } else {
            throw exception(value, "type not supported");
        }
    }

    private void enter(LuaTable table) {
        if (depth + 1 > config.encodeMaxDepth || slots + SLOTS_FOR_TABLE > MAX_SLOTS) {
            throw call.error("Cannot serialise, excessive nesting (" + (depth + 1) + ")");
        }
        int length = arrayLength(table);
        if (depth == tables.length) {
            tables = Arrays.copyOf(tables, depth * 2);
            lengths = Arrays.copyOf(lengths, depth * 2);
            places = Arrays.copyOf(places, depth * 2);
        }
        boolean array = length > 0;
        tables[depth] = table;
        lengths[depth] = array ? length : NOT_AN_ARRAY;
        places[depth] = array ? 0 : -1;
        depth++;
        slots += array ? 1 : 2;
        out.append(array ? '[' : '{');
    }

    private void leave(int bracket, int slotsTaken) {
        out.append(bracket);
        depth--;
        slots -= slotsTaken;
    }

    /**
     * The greatest key if all keys are positive integers, else {@link #NOT_AN_ARRAY}. Too sparse an array is an error
     * or an object.
     */
    private int arrayLength(LuaTable table) {
        int max = 0;
        int items = 0;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            if (!(table.keyAt(place) instanceof Double number)) {
                return NOT_AN_ARRAY;
            }
            double key = number;
            if (!(key >= 1) || Math.floor(key) != key) {
                return NOT_AN_ARRAY;
            }
            if (key > max) {
                max = LuaNumbers.toInt(key);
            }
            items++;
        }
        call.lua().steps(items);
        if (config.sparseRatio > 0 && max > items * config.sparseRatio && max > config.sparseSafe) {
            if (!config.sparseConvert) {
                throw exception(table, "excessively sparse array");
            }
            return NOT_AN_ARRAY;
        }
        return max;
    }

    private void number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            if (config.encodeInvalidNumbers == JsonConfig.INVALID_IS_ERROR) {
                throw exception(number, "must not be NaN or Inf");
            }
            if (config.encodeInvalidNumbers == JsonConfig.INVALID_IS_NULL) {
                out.append(NULL);
                return;
            }
            if (Double.isNaN(number)) {
                out.append(NAN);
                return;
            }
        }
        out.append(
                config.encodePrecision == NumberText.PRECISION
                        ? NumberText.of(number)
                        : NumberText.of(number, config.encodePrecision));
    }

    private void string(LuaString text) {
        byte[] bytes = text.bytes();
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte c = bytes[i];
            // bytes of 0x80 and above are negative; they pass as they are
            if (c < 0 || (c >= ' ' && c != '"' && c != '\\' && c != '/' && c != 0x7f)) {
                continue;
            }
            out.append(bytes, plainFrom, i - plainFrom);
            plainFrom = i + 1;
            escape(c);
        }
        out.append(bytes, plainFrom, bytes.length - plainFrom);
        out.append('"');
    }

    private void escape(byte c) {
        out.append('\\');
        switch (c) {
            case '"', '\\', '/' -> out.append(c);
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            default -> {
                out.append('u');
                out.append('0');
                out.append('0');
                out.append(HEX[c >> 4]);
                out.append(HEX[c & 15]);
            }
        }
    }

    private LuaError exception(@Nullable Object culprit, String reason) {
        return call.error("Cannot serialise " + LuaType.nameOf(culprit) + ": " + reason);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "JsonEncoder[depth " + depth + ", " + out + "]";
    }
}
