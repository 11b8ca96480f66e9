package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Event;
import io.miniredis.lua.JavaFunction;
import io.miniredis.lua.LuaNumbers;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import io.miniredis.lua.LuaUserdata;
import io.miniredis.lua.TableWalk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The functions that are global (lbaselib.c): those of them that a redis-server shows. */
public final class BaseLibrary {
    /** What PUC Lua's stack for a C function holds: LUAI_MAXCSTACK. */
    private static final int MAX_STACK = 8_000;

    private static final String[] COLLECTOR_OPTIONS = {
        "stop", "restart", "collect", "count", "step", "setpause", "setstepmul"
    };

    private static final String[] NAMES = {
        "pairs",
        "ipairs",
        "newproxy",
        "collectgarbage",
        "gcinfo",
        "getmetatable",
        "setmetatable",
        "rawequal",
        "rawget",
        "rawset",
        "select",
        "tonumber",
        "tostring",
        "type",
        "unpack"
    };

    private final JavaFunction next = new JavaFunction("next", TableWalk.NEXT);
    private final JavaFunction nextIndex = new JavaFunction("ipairs iterator", TableWalk.NEXT_INDEX);

    /** The metatables that {@code newproxy} made. */
    private final LuaTable proxies = new LuaTable();

    private BaseLibrary() {}

    /** Adds the functions, {@code coroutine}, {@code _G} and {@code _VERSION} to the globals. */
    public static void open(LuaState lua) {
        LuaTable globals = lua.globals();
        lua.global("_G", globals);
        lua.global("_VERSION", LuaString.of("Lua 5.1"));
        BaseLibrary base = new BaseLibrary();
        lua.global("next", base.next);
        lua.define(globals, base::body, NAMES);
        ErrorFunctions.open(lua);
        ChunkFunctions.open(lua);
        CoroutineLibrary.open(lua);
    }

    /** The code of the function of that name. */
    private JavaFunction.Body body(String name) {
        return switch (name) {
            case "pairs" -> a -> a.results(next, a.checkTable(1), null);
            case "ipairs" -> a -> a.results(nextIndex, a.checkTable(1), 0.0);
            case "newproxy" -> this::newproxy;
            case "collectgarbage" -> BaseLibrary::collectgarbage;
            case "gcinfo" -> a -> Math.floor(a.lua().memory().usedBytes() / 1024.0);
            case "getmetatable" -> BaseLibrary::getmetatable;
            case "setmetatable" -> BaseLibrary::setmetatable;
            case "rawequal" -> BaseLibrary::rawequal;
            case "rawget" -> BaseLibrary::rawget;
            case "rawset" -> BaseLibrary::rawset;
            case "select" -> BaseLibrary::select;
            case "tonumber" -> BaseLibrary::tonumber;
            case "tostring" -> a -> a.lua().tostring(a.checkAny(1));
            case "type" -> a -> a.lua().intern(LuaString.of(LuaType.nameOf(a.checkAny(1))));
            case "unpack" -> BaseLibrary::unpack;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private @Nullable Object newproxy(Arguments a) {
        Object wanted = a.get(1);
        LuaUserdata proxy = new LuaUserdata("0x" + Integer.toHexString(System.identityHashCode(a)));
        if (!LuaType.isTrue(wanted)) {
            return proxy;
        }
        if (wanted instanceof Boolean) {
            LuaTable metatable = new LuaTable();
            proxies.set(metatable, true);
            proxy.metatable(metatable);
            return proxy;
        }
        LuaTable metatable = a.lua().metatable(wanted);
        if (metatable == null || proxies.get(metatable) == null) {
            throw a.badArgument(1, "boolean or proxy expected");
        }
        proxy.metatable(metatable);
        return proxy;
    }

    private static @Nullable Object collectgarbage(Arguments a) {
        String option = a.optString(1, LuaString.of("collect")).text();
        if (!Arrays.asList(COLLECTOR_OPTIONS).contains(option)) {
            throw a.badArgument(1, "invalid option '" + option + "'");
        }
        a.optInt(2, 0);
        if (option.equals("collect")) {
            a.lua().memory().collected();
        }
        return switch (option) {
            case "count" -> (Object) (a.lua().memory().usedBytes() / 1024.0);
            case "step" -> true;
            case "setpause", "setstepmul" -> 200.0;
            default -> 0.0;
        };
    }

    private static @Nullable Object getmetatable(Arguments a) {
        LuaTable metatable = a.lua().metatable(a.checkAny(1));
        if (metatable == null) {
            return null;
        }
        Object shown = metatable.handler(Event.METATABLE);
        return shown != null ? shown : metatable;
    }

    private static @Nullable Object setmetatable(Arguments a) {
        LuaTable table = a.checkTable(1);
        Object metatable = a.get(2);
        if (a.isNone(2) || !(metatable == null || metatable instanceof LuaTable)) {
            throw a.badArgument(2, "nil or table expected");
        }
        if (a.lua().metafield(table, Event.METATABLE) != null) {
            throw a.error("cannot change a protected metatable");
        }
        table.metatable((LuaTable) metatable);
        return table;
    }

    private static @Nullable Object rawequal(Arguments a) {
        return LuaType.rawEquals(a.checkAny(1), a.checkAny(2));
    }

    private static @Nullable Object rawget(Arguments a) {
        return a.checkTable(1).get(a.checkAny(2));
    }

    private static @Nullable Object rawset(Arguments a) {
        LuaTable table = a.checkTable(1);
        a.checkAny(2);
        a.checkAny(3);
        table.set(a.get(2), a.get(3));
        return table;
    }

    private static @Nullable Object select(Arguments a) {
        int count = a.count();
        if (a.get(1) instanceof LuaString s && s.length() > 0 && s.byteAt(0) == '#') {
            return (double) (count - 1);
        }
        int from = a.checkInt(1);
        if (from < 0) {
            from = count + from;
        } else if (from > count) {
            from = count;
        }
        if (from < 1) {
            throw a.badArgument(1, "index out of range");
        }
        return a.results(Arrays.copyOfRange(a.values(), from, count));
    }

    private static @Nullable Object tonumber(Arguments a) {
        int base = a.optInt(2, 10);
        if (base == 10) {
            return LuaNumbers.asNumber(a.checkAny(1));
        }
        LuaString text = a.checkString(1);
        if (base < 2 || base > 36) {
            throw a.badArgument(2, "base out of range");
        }
        return unsigned(text.text(), base);
    }

    // strtoul: blanks, a sign that wraps around, 0x for base 16; what does not fit becomes the greatest
    private static @Nullable Double unsigned(String text, int base) {
        String s = text.indexOf('\0') >= 0 ? text.substring(0, text.indexOf('\0')) : text;
        int i = skipBlanks(s, 0);
        boolean negative = i < s.length() && s.charAt(i) == '-';
        if (i < s.length() && (s.charAt(i) == '-' || s.charAt(i) == '+')) {
            i++;
        }
        if (base == 16 && s.length() > i + 2 && s.regionMatches(true, i, "0x", 0, 2) && digit(s, i + 2, 16) >= 0) {
            i += 2;
        }
        int firstDigit = i;
        long value = 0;
        boolean overflow = false;
        for (; digit(s, i, base) >= 0; i++) {
            overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit(s, i, base), base)) > 0;
            value = value * base + digit(s, i, base);
        }
        if (i == firstDigit || skipBlanks(s, i) < s.length()) {
            return null;
        }
        long result = overflow ? -1L : negative ? -value : value;
        return result >= 0 ? (double) result : ((result >>> 1) | (result & 1)) * 2.0;
    }

    private static int digit(String s, int index, int base) {
        return index < s.length() && s.charAt(index) < 0x80 ? Character.digit(s.charAt(index), base) : -1;
    }

    private static int skipBlanks(String s, int from) {
        int i = from;
        while (i < s.length() && (s.charAt(i) == ' ' || (s.charAt(i) >= '\t' && s.charAt(i) <= '\r'))) {
            i++;
        }
        return i;
    }

    private static @Nullable Object unpack(Arguments a) {
        LuaTable table = a.checkTable(1);
        int from = a.optInt(2, 1);
        int to = a.isNoneOrNil(3) ? table.length() : a.checkInt(3);
        if (from > to) {
            return a.results();
        }
        long count = (long) to - from + 1;
        if (count + a.count() > MAX_STACK) {
            throw a.error("too many results to unpack");
        }
        @Nullable Object[] values = new @Nullable Object[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.get(from + i);
        }
        return a.results(values);
    }
}
