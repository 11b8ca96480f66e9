package io.miniredis.lua.number;

import java.nio.charset.StandardCharsets;

/**
 * Text to number as Lua 5.1 does it: C's {@code strtod} (decimal, hexadecimal with fraction and binary exponent,
 * {@code inf}, {@code nan}) with white space around, and {@code strtoul} for other bases. A NUL byte ends the text, as
 * it does in C.
 *
 * <p>An instance reads one number at a time and tells where it ended; the static methods want a whole text.
 */
public final class NumberParser {
    /** The answer for a text that is no number; to be recognised with {@link #failed(double)}. */
    public static final double FAILED = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);

    private static final long FAILED_BITS = 0x7ff8_0000_dead_beefL;
    private static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);

    /** Integers of so many digits fit a double exactly. */
    private static final int EXACT_DIGITS = 15;

    /** The largest power of ten that is a double exactly. */
    private static final int EXACT_POWER = 22;

    /** An exponent beyond this says infinity or zero whatever the (at most 2^31) digits are. */
    private static final int EXPONENT_LIMIT = 1_000_000;

    private static final int HEX_QUICK_DIGITS = 13;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final byte[] text;
    private final int limit;
    private int at;

    /** Of {@code text[from, to)}. */
    public NumberParser(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.limit = to;
    }

    /** Whether a result is {@link #FAILED}. */
    public static boolean failed(double result) {
        return Double.isNaN(result) && Double.doubleToRawLongBits(result) == FAILED_BITS;
    }

    /** What {@code tonumber(text)} and arithmetic on texts read, or {@link #FAILED}. */
    public static double parse(byte[] text) {
        return parse(text, 0, text.length);
    }

    /** The number that is all of {@code text[from, to)} but white space around it, or {@link #FAILED}. */
    public static double parse(byte[] text, int from, int to) {
        if (from < to && to - from <= EXACT_DIGITS) {
            long quick = digitsOnly(text, from, to);
            if (quick >= 0) {
                return quick;
            }
        }
        NumberParser parser = new NumberParser(text, from, to);
        double value = parser.next();
        return failed(value) || !parser.onlySpaceLeft() ? FAILED : value;
    }

    /** What {@code tonumber(text, base)} reads for a base other than 10: C's {@code strtoul}; or {@link #FAILED}. */
    public static double parse(byte[] text, int base) {
        NumberParser parser = new NumberParser(text, 0, text.length);
        double value = parser.unsignedLong(base);
        return failed(value) || !parser.onlySpaceLeft() ? FAILED : value;
    }

    /** The index behind the last number read. */
    public int position() {
        return at;
    }

    /**
     * Reads as {@code strtod}: leading white space, sign, number; {@link #FAILED} if none is there (the position is
     * then of no use).
     */
    public double next() {
        skipSpace();
        boolean negative = peek(0) == '-';
        if (negative || peek(0) == '+') {
            at++;
        }
        double magnitude;
        int c = peek(0);
        if (c == '0' && (peek(1) | 0x20) == 'x' && hexFollows()) {
            magnitude = hexadecimal();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            magnitude = decimal();
        } else {
            return word(negative);
        }
        return negative ? -magnitude : magnitude;
    }

    private static long digitsOnly(byte[] text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private double decimal() {
        int from = at;
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        boolean point = false;
        for (int c = peek(0); isDigit(c) || (c == '.' && !point); c = peek(0)) {
            at++;
            if (c == '.') {
                point = true;
                continue;
            }
            if (digits > 0 || c != '0') {
                digits++;
            }
            if (digits <= EXACT_DIGITS) {
                mantissa = mantissa * 10 + c - '0';
            }
            scale += point ? 1 : 0;
        }
        int exponent = exponent('e') - scale;
        if (digits <= EXACT_DIGITS && exponent >= -EXACT_POWER && exponent <= EXACT_POWER) {
            return exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
        }
        return Double.parseDouble(new String(text, from, at - from, StandardCharsets.ISO_8859_1));
    }

    private double hexadecimal() {
        int from = at;
        at += 2;
        long value = 0;
        int digits = 0;
        boolean point = false;
        for (int c = peek(0); hexDigit(c) >= 0 || (c == '.' && !point); c = peek(0)) {
            at++;
            if (c == '.') {
                point = true;
            } else if (digits++ < HEX_QUICK_DIGITS) {
                value = value * 16 + hexDigit(c);
            }
        }
        int end = at;
        int exponent = exponent('p');
        if (!point && exponent == 0 && digits <= HEX_QUICK_DIGITS) {
            return value;
        }
        return Double.parseDouble(new String(text, from, end - from, StandardCharsets.ISO_8859_1) + "p" + exponent);
    }

    /** The exponent behind {@code letter}, clamped; 0 and nothing read if there is none. */
    private int exponent(char letter) {
        if ((peek(0) | 0x20) != letter) {
            return 0;
        }
        int sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
        if (!isDigit(peek(1 + sign))) {
            return 0;
        }
        boolean negative = peek(1) == '-';
        at += 1 + sign;
        int value = 0;
        for (; isDigit(peek(0)); at++) {
            value = Math.min(value * 10 + peek(0) - '0', EXPONENT_LIMIT);
        }
        return negative ? -value : value;
    }

    private double word(boolean negative) {
        if (startsWith("infinity")) {
            at += 8;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (startsWith("inf")) {
            at += 3;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!startsWith("nan")) {
            return FAILED;
        }
        at += 3;
        skipNanPayload();
        return negative ? NEGATIVE_NAN : Double.NaN;
    }

    /** {@code nan(letters)} is one number to {@code strtod}. */
    private void skipNanPayload() {
        if (peek(0) != '(') {
            return;
        }
        int offset = 1;
        while (isDigit(peek(offset)) || isLetter(peek(offset)) || peek(offset) == '_') {
            offset++;
        }
        if (peek(offset) == ')') {
            at += offset + 1;
        }
    }

    private double unsignedLong(int base) {
        skipSpace();
        boolean negative = peek(0) == '-';
        if (negative || peek(0) == '+') {
            at++;
        }
        if (base == 16 && peek(0) == '0' && (peek(1) | 0x20) == 'x' && hexDigit(peek(2)) >= 0) {
            at += 2;
        }
        int from = at;
        long value = 0;
        boolean overflow = false;
        long limitBeforeDigit = Long.divideUnsigned(-1L, base);
        for (int digit = digit(peek(0)); digit >= 0 && digit < base; digit = digit(peek(0))) {
            at++;
            if (Long.compareUnsigned(value, limitBeforeDigit) > 0
                    || Long.compareUnsigned(value * base + digit, value * base) < 0) {
                overflow = true;
            }
            value = value * base + digit;
        }
        if (at == from) {
            return FAILED;
        }
        if (overflow) {
            return unsignedToDouble(-1L);
        }
        return unsignedToDouble(negative ? -value : value);
    }

    /** The double nearest to an unsigned 64-bit number. */
    public static double unsignedToDouble(long value) {
        if (value >= 0) {
            return value;
        }
        // halved with a sticky last bit, so that the one rounding to 53 bits is the right one
        return (double) ((value >>> 1) | (value & 1)) * 2.0;
    }

    private boolean hexFollows() {
        return hexDigit(peek(2)) >= 0 || (peek(2) == '.' && hexDigit(peek(3)) >= 0);
    }

    private boolean onlySpaceLeft() {
        skipSpace();
        return peek(0) == 0;
    }

    private void skipSpace() {
        while (isSpace(peek(0))) {
            at++;
        }
    }

    private boolean startsWith(String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if ((peek(i) | 0x20) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The byte at an offset; 0 at the end, which is also how C sees it. */
    private int peek(int offset) {
        int index = at + offset;
        return index < limit ? text[index] & 0xff : 0;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private static int hexDigit(int c) {
        int digit = digit(c);
        return digit < 16 ? digit : -1;
    }

    private static int digit(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        return isLetter(c) ? (c | 0x20) - 'a' + 10 : -1;
    }

    @Override
    public String toString() {
        return "NumberParser[at " + at + " of " + limit + "]";
    }
}
