package io.miniredis.lua;

import org.jspecify.annotations.Nullable;

/** Numbers as text and text as numbers: the one place for {@code %.14g}, {@code strtod} and C's casts. */
public final class LuaNumbers {
    private LuaNumbers() {}

    /** As {@code printf("%.14g")}. */
    public static LuaString format(double number) {
        long integer = (long) number;
        if (integer == number && Math.abs(number) < 1e14 && (integer != 0 || 1 / number > 0)) {
            return LuaString.of(Long.toString(integer));
        }
        return LuaString.of(slowFormat(number));
    }

    private static String slowFormat(double number) {
        if (Double.isNaN(number)) {
            return Double.doubleToRawLongBits(number) < 0 ? "-nan" : "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return "-0";
        }
        java.math.BigDecimal rounded = new java.math.BigDecimal(number)
                .round(new java.math.MathContext(14))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 14) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int power = Math.abs(exponent);
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (power < 10 ? "0" : "")
                + power;
    }

    /** A string that spells a number (as {@code strtod}, with blanks around, or {@code 0x}), else null. */
    public static @Nullable Double parse(LuaString text) {
        String s = text.text().strip();
        try {
            if (s.startsWith("0x") || s.startsWith("0X")) {
                return (double) Long.parseLong(s.substring(2), 16);
            }
            return s.isEmpty() || "dDfF".indexOf(s.charAt(s.length() - 1)) >= 0 ? null : Double.valueOf(s);
        } catch (NumberFormatException e) {
            return null;
        }
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

    /** C's cast of a double to a 32-bit int on x86-64: what does not fit becomes the least int. */
    public static int toInt(double number) {
        return number > -2147483649.0 && number < 2147483648.0 ? (int) number : Integer.MIN_VALUE;
    }

    /** C's cast of a double to a 64-bit integer on x86-64: what does not fit becomes the least long. */
    public static long toLong(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }
}
