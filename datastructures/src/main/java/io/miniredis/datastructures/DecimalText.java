package io.miniredis.datastructures;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Doubles with a fixed number of decimals: coordinates and distances as Redis writes them. */
public final class DecimalText {
    private static final int HUMAN_DECIMALS = 17;
    private static final long HUMAN_UNIT = 100_000_000_000_000_000L;

    /** Bits behind the point up to which a fraction is reckoned in two longs. */
    private static final int MAX_FRACTION_BITS = 63;

    private static final int MANTISSA_BITS = 52;

    /** How much is to be subtracted from a double's biased exponent to get that of its lowest bit. */
    private static final int LOWEST_BIT_BIAS = 1023 + MANTISSA_BITS;

    private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
    private static final int DISTANCE_DECIMALS = 4;
    private static final double DISTANCE_UNIT = 10_000;

    private DecimalText() {}

    /**
     * Redis's {@code ld2string} in its human form: rounded to 17 decimals, half to even, from the exact binary number,
     * without zeros at the end.
     *
     * @param value finite
     */
    public static String human(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int fractionBits = LOWEST_BIT_BIAS - (int) ((bits >>> MANTISSA_BITS) & 0x7ff);
        if (fractionBits < 1 || fractionBits > MAX_FRACTION_BITS) {
            return exact(value);
        }
        long mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
        long mask = (1L << fractionBits) - 1;
        long whole = mantissa >>> fractionBits;
        long fraction = mantissa & mask;
        // fraction * 10^17 / 2^fractionBits, in 128 bits
        long high = Math.multiplyHigh(fraction, HUMAN_UNIT);
        long low = fraction * HUMAN_UNIT;
        long decimals = (high << (Long.SIZE - fractionBits)) | (low >>> fractionBits);
        long rest = low & mask;
        long half = 1L << (fractionBits - 1);
        if (rest > half || (rest == half && (decimals & 1) == 1)) {
            decimals++;
        }
        if (decimals == HUMAN_UNIT) {
            decimals = 0;
            whole++;
        }
        return text(bits < 0, whole, decimals);
    }

    private static String text(boolean negative, long whole, long decimals) {
        StringBuilder out = new StringBuilder(HUMAN_DECIMALS + 6);
        if (negative && (whole | decimals) != 0) {
            out.append('-');
        }
        out.append(whole);
        if (decimals == 0) {
            return out.toString();
        }
        out.append('.');
        int point = out.length();
        // A one in front keeps the zeros behind the point.
        out.append(decimals + HUMAN_UNIT).deleteCharAt(point);
        int end = out.length();
        while (out.charAt(end - 1) == '0') {
            end--;
        }
        out.setLength(end);
        return out.toString();
    }

    private static String exact(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(HUMAN_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** A distance with four decimals ({@code fixedpoint_d2string}). What is no number becomes the smallest long. */
    public static String distance(double value) {
        double scaled = value * DISTANCE_UNIT;
        long tenThousandths = Double.isNaN(scaled) ? Long.MIN_VALUE : (long) Math.rint(scaled);
        String digits = Long.toString(Math.abs(tenThousandths));
        StringBuilder out = new StringBuilder(digits.length() + 3);
        out.append(tenThousandths < 0 ? "-" : "");
        String magnitude = tenThousandths == Long.MIN_VALUE ? digits.substring(1) : digits;
        for (int i = magnitude.length(); i <= DISTANCE_DECIMALS; i++) {
            out.append('0');
        }
        out.append(magnitude);
        return out.insert(out.length() - DISTANCE_DECIMALS, '.').toString();
    }
}
