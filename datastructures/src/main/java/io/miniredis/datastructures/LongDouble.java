package io.miniredis.datastructures;

import java.math.BigInteger;

/**
 * The x86's 80 bit floating point number, C's {@code long double}, in which INCRBYFLOAT and HINCRBYFLOAT reckon:
 * {@code significand * 2^exponent} with 64 significant bits and exponents from -16445 up. Every result is rounded to
 * that, to the even neighbour in the middle, as the machine does. Immutable.
 *
 * <p>Why so exact? Clients see the digits: 0.1 + 0.2 is 0.3 here, and 0.30000000000000004 for a double.
 */
public final class LongDouble {
    private static final int PRECISION_BITS = 64;
    private static final int MIN_EXPONENT = -16445;

    /** A number needs fewer bits before the point than this, plus one. */
    private static final int MAX_MAGNITUDE_BITS = 16384;

    /** Redis reads no more than this (MAX_LONG_DOUBLE_CHARS). */
    private static final int MAX_TEXT_LENGTH = 5 * 1024 - 1;

    /** Powers of ten beyond these are out of range whatever the digits. */
    private static final int MAX_DECIMAL_EXPONENT = 4940;

    private static final int MIN_DECIMAL_EXPONENT = -4960;
    private static final int HUGE_EXPONENT = 1_000_000;

    private static final int HUMAN_DECIMALS = 17;
    private static final BigInteger HUMAN_UNIT = BigInteger.TEN.pow(HUMAN_DECIMALS);

    /** With a sign. */
    private final BigInteger significand;

    private final int exponent;

    /** An infinite number keeps its sign in the significand. */
    private final boolean infinite;

    private LongDouble(BigInteger significand, int exponent, boolean infinite) {
        this.significand = significand;
        this.exponent = exponent;
        this.infinite = infinite;
    }

    public static LongDouble of(long value) {
        return new LongDouble(BigInteger.valueOf(value), 0, false);
    }

    /**
     * The number that the bytes spell, as Redis's {@code string2ld} reads it: decimal or hexadecimal, inf or infinity
     * in any case.
     *
     * @throws NumberFormatException for anything else, for nan, for blanks, for more than 5119 bytes, for a number too
     *     large and for one so small that it becomes zero
     */
    public static LongDouble parse(byte[] bytes) {
        if (Numbers.isLong(bytes)) {
            return of(Numbers.knownLong(bytes, 0, bytes.length));
        }
        FloatSyntax.Kind kind = bytes.length > MAX_TEXT_LENGTH ? FloatSyntax.Kind.NONE : FloatSyntax.kindOf(bytes);
        boolean negative = bytes.length > 0 && bytes[0] == '-';
        return switch (kind) {
            case NONE -> throw new NumberFormatException("not a float");
            case INFINITE -> infinite(negative ? -1 : 1);
            case DECIMAL -> parseDigits(bytes, 10);
            case HEXADECIMAL -> parseDigits(bytes, 16);
        };
    }

    private static LongDouble infinite(int sign) {
        return new LongDouble(BigInteger.valueOf(sign), 0, true);
    }

    private static LongDouble parseDigits(byte[] bytes, int radix) {
        String text = Ascii.text(bytes);
        int start = (FloatSyntax.isSigned(bytes) ? 1 : 0) + (radix == 16 ? 2 : 0);
        int end = start;
        int point = -1;
        while (end < bytes.length && Ascii.lower(bytes[end]) != FloatSyntax.exponentLetter(radix)) {
            point = bytes[end] == '.' ? end : point;
            end++;
        }
        int decimals = point < 0 ? 0 : end - 1 - point;
        String digits =
                point < 0 ? text.substring(start, end) : text.substring(start, point) + text.substring(point + 1, end);
        BigInteger magnitude = new BigInteger(digits, radix);
        if (magnitude.signum() == 0) {
            return of(0);
        }
        int written = end < bytes.length ? parseExponent(bytes, end + 1) : 0;
        LongDouble result = radix == 16
                ? rounded(magnitude, written - 4 * decimals, false)
                : scaledByTen(magnitude, written - decimals);
        if (result.infinite || result.significand.signum() == 0) {
            throw new NumberFormatException("float out of range");
        }
        return bytes[0] == '-' ? result.negated() : result;
    }

    /** The exponent's digits; absurd ones end at a million, where all is infinite or nothing anyway. */
    private static int parseExponent(byte[] bytes, int start) {
        boolean signed = bytes[start] == '-' || bytes[start] == '+';
        int value = 0;
        for (int i = signed ? start + 1 : start; i < bytes.length; i++) {
            value = Math.min(HUGE_EXPONENT, value * 10 + (bytes[i] - '0'));
        }
        return bytes[start] == '-' ? -value : value;
    }

    private static LongDouble scaledByTen(BigInteger magnitude, int power) {
        int decimalDigits = magnitude.bitLength() * 3 / 10;
        if (decimalDigits + power > MAX_DECIMAL_EXPONENT) {
            return infinite(1);
        }
        if (decimalDigits + 2 + power < MIN_DECIMAL_EXPONENT - magnitude.bitLength() / 300) {
            return of(0);
        }
        if (power >= 0) {
            return rounded(magnitude.multiply(BigInteger.TEN.pow(power)), 0, false);
        }
        BigInteger divisor = BigInteger.TEN.pow(-power);
        // Two bits more than are kept, so that the remainder only decides between the middle and beyond.
        int shift = Math.max(0, PRECISION_BITS + 2 + divisor.bitLength() - magnitude.bitLength());
        BigInteger[] parts = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
        return rounded(parts[0], -shift, parts[1].signum() != 0);
    }

    /**
     * The nearest number that exists.
     *
     * @param more whether the exact number is a little larger than {@code magnitude * 2^exponent}: by less than 1 in
     *     the magnitude, which then has at least 66 bits
     */
    private static LongDouble rounded(BigInteger magnitude, int exponent, boolean more) {
        int surplus = Math.max(magnitude.bitLength() - PRECISION_BITS, MIN_EXPONENT - exponent);
        BigInteger kept = magnitude;
        int keptExponent = exponent;
        if (surplus > 0) {
            kept = shiftRightHalfEven(magnitude, surplus, more);
            keptExponent = exponent + surplus;
        }
        return kept.bitLength() + keptExponent > MAX_MAGNITUDE_BITS
                ? infinite(1)
                : new LongDouble(kept, keptExponent, false);
    }

    private static BigInteger shiftRightHalfEven(BigInteger magnitude, int bits, boolean more) {
        BigInteger kept = magnitude.shiftRight(bits);
        boolean half = magnitude.testBit(bits - 1);
        boolean beyondHalf = half && (more || magnitude.getLowestSetBit() < bits - 1);
        return beyondHalf || (half && kept.testBit(0)) ? kept.add(BigInteger.ONE) : kept;
    }

    private LongDouble negated() {
        return new LongDouble(significand.negate(), exponent, infinite);
    }

    /**
     * The sum, rounded; infinite if it is too large.
     *
     * @throws ArithmeticException for inf + -inf, which is not a number
     */
    public LongDouble add(LongDouble other) {
        if (infinite || other.infinite) {
            return addInfinite(other);
        }
        int common = Math.min(exponent, other.exponent);
        BigInteger sum =
                significand.shiftLeft(exponent - common).add(other.significand.shiftLeft(other.exponent - common));
        LongDouble magnitude = rounded(sum.abs(), common, false);
        return sum.signum() < 0 ? magnitude.negated() : magnitude;
    }

    private LongDouble addInfinite(LongDouble other) {
        if (infinite && other.infinite && significand.signum() != other.significand.signum()) {
            throw new ArithmeticException("inf - inf");
        }
        return infinite ? this : other;
    }

    /** A thousand times this, rounded up to an integer; the nearest {@code long} if that is beyond its range. */
    public long ceilingOfThousandfold() {
        if (infinite) {
            return significand.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        BigInteger thousandfold = significand.multiply(BigInteger.valueOf(1_000));
        LongDouble product = rounded(thousandfold.abs(), exponent, false);
        if (product.infinite || product.significand.bitLength() + product.exponent > Long.SIZE) {
            return significand.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        BigInteger signed = significand.signum() < 0 ? product.significand.negate() : product.significand;
        // Shifting right rounds down, so what is below zero here is rounded up.
        BigInteger ceiling = product.exponent >= 0
                ? signed.shiftLeft(product.exponent)
                : signed.negate().shiftRight(-product.exponent).negate();
        return ceiling.bitLength() < Long.SIZE
                ? ceiling.longValue()
                : signed.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    public boolean isFinite() {
        return !infinite;
    }

    /**
     * Redis's {@code ld2string} in its human form: 17 decimals, rounded from the exact binary number, without zeros at
     * the end and without exponent, however long. inf and -inf as such.
     */
    public String toHumanString() {
        if (infinite) {
            return significand.signum() < 0 ? "-inf" : "inf";
        }
        BigInteger scaled = significand.abs().multiply(HUMAN_UNIT);
        BigInteger units = exponent >= 0 ? scaled.shiftLeft(exponent) : shiftRightHalfEven(scaled, -exponent, false);
        String digits = units.toString();
        int whole = digits.length() - HUMAN_DECIMALS;
        StringBuilder out = new StringBuilder(digits.length() + HUMAN_DECIMALS + 2);
        out.append(significand.signum() < 0 && units.signum() != 0 ? "-" : "");
        out.append(whole > 0 ? digits.substring(0, whole) : "0").append('.');
        for (int i = whole; i < 0; i++) {
            out.append('0');
        }
        out.append(digits, Math.max(0, whole), digits.length());
        return withoutTrailingZeros(out);
    }

    private static String withoutTrailingZeros(StringBuilder out) {
        int end = out.length();
        while (out.charAt(end - 1) == '0') {
            end--;
        }
        return out.substring(0, out.charAt(end - 1) == '.' ? end - 1 : end);
    }

    @Override
    public String toString() {
        return toHumanString();
    }
}
