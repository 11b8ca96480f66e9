package io.miniredis.lua.number;

import java.nio.charset.StandardCharsets;

/** A number as {@code tostring} and {@code ..} show it: C's {@code %.14g}. */
public final class NumberText {
    /** Digits of {@code LUAI_NUMFFORMAT}. */
    public static final int PRECISION = 14;

    /** From here on {@code %.14g} goes over to exponents. */
    private static final double INTEGER_LIMIT = 1e14;

    private static final byte[] NOT_A_NUMBER = ascii("nan");
    private static final byte[] NEGATIVE_NOT_A_NUMBER = ascii("-nan");
    private static final byte[] INFINITY = ascii("inf");
    private static final byte[] NEGATIVE_INFINITY = ascii("-inf");
    private static final byte[] NEGATIVE_ZERO = ascii("-0");

    private NumberText() {}

    /** {@code %.14g}; a fresh array but for the few values that are not plain numbers: never write to it. */
    public static byte[] of(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(value) < INTEGER_LIMIT) {
            return whole == 0 && Double.doubleToRawLongBits(value) != 0 ? NEGATIVE_ZERO : ofInteger(whole);
        }
        return of(value, PRECISION);
    }

    /** {@code %.<precision>g}. */
    public static byte[] of(double value, int precision) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        if (Double.isNaN(value)) {
            return negative ? NEGATIVE_NOT_A_NUMBER : NOT_A_NUMBER;
        }
        if (Double.isInfinite(value)) {
            return negative ? NEGATIVE_INFINITY : INFINITY;
        }
        ByteText text = new ByteText(24);
        if (negative) {
            text.append('-');
        }
        Printf.general(text, Math.abs(value), precision, false);
        return text.toBytes();
    }

    /** Decimal digits of a number of any size. */
    public static byte[] ofInteger(long value) {
        int length = value < 0 ? 2 : 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            length++;
        }
        byte[] text = new byte[length];
        long rest = value;
        for (int at = length - 1; at >= (value < 0 ? 1 : 0); at--) {
            text[at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        if (value < 0) {
            text[0] = '-';
        }
        return text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
