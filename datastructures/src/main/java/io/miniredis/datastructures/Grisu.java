package io.miniredis.datastructures;

import java.math.BigInteger;

/**
 * Doubles as few decimal digits that read back as the same double: Florian Loitsch, "Printing Floating-Point Numbers
 * Quickly and Accurately with Integers" (2010), algorithm Grisu2.
 *
 * <p>Why not {@link Double#toString(double)}? Redis 7.2 uses this algorithm ({@code fpconv_dtoa}), which in one case of
 * a thousand yields a digit more than necessary or not the nearest of the shortest; clients see the digits, so they
 * have to be the same ones.
 *
 * <p>The idea: a double stands for all real numbers nearer to it than to its neighbours. Scale that interval by a power
 * of ten so that its upper end has an integer part of up to 32 bits, write the digits of the upper end, and stop as
 * soon as what is left is smaller than the interval. All in 64 bit integers: {@code significand * 2^exponent}, the
 * interval made narrower by one unit at each end for the error of the scaling.
 */
final class Grisu {
    private static final int SIGNIFICAND_BITS = 52;
    private static final long HIDDEN_BIT = 1L << SIGNIFICAND_BITS;
    private static final int EXPONENT_BIAS = 1023 + SIGNIFICAND_BITS;

    /** Powers 10^-348, 10^-340, ... 10^340, as 64 bit significands and binary exponents. */
    private static final int FIRST_POWER = -348;

    private static final int POWER_STEP = 8;
    private static final int POWER_COUNT = 87;
    private static final long[] POWER_SIGNIFICANDS = new long[POWER_COUNT];
    private static final int[] POWER_EXPONENTS = new int[POWER_COUNT];

    /** The scaled interval's binary exponent lies in this range, so that 4 to 32 bits stand before the point. */
    private static final int MIN_SCALED_EXPONENT = -60;

    private static final int MAX_SCALED_EXPONENT = -32;
    private static final double LOG10_OF_2 = 0.30102999566398114;

    private static final int MAX_DIGITS = 18;

    static {
        for (int i = 0; i < POWER_COUNT; i++) {
            storePower(i, FIRST_POWER + i * POWER_STEP);
        }
    }

    private final byte[] digits = new byte[MAX_DIGITS];
    private int count;

    /** The number is the digits, taken as an integer, times ten to this. */
    private int decimalExponent;

    private Grisu() {}

    private static void storePower(int index, int power) {
        BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
        int exponent = power >= 0 ? ten.bitLength() - 64 : -63 - ten.bitLength();
        BigInteger twice = power >= 0
                ? ten.shiftLeft(128).shiftRight(exponent + 127)
                : BigInteger.ONE.shiftLeft(1 - exponent).divide(ten);
        BigInteger significand = twice.add(BigInteger.ONE).shiftRight(1);
        POWER_SIGNIFICANDS[index] = significand.longValue();
        POWER_EXPONENTS[index] = exponent;
    }

    /** A finite number other than zero: 0.1, 1e-7, 1.5e+25. */
    static String format(double value) {
        Grisu grisu = new Grisu();
        grisu.generate(Math.abs(value));
        return grisu.layout(value < 0);
    }

    private void generate(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> SIGNIFICAND_BITS);
        long significand = (bits & (HIDDEN_BIT - 1)) + (biased == 0 ? 0 : HIDDEN_BIT);
        int exponent = Math.max(biased, 1) - EXPONENT_BIAS;

        // Upper and lower end lie half a unit away, the lower one a quarter where the exponent changes below it.
        long upper = (significand << 1) + 1;
        int upperShift = Long.numberOfLeadingZeros(upper);
        int upperExponent = exponent - 1 - upperShift;
        int lowerBits = significand == HIDDEN_BIT ? 2 : 1;
        long lower = ((significand << lowerBits) - 1) << (exponent - lowerBits - upperExponent);
        long middle = significand << Long.numberOfLeadingZeros(significand);

        int power = powerFor(upperExponent);
        long scale = POWER_SIGNIFICANDS[power];
        long scaledUpper = multiply(upper << upperShift, scale) - 1;
        long scaledLower = multiply(lower, scale) + 1;
        decimalExponent = -(FIRST_POWER + power * POWER_STEP);
        int scaledExponent = upperExponent + POWER_EXPONENTS[power] + 64;
        generateDigits(scaledUpper, scaledUpper - scaledLower, scaledUpper - multiply(middle, scale), -scaledExponent);
    }

    /** Index of the power of ten that brings this binary exponent into the range for {@link #generateDigits}. */
    private static int powerFor(int exponent) {
        int estimate = (int) (-(exponent + POWER_COUNT) * LOG10_OF_2);
        int index = (estimate - FIRST_POWER) / POWER_STEP;
        while (exponent + POWER_EXPONENTS[index] + 64 < MIN_SCALED_EXPONENT) {
            index++;
        }
        while (exponent + POWER_EXPONENTS[index] + 64 > MAX_SCALED_EXPONENT) {
            index--;
        }
        return index;
    }

    /** The upper 64 of the product's 128 bits, rounded. */
    private static long multiply(long a, long b) {
        long aHigh = a >>> 32;
        long aLow = a & 0xFFFFFFFFL;
        long bHigh = b >>> 32;
        long bLow = b & 0xFFFFFFFFL;
        long highLow = aHigh * bLow;
        long lowHigh = aLow * bHigh;
        long middle = (highLow & 0xFFFFFFFFL) + (lowHigh & 0xFFFFFFFFL) + ((aLow * bLow) >>> 32) + (1L << 31);
        return aHigh * bHigh + (highLow >>> 32) + (lowHigh >>> 32) + (middle >>> 32);
    }

    /**
     * @param upper upper end of the interval, its point {@code pointBits} from the right
     * @param width of the interval
     * @param distance from the upper end down to the number itself
     */
    private void generateDigits(long upper, long width, long distance, int pointBits) {
        long one = 1L << pointBits;
        long whole = upper >>> pointBits;
        long fraction = upper & (one - 1);
        int kappa = 10;
        for (long divisor = 1_000_000_000; kappa > 0; divisor /= 10) {
            add(whole / divisor);
            whole %= divisor;
            kappa--;
            long rest = (whole << pointBits) + fraction;
            if (Long.compareUnsigned(rest, width) <= 0) {
                decimalExponent += kappa;
                approach(width, rest, divisor << pointBits, distance);
                return;
            }
        }
        long unit = 1;
        do {
            fraction *= 10;
            width *= 10;
            unit *= 10;
            kappa--;
            add(fraction >>> pointBits);
            fraction &= one - 1;
        } while (Long.compareUnsigned(fraction, width) >= 0);
        decimalExponent += kappa;
        approach(width, fraction, one, distance * unit);
    }

    private void add(long digit) {
        if (digit != 0 || count > 0) {
            digits[count++] = (byte) ('0' + digit);
        }
    }

    /**
     * Lowers the last digit while that brings the digits, which stand near the upper end, nearer to the number itself.
     *
     * @param rest from the digits up to the upper end
     * @param step what the last digit is worth
     */
    private void approach(long width, long rest, long step, long distance) {
        long at = rest;
        while (Long.compareUnsigned(at, distance) < 0
                && Long.compareUnsigned(width - at, step) >= 0
                && (Long.compareUnsigned(at + step, distance) < 0
                        || Long.compareUnsigned(distance - at, at + step - distance) > 0)) {
            digits[count - 1]--;
            at += step;
        }
    }

    /** Without exponent while few zeros have to be added, as {@code fpconv_dtoa} decides it. */
    private String layout(boolean negative) {
        StringBuilder out = new StringBuilder(32).append(negative ? "-" : "");
        int exponent = Math.abs(decimalExponent + count - 1);
        if (decimalExponent >= 0 && exponent < count + 7) {
            appendDigits(out, 0, count);
            appendZeros(out, decimalExponent);
        } else if (decimalExponent < 0 && (decimalExponent > -7 || exponent < 4)) {
            appendWithPoint(out, count + decimalExponent);
        } else {
            appendDigits(out, 0, 1);
            appendDigits(out.append(count > 1 ? "." : ""), 1, count);
            out.append(decimalExponent + count - 1 < 0 ? "e-" : "e+").append(exponent);
        }
        return out.toString();
    }

    private void appendWithPoint(StringBuilder out, int point) {
        if (point > 0) {
            appendDigits(out, 0, point);
            appendDigits(out.append('.'), point, count);
        } else {
            appendZeros(out.append("0."), -point);
            appendDigits(out, 0, count);
        }
    }

    private void appendDigits(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.append((char) digits[i]);
        }
    }

    private static void appendZeros(StringBuilder out, int zeros) {
        for (int i = 0; i < zeros; i++) {
            out.append('0');
        }
    }
}
