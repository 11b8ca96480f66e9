package io.miniredis.lua;

import io.miniredis.lua.number.NumberParser;
import io.miniredis.lua.number.NumberText;
import org.jspecify.annotations.Nullable;

/** Numbers as text and text as numbers: {@code %.14g}, {@code strtod} and C's casts. */
public final class LuaNumbers {
    /** The NaN that x86 makes of numbers: its sign is set. */
    private static final double UNDEFINED = Double.longBitsToDouble(0xfff8_0000_0000_0000L);

    private LuaNumbers() {}

    /** As {@code printf("%.14g")}. */
    public static LuaString format(double number) {
        return LuaString.of(NumberText.of(number));
    }

    /** A string that spells a number (as {@code strtod}, with blanks around, or {@code 0x}), else null. */
    public static @Nullable Double parse(LuaString text) {
        double number = NumberParser.parse(text.bytes());
        return NumberParser.failed(number) ? null : (Double) number;
    }

    /** A string, or a number as text; null for any other value. */
    public static @Nullable LuaString asString(@Nullable Object value) {
        if (value instanceof LuaString s) {
            return s;
        }
        return value instanceof Double d ? format(d) : null;
    }

    /** A number, or a string that spells one; null for any other value. */
    public static @Nullable Double asNumber(@Nullable Object value) {
        if (value instanceof Double d) {
            return d;
        }
        return value instanceof LuaString s ? parse(s) : null;
    }

    /** As C's {@code pow}: where Java's answers NaN, glibc's has its own mind. */
    public static double power(double x, double y) {
        double power = Math.pow(x, y);
        return Double.isNaN(power) ? undefinedPower(x, y) : power;
    }

    private static double undefinedPower(double x, double y) {
        if (x == 1 || (x == -1 && Double.isInfinite(y))) {
            return 1;
        }
        if (Double.isNaN(x)) {
            boolean isOdd = Math.abs(y % 2) == 1; // glibc begins with x * x and gives the sign back for an odd y
            return isOdd ? Math.abs(x) : x;
        }
        return Double.isNaN(y) ? y : UNDEFINED;
    }

    /** C's cast of a double to a 32-bit int on x86-64: what does not fit becomes the least int. */
    public static int toInt(double number) {
        return number > -2147483649.0 && number < 2147483648.0 ? (int) number : Integer.MIN_VALUE;
    }

    /** C's cast of a double to a 64-bit integer on x86-64: what does not fit becomes the least long. */
    public static long toLong(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }

    /** C's cast of a double to an unsigned 64-bit integer on x86-64, as the bits of a long. */
    public static long toUnsignedLong(double number) {
        return number >= 0x1p63 ? toLong(number - 0x1p63) ^ Long.MIN_VALUE : toLong(number);
    }
}
