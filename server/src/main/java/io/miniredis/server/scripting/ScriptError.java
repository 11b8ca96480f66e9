package io.miniredis.server.scripting;

import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import org.jspecify.annotations.Nullable;

/**
 * What a script's error tells (errorInfo in script_lua.c).
 *
 * @param line begins with an error code and has no line ends at its ends
 * @param counted true if it was counted as an error when a command met it
 */
record ScriptError(String line, boolean counted) {
    private static final LuaString SOURCE = LuaString.of("source");
    private static final LuaString LINE = LuaString.of("line");

    /** An error that nothing in the script has caught, with the place where it happened. */
    static ScriptError uncaught(LuaState lua, LuaError error, ScriptRun run) {
        LuaTable table = table(lua, error);
        ScriptError plain = of(table);
        LuaString source = LuaNumbers.asString(table.get(SOURCE));
        LuaString number = LuaNumbers.asString(table.get(LINE));
        if (source == null || number == null) {
            return plain;
        }
        return new ScriptError(plain.line + place(run, cText(source), cText(number)), plain.counted);
    }

    /** What follows the message of an error that a script has not caught. */
    static String place(ScriptRun run, String source, String line) {
        return " script: " + Shebang.text(run.name()) + ", on " + source + ":" + line + ".";
    }

    /** The error as a table, as the error handler makes it (__redis__err__handler in eval.c). */
    private static LuaTable table(LuaState lua, LuaError error) {
        Object value = error.value();
        LuaTable table;
        if (value instanceof LuaTable given) {
            table = given;
        } else {
            LuaString text = LuaNumbers.asString(lua.tostring(value));
            table = LuaReplyWriter.single(
                    LuaReplyWriter.ERR, LuaString.of("ERR ").concat(text == null ? LuaString.EMPTY : text));
        }
        if (error.line() > 0 && !table.readonly()) {
            table.set(SOURCE, LuaString.of(error.chunk()));
            table.set(LINE, (Object) (double) error.line());
        }
        return table;
    }

    /** What a table with a field {@code err} tells. */
    static ScriptError of(LuaTable table) {
        LuaString message = LuaNumbers.asString(table.get(LuaReplyWriter.ERR));
        return new ScriptError(
                message == null ? "ERR unknown error" : trimmed(cText(message)),
                table.get(LuaReplyWriter.COUNTED) == Boolean.TRUE);
    }

    /** What a library's error tells: a message of its own gets the general code. */
    static String ofLibrary(@Nullable Object value) {
        LuaString text = LuaNumbers.asString(value);
        if (text != null) {
            return "ERR " + cText(text);
        }
        return value instanceof LuaTable table ? of(table).line : "ERR unknown error";
    }

    /** As C sees it: up to the first zero byte. */
    static String cText(LuaString string) {
        String text = string.text();
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }

    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isLineEnd(text.charAt(start))) {
            start++;
        }
        while (end > start && isLineEnd(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n';
    }
}
