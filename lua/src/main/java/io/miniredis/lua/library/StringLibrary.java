package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Event;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The library {@code string} (lstrlib.c). Strings are bytes; letters are those of ASCII. */
public final class StringLibrary {
    private static final int FUNCTIONS = 15;

    /** {@code LUAI_MAXCSTACK}: how many values a library function may have on its stack. */
    private static final int MAX_STACK = 8000;

    private StringLibrary() {}

    /** Makes the global {@code string} and lets strings be indexed by it. */
    public static void open(LuaState lua) {
        LuaTable library = table(lua);
        lua.global("string", library);
        LuaTable metatable = new LuaTable(0, 1);
        metatable.set(Event.INDEX.field(), library);
        lua.stringMetatable(metatable);
    }

    private static LuaTable table(LuaState lua) {
        JavaFunction gmatch = JavaFunction.late("gmatch", StringLibrary::body);
        return new Library(lua, FUNCTIONS, StringLibrary::body)
                .functions("byte", "char", "dump", "find", "format")
                .field("gfind", gmatch)
                .field("gmatch", gmatch)
                .functions("gsub", "len", "lower", "match", "rep", "reverse", "sub", "upper")
                .table();
    }

    /** The code of the function of that name. */
    private static JavaFunction.Body body(String name) {
        return switch (name) {
            case "byte" -> StringLibrary::bytes;
            case "char" -> StringLibrary::chars;
            case "dump" -> StringLibrary::dump;
            case "find" -> PatternFunctions::find;
            case "format" -> StringFormat::format;
            case "gmatch" -> PatternFunctions::gmatch;
            case "gsub" -> PatternFunctions::gsub;
            case "len" -> StringLibrary::length;
            case "lower" -> StringLibrary::lower;
            case "match" -> PatternFunctions::match;
            case "rep" -> StringLibrary::repeat;
            case "reverse" -> StringLibrary::reverse;
            case "sub" -> StringLibrary::sub;
            case "upper" -> StringLibrary::upper;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * A position from the front, whether it was given from the front or (negative) from the back; 0 if before the
     * front.
     */
    private static long fromFront(long position, int length) {
        return Math.max(0, position < 0 ? position + length + 1 : position);
    }

    private static Object length(Arguments a) {
        return (double) a.checkString(1).length();
    }

    private static @Nullable Object bytes(Arguments a) {
        LuaString text = a.checkString(1);
        long first = fromFront(a.optLong(2, 1), text.length());
        long last = fromFront(a.optLong(3, first), text.length());
        first = Math.max(1, first);
        last = Math.min(last, text.length());
        if (first > last) {
            return a.results();
        }
        int count = (int) (last - first + 1);
        if (count == 1) {
            return (double) (text.byteAt((int) first - 1) & 0xff);
        }
        if (count + a.count() > MAX_STACK) {
            throw a.error("stack overflow (string slice too long)");
        }
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = (double) (text.byteAt((int) first - 1 + i) & 0xff);
        }
        return values;
    }

    private static @Nullable Object chars(Arguments a) {
        byte[] bytes = new byte[a.count()];
        for (int i = 0; i < bytes.length; i++) {
            int code = a.checkInt(i + 1);
            if ((code & 0xff) != code) {
                throw a.badArgument(i + 1, "invalid value");
            }
            bytes[i] = (byte) code;
        }
        return LuaString.of(bytes);
    }

    /**
     * How PUC Lua's bytecode begins on x86-64 ({@code luaU_header}). There is no bytecode here, and nobody could load
     * it: what follows would be of no use.
     */
    private static Object dump(Arguments a) {
        if (a.checkFunction(1) instanceof JavaFunction) {
            throw a.error("unable to dump given function");
        }
        return LuaString.of(new byte[] {27, 'L', 'u', 'a', 0x51, 0, 1, 4, 8, 4, 8, 0});
    }

    private static @Nullable Object lower(Arguments a) {
        byte[] bytes = a.checkString(1).bytes();
        a.lua().allocate(bytes.length);
        a.lua().steps(bytes.length >> LuaBuffer.STEP_SHIFT);
        byte[] lower = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            lower[i] = (byte) CharClass.toLower(bytes[i]);
        }
        return LuaString.of(lower);
    }

    private static @Nullable Object upper(Arguments a) {
        byte[] bytes = a.checkString(1).bytes();
        a.lua().allocate(bytes.length);
        a.lua().steps(bytes.length >> LuaBuffer.STEP_SHIFT);
        byte[] upper = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            upper[i] = (byte) CharClass.toUpper(bytes[i]);
        }
        return LuaString.of(upper);
    }

    private static @Nullable Object reverse(Arguments a) {
        byte[] bytes = a.checkString(1).bytes();
        a.lua().allocate(bytes.length);
        a.lua().steps(bytes.length >> LuaBuffer.STEP_SHIFT);
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return LuaString.of(reversed);
    }

    private static @Nullable Object repeat(Arguments a) {
        LuaString text = a.checkString(1);
        int times = a.checkInt(2);
        if (times <= 0 || text.length() == 0) {
            return LuaString.EMPTY;
        }
        long total = (long) times * text.length();
        a.lua().allocate(total);
        a.lua().steps((int) (total >> LuaBuffer.STEP_SHIFT));
        byte[] bytes = new byte[(int) total];
        if (text.length() == 1) {
            Arrays.fill(bytes, text.byteAt(0));
            return LuaString.of(bytes);
        }
        text.copyTo(bytes, 0);
        // what is there already is copied behind itself, twice as much each time
        for (int filled = text.length(); filled < bytes.length; filled *= 2) {
            System.arraycopy(bytes, 0, bytes, filled, Math.min(filled, bytes.length - filled));
            if (filled > bytes.length / 2) {
                break;
            }
        }
        return LuaString.of(bytes);
    }

    private static @Nullable Object sub(Arguments a) {
        LuaString text = a.checkString(1);
        long first = Math.max(1, fromFront(a.checkLong(2), text.length()));
        long last = Math.min(fromFront(a.optLong(3, -1), text.length()), text.length());
        return first > last ? LuaString.EMPTY : text.substring((int) first - 1, (int) last);
    }
}
