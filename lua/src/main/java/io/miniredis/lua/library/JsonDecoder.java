package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.Numeral;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code cjson.decode}: from the tokens of {@link JsonScanner} to Lua values. Containers not yet closed are
 * kept on a stack of its own, so that no depth a script allows itself can exhaust the thread's.
 */
final class JsonDecoder {
    /** {@code LUAI_MAXCSTACK}: C's decoder runs out of Lua stack at that many slots. */
    private static final int MAX_SLOTS = 8000;

    private static final int SLOTS_FOR_OBJECT = 3;
    private static final int SLOTS_FOR_ARRAY = 2;

    /** Roughly what a table takes before its fields, bytes. */
    private static final int TABLE_BYTES = 100;

    private static final int FIELD_BYTES = 40;

    private final Arguments call;
    private final JsonConfig config;
    private final JsonScanner scanner;

    /** The open containers, the innermost last: the key read for an object, null for an array. */
    private LuaTable[] tables = new LuaTable[8];

    private @Nullable LuaString[] keys = new @Nullable LuaString[8];
    private int[] counts = new int[8];
    private int depth;
    private int slots = 1;

    JsonDecoder(Arguments call, JsonConfig config, byte[] text) {
        if (text.length >= 2 && (text[0] == 0 || text[1] == 0)) {
            throw call.error("JSON parser does not support UTF-16 or UTF-32");
        }
        this.call = call;
        this.config = config;
        this.scanner = new JsonScanner(text, config.decodeInvalidNumbers);
    }

    /** The whole text's value. */
    Object decode() {
        scanner.next();
        while (true) {
            Object value = beginValue();
            while (value != null) {
                if (depth == 0) {
                    return end(value);
                }
                value = store(value);
            }
        }
    }

    private Object end(Object value) {
        Object result = value == Numeral.NUMBER ? (Object) scanner.number() : value;
        scanner.next();
        if (scanner.token() != JsonToken.END) {
            throw unexpected("the end");
        }
        return result;
    }

    /**
     * Takes the token as the start of a value; null if that opened a container, whose first value's token has then been
     * read.
     */
    private @Nullable Object beginValue() {
        switch (scanner.token()) {
            case STRING -> {
                return scanner.string();
            }
            case NUMBER -> {
                return Numeral.NUMBER;
            }
            case TRUE -> {
                return true;
            }
            case FALSE -> {
                return false;
            }
            case NULL -> {
                return JsonLibrary.NULL;
            }
            case OBJECT_BEGIN -> {
                open(SLOTS_FOR_OBJECT);
                scanner.next();
                if (scanner.token() == JsonToken.OBJECT_END) {
                    return close();
                }
                key();
                return null;
            }
            case ARRAY_BEGIN -> {
                open(SLOTS_FOR_ARRAY);
                keys[depth - 1] = null;
                scanner.next();
                return scanner.token() == JsonToken.ARRAY_END ? close() : null;
            }
            default -> throw unexpected("value");
        }
    }

    /**
     * Puts a value into the innermost container; answers the container if that was its end, else null with the next
     * value's token read.
     */
    private @Nullable Object store(Object value) {
        call.lua().steps(1);
        int top = depth - 1;
        LuaTable table = tables[top];
        LuaString key = keys[top];
        if (key != null) {
            table.set(key, value == Numeral.NUMBER ? (Object) scanner.number() : value);
            slots--;
            return afterField();
        }
        int index = ++counts[top];
        if (value == Numeral.NUMBER) {
            table.set((double) index, scanner.number());
        } else {
            table.set(index, value);
        }
        scanner.next();
        if (scanner.token() == JsonToken.ARRAY_END) {
            return close();
        }
        if (scanner.token() != JsonToken.COMMA) {
            throw unexpected("comma or array end");
        }
        scanner.next();
        call.lua().allocate(FIELD_BYTES);
        return null;
    }

    private @Nullable Object afterField() {
        scanner.next();
        if (scanner.token() == JsonToken.OBJECT_END) {
            return close();
        }
        if (scanner.token() != JsonToken.COMMA) {
            throw unexpected("comma or object end");
        }
        scanner.next();
        call.lua().allocate(FIELD_BYTES);
        key();
        return null;
    }

    private void key() {
        if (scanner.token() != JsonToken.STRING) {
            throw unexpected("object key string");
        }
        keys[depth - 1] = scanner.string();
        slots++;
        scanner.next();
        if (scanner.token() != JsonToken.COLON) {
            throw unexpected("colon");
        }
        scanner.next();
    }

    private void open(int slotsNeeded) {
        if (depth + 1 > config.decodeMaxDepth || slots + slotsNeeded > MAX_SLOTS) {
            throw call.error(
                    "Found too many nested data structures (" + (depth + 1) + ") at character " + scanner.position());
        }
        call.lua().allocate(TABLE_BYTES);
        if (depth == tables.length) {
            tables = Arrays.copyOf(tables, depth * 2);
            keys = Arrays.copyOf(keys, depth * 2);
            counts = Arrays.copyOf(counts, depth * 2);
        }
        tables[depth] = new LuaTable();
        counts[depth] = 0;
        depth++;
        slots++;
    }

    private LuaTable close() {
        depth--;
        slots--;
        return Objects.requireNonNull(tables[depth]);
    }

    private LuaError unexpected(String expected) {
        return call.error("Expected " + expected + " but found " + scanner.found() + " at character "
                + (scanner.tokenStart() + 1));
    }

    @Override
    public String toString() {
        return "JsonDecoder[depth " + depth + ", " + scanner + "]";
    }
}
