package io.miniredis.server.scripting.debug;

import io.miniredis.datastructures.Ascii;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * A command's reply as a person reads it (ldbRedisProtocolToHuman), made from the Lua value that the script gets: the
 * elements of maps and sets come in the order in which a script sees them.
 */
final class ReplyText {
    private ReplyText() {}

    /** @param protocol of the reply, 2 or 3 */
    static String of(@Nullable Object value, int protocol) {
        StringBuilder text = new StringBuilder();
        append(text, value, protocol);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value, int protocol) {
        if (value instanceof LuaTable table) {
            appendTable(text, table, protocol);
        } else if (value instanceof LuaString string) {
            text.append(Ascii.quote(string.bytes()));
        } else if (value instanceof Double number) {
            text.append(LuaNumbers.format(number).text());
        } else if (value == null) {
            text.append("(null)");
        } else if (protocol == 2) {
            text.append("NULL");
        } else {
            text.append('#').append(value);
        }
    }

    private static void appendTable(StringBuilder text, LuaTable table, int protocol) {
        LuaString status = LuaNumbers.asString(table.get("ok"));
        LuaString error = LuaNumbers.asString(table.get("err"));
        if (status != null) {
            text.append(quoted('+', status));
        } else if (error != null) {
            text.append(quoted('-', error));
        } else if (table.get("double") instanceof Double number) {
            text.append("(double) ").append(LuaNumbers.format(number).text());
        } else if (table.get("map") instanceof LuaTable map) {
            appendMap(text, map, protocol);
        } else if (table.get("set") instanceof LuaTable set) {
            appendKeys(text, set, protocol);
        } else {
            appendArray(text, table, protocol);
        }
    }

    private static String quoted(char mark, LuaString line) {
        return Ascii.quote(Ascii.bytes(mark + line.text()));
    }

    private static void appendArray(StringBuilder text, LuaTable table, int protocol) {
        text.append('[');
        for (int i = 1; i <= table.length(); i++) {
            text.append(i == 1 ? "" : ",");
            append(text, table.get(i), protocol);
        }
        text.append(']');
    }

    private static void appendMap(StringBuilder text, LuaTable map, int protocol) {
        String separator = "";
        text.append('{');
        for (int place = map.nextPlace(-1); place >= 0; place = map.nextPlace(place)) {
            text.append(separator);
            separator = ",";
            append(text, map.keyAt(place), protocol);
            text.append(" => ");
            append(text, map.valueAt(place), protocol);
        }
        text.append('}');
    }

    private static void appendKeys(StringBuilder text, LuaTable set, int protocol) {
        String separator = "";
        text.append("~(");
        for (int place = set.nextPlace(-1); place >= 0; place = set.nextPlace(place)) {
            text.append(separator);
            separator = ",";
            append(text, set.keyAt(place), protocol);
        }
        text.append(')');
    }
}
