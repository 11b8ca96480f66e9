package io.miniredis.server.scripting.debug;

import io.miniredis.datastructures.Ascii;
import io.miniredis.lua.LuaCoroutine;
import io.miniredis.lua.LuaFunction;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.number.ByteText;
import io.miniredis.lua.number.FormatSpec;
import io.miniredis.lua.number.Printf;
import org.jspecify.annotations.Nullable;

/** Lua's values as a person reads them (ldbCatStackValue). One character is one byte. */
final class ValueText {
    private static final int DEEPEST = 10;
    private static final String TOO_DEEP = "<max recursion level reached! Nested table?>";

    private ValueText() {}

    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value, int level) {
        if (level == DEEPEST) {
            text.append(TOO_DEEP);
        } else if (value instanceof LuaTable table) {
            appendTable(text, table, level + 1);
        } else if (value instanceof LuaString string) {
            text.append(Ascii.quote(string.bytes()));
        } else if (value instanceof Double number) {
            text.append(number(number));
        } else if (value == null) {
            text.append("nil");
        } else if (value instanceof Boolean) {
            text.append(value);
        } else {
            String type =
                    value instanceof LuaFunction ? "function" : value instanceof LuaCoroutine ? "thread" : "userdata";
            text.append('"').append(type).append("@0x");
            text.append(Integer.toHexString(System.identityHashCode(value))).append('"');
        }
    }

    private static void appendTable(StringBuilder text, LuaTable table, int level) {
        boolean isArray = isArray(table);
        String separator = "";
        text.append('{');
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            text.append(separator);
            separator = "; ";
            if (!isArray) {
                text.append('[');
                append(text, table.keyAt(place), level);
                text.append("]=");
            }
            append(text, table.valueAt(place), level);
        }
        text.append('}');
    }

    /** True if the keys are 1, 2, 3 … in this order. */
    static boolean isArray(LuaTable table) {
        double expected = 1;
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            if (!(table.keyAt(place) instanceof Double key) || key != expected) {
                return false;
            }
            expected++;
        }
        return true;
    }

    /** As {@code printf("%g")} writes it. */
    private static String number(double value) {
        ByteText text = new ByteText(16);
        Printf.floating(text, FormatSpec.PLAIN, 'g', value);
        return text.toString();
    }
}
