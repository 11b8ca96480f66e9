package io.miniredis.datastructures;

/**
 * Bytes into numbers and back, by the rules of Redis's {@code util.c}.
 *
 * <p>Integers are read strictly ({@code string2ll}): what is accepted is exactly what {@link #digits} would write, so
 * that a value stored as a number reads back as the same bytes. Doubles are read as C's {@code strtod} reads them.
 */
public final class Numbers {
    /** Digits of {@link Long#MIN_VALUE} with its sign. */
    public static final int MAX_LONG_DIGITS = 20;

    private static final int DIGITS_THAT_CANNOT_OVERFLOW = 18;
    private static final byte[] MIN_VALUE_DIGITS = Ascii.bytes("-9223372036854775808");

    private Numbers() {}

    /** True if the bytes are a 64 bit integer: no plus sign, no leading zero, no blank, not "-0". */
    public static boolean isLong(byte[] bytes) {
        return isLong(bytes, 0, bytes.length);
    }

    /** {@link #isLong(byte[])} of a part of an array. */
    public static boolean isLong(byte[] bytes, int offset, int length) {
        if (length <= 0 || length > MAX_LONG_DIGITS) {
            return false;
        }
        int first = bytes[offset];
        if (first == '0') {
            return length == 1;
        }
        int sign = first == '-' ? 1 : 0;
        int digits = length - sign;
        if (digits == 0 || bytes[offset + sign] == '0') {
            return false;
        }
        int end = offset + length;
        for (int i = offset + sign; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return digits <= DIGITS_THAT_CANNOT_OVERFLOW || fits(bytes, offset + sign, digits, sign == 1);
    }

    /** True if 19 or more digits stay within 64 bits: at most 9223372036854775807, or 8 at the end when negative. */
    private static boolean fits(byte[] bytes, int offset, int digits, boolean negative) {
        if (digits > DIGITS_THAT_CANNOT_OVERFLOW + 1) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            int difference = bytes[offset + i] - MIN_VALUE_DIGITS[i + 1];
            if (difference != 0) {
                return difference < 0;
            }
        }
        return negative;
    }

    /**
     * The integer that the bytes spell.
     *
     * @throws NumberFormatException unless {@link #isLong(byte[])}
     */
    public static long parseLong(byte[] bytes) {
        return parseLong(bytes, 0, bytes.length);
    }

    /** {@link #parseLong(byte[])} of a part of an array. */
    public static long parseLong(byte[] bytes, int offset, int length) {
        if (!isLong(bytes, offset, length)) {
            throw new NumberFormatException("not an integer");
        }
        return knownLong(bytes, offset, length);
    }

    /** The integer that the bytes spell, without a check: for those who have just asked {@link #isLong}. */
    public static long knownLong(byte[] bytes, int offset, int length) {
        boolean negative = bytes[offset] == '-';
        int end = offset + length;
        long value = 0;
        for (int i = negative ? offset + 1 : offset; i < end; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    /** The decimal digits of a number, with a minus sign where needed: 1 to 20 bytes. */
    public static byte[] digits(long value) {
        byte[] result = new byte[digitCount(value)];
        writeDigits(value, result, 0);
        return result;
    }

    /** How many bytes {@link #digits} would return. */
    public static int digitCount(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? MAX_LONG_DIGITS : 1 + digitCount(-value);
        }
        int count = 1;
        for (long rest = value; rest >= 10; count++) {
            if (rest >= 10_000) {
                rest /= 10_000;
                count += 3;
            } else {
                rest /= 10;
            }
        }
        return count;
    }

    /** Writes the digits into an array that has room for them and returns the offset behind the last one. */
    public static int writeDigits(long value, byte[] target, int offset) {
        int end = offset + digitCount(value);
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN_VALUE_DIGITS, 0, target, offset, MIN_VALUE_DIGITS.length);
            return end;
        }
        long rest = value;
        if (value < 0) {
            target[offset] = '-';
            rest = -value;
        }
        int at = end;
        while (rest > Integer.MAX_VALUE) {
            long quotient = rest / 10;
            target[--at] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        int small = (int) rest;
        do {
            int quotient = small / 10;
            target[--at] = (byte) ('0' + (small - quotient * 10));
            small = quotient;
        } while (small > 0);
        return end;
    }

    /**
     * The double that the bytes spell, as Redis's {@code string2d} reads it: decimal or hexadecimal, inf or infinity
     * in any case.
     *
     * @throws NumberFormatException for anything else, for nan, for blanks, for a number too large for a double and
     *     for one so small that it becomes zero
     */
    public static double parseDouble(byte[] bytes) {
        return FloatText.parseDouble(bytes);
    }

    /** {@link #parseDouble(byte[])} of a part of an array. */
    public static double parseDouble(byte[] bytes, int offset, int length) {
        return FloatText.parseDouble(bytes, offset, length);
    }

    /**
     * The double that the bytes spell, as C's {@code strtod} reads a string all of which is to be a number: blanks may
     * go before it, nothing at all is 0, what is too large is infinite and what is too small is 0. The string ends at a
     * zero byte.
     *
     * @throws NumberFormatException for anything else and for nan
     */
    public static double strtod(byte[] bytes) {
        return FloatText.strtod(bytes);
    }

    /** A double as {@code printf("%.17g")} writes it: what Redis up to 7.0 replies with. inf, -inf and nan as such. */
    public static String formatDouble(double value) {
        return FloatText.formatGeneral(value, 17);
    }

    /** A double as {@code printf("%.<precision>g")} writes it, precision 1 to 17. */
    public static String formatGeneral(double value, int precision) {
        return FloatText.formatGeneral(value, precision);
    }

    /**
     * A double as Redis 7.2's {@code d2string} writes it: integers up to 2<sup>62</sup> as integers, everything else
     * with the fewest digits that read back as the same number ({@link Grisu}).
     */
    public static String formatShortest(double value) {
        return FloatText.formatShortest(value);
    }

    /** A double with the fewest digits that read back as the same number, {@code fpconv_dtoa}'s way: 1e+17, 0.1, -0. */
    public static String formatFewestDigits(double value) {
        return FloatText.formatFewestDigits(value);
    }
}
