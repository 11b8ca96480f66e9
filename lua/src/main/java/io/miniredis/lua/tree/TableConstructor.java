package io.miniredis.lua.tree;

import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code {a, b, key = value, [x] = y}}. As in PUC Lua the table starts with the sizes the text shows, and list elements
 * are stored in batches of 50, after the keyed elements written among them.
 */
public final class TableConstructor extends Expression {
    private static final int BATCH = 50;

    /** In order of the text; a null key means the next list element. */
    private final @Nullable Expression[] keys;

    private final Expression[] values;
    private final int listElements;
    private final int keyedElements;
    private final int line;

    public TableConstructor(@Nullable Expression[] keys, Expression[] values, int line) {
        this.keys = keys;
        this.values = values;
        this.line = line;
        int keyed = 0;
        for (Expression key : keys) {
            keyed += key == null ? 0 : 1;
        }
        boolean open = keys.length > 0 && keys[keys.length - 1] == null && values[values.length - 1].isMulti();
        listElements = roundedSize(keys.length - keyed - (open ? 1 : 0));
        keyedElements = roundedSize(keyed);
    }

    /** PUC's instructions hold sizes with three significant bits, rounded up (lobject.c, {@code luaO_int2fb}). */
    private static int roundedSize(int size) {
        int mantissa = size;
        int exponent = 0;
        while (mantissa >= 16) {
            mantissa = (mantissa + 1) >> 1;
            exponent++;
        }
        return mantissa << exponent;
    }

    @Override
    public Object eval(Frame frame) {
        frame.at(line);
        LuaTable table = new LuaTable(listElements, keyedElements, frame.lua.memory());
        frame.lua.allocate(table.footprintBytes());
        int stored = 0;
        int pending = 0;
        @Nullable Object[] batch = new @Nullable Object[Math.min(BATCH, listElements)];
        for (int i = 0; i < values.length; i++) {
            Expression key = keys[i];
            if (key != null) {
                storeKeyed(frame, table, key, values[i]);
            } else if (i == values.length - 1 && values[i].isMulti()) {
                storeBatch(table, stored, batch, pending);
                storeOpen(frame, table, stored + pending, values[i]);
                return table;
            } else {
                if (pending == BATCH) {
                    storeBatch(table, stored, batch, pending);
                    stored += pending;
                    pending = 0;
                }
                batch[pending++] = frame.boxed(values[i].eval(frame));
            }
        }
        storeBatch(table, stored, batch, pending);
        return table;
    }

    private void storeKeyed(Frame frame, LuaTable table, Expression key, Expression value) {
        Object k = frame.boxed(key.eval(frame));
        Object v = frame.boxed(value.eval(frame));
        frame.at(line);
        table.set(k, v);
    }

    private static void storeBatch(LuaTable table, int stored, @Nullable Object[] batch, int count) {
        for (int i = 0; i < count; i++) {
            table.set(stored + i + 1, batch[i]);
        }
    }

    private static void storeOpen(Frame frame, LuaTable table, int stored, Expression last) {
        Object rest = last.evalAll(frame);
        if (rest instanceof Object[] many) {
            table.reserveArray(stored + many.length);
            for (int i = 0; i < many.length; i++) {
                table.set(stored + i + 1, many[i]);
            }
        } else {
            table.reserveArray(stored + 1);
            table.set(stored + 1, rest);
        }
    }
}
