package io.miniredis.datastructures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** Doubles as text, read and written as the C library and Redis do. Entry points are in {@link Numbers}. */
final class FloatText {
    /** Integers of so many digits, and powers of ten up to 10<sup>22</sup>, are doubles without rounding. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    /** Beyond this Redis does not try whether a double is an integer. */
    private static final double LARGEST_INTEGER = 0x1p62;

    private static final double LARGEST_PLAIN = 1e15;

    private FloatText() {}

    static double parseDouble(byte[] bytes) {
        double simple = parseSimple(bytes, 0, bytes.length);
        return Double.isNaN(simple) ? parseAny(bytes) : simple;
    }

    static double parseDouble(byte[] bytes, int offset, int length) {
        double simple = parseSimple(bytes, offset, offset + length);
        return Double.isNaN(simple) ? parseAny(Arrays.copyOfRange(bytes, offset, offset + length)) : simple;
    }

    /** As {@code strtod}, of a C string all of which is to be a number: see {@link Numbers#strtod}. */
    static double strtod(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        int start = 0;
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        if (end == 0) {
            return 0;
        }
        double simple = parseSimple(bytes, start, end);
        return Double.isNaN(simple) ? parseAnySize(Arrays.copyOfRange(bytes, start, end)) : simple;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private static double parseAnySize(byte[] bytes) {
        return switch (FloatSyntax.kindOf(bytes)) {
            case NONE, INFINITE -> parseAny(bytes);
            case DECIMAL -> Double.parseDouble(Ascii.text(bytes));
            case HEXADECIMAL -> Double.parseDouble(withExponent(Ascii.text(bytes)));
        };
    }

    /**
     * A number of up to 15 digits with at most one point among them: the digits divided by a power of ten are rounded
     * once and therefore right. NaN for all others, which are not necessarily wrong.
     */
    private static double parseSimple(byte[] bytes, int from, int end) {
        int start = end > from && bytes[from] == '-' ? from + 1 : from;
        if (end - start > EXACT_DIGITS + 1) {
            return Double.NaN;
        }
        long value = 0;
        int digits = 0;
        int point = -1;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b >= '0' && b <= '9') {
                value = value * 10 + (b - '0');
                digits++;
            } else if (b == '.' && point < 0) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0 || digits > EXACT_DIGITS) {
            return Double.NaN;
        }
        double magnitude = point < 0 ? value : value / POWERS_OF_TEN[end - 1 - point];
        return start == from ? magnitude : -magnitude;
    }

    private static double parseAny(byte[] bytes) {
        return switch (FloatSyntax.kindOf(bytes)) {
            case NONE -> throw new NumberFormatException("not a float");
            case INFINITE -> bytes[0] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            case DECIMAL -> inRange(Double.parseDouble(Ascii.text(bytes)), bytes, 10);
            case HEXADECIMAL -> inRange(Double.parseDouble(withExponent(Ascii.text(bytes))), bytes, 16);
        };
    }

    private static String withExponent(String hexadecimal) {
        boolean present = hexadecimal.indexOf('p') >= 0 || hexadecimal.indexOf('P') >= 0;
        return present ? hexadecimal : hexadecimal + "p0";
    }

    private static double inRange(double value, byte[] bytes, int radix) {
        if (Double.isInfinite(value) || (value == 0 && FloatSyntax.hasSignificantDigit(bytes, radix))) {
            throw new NumberFormatException("float out of range");
        }
        return value;
    }

    /** The form of {@code printf("%.<precision>g")}. */
    static String formatGeneral(double value, int precision) {
        if (value == Math.rint(value) && Math.abs(value) < Math.min(LARGEST_PLAIN, pow10(precision))) {
            return plainInteger(value);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return notFinite(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        int significant = digits.length();
        while (significant > 1 && digits.charAt(significant - 1) == '0') {
            significant--;
        }
        StringBuilder out = new StringBuilder(32).append(value < 0 ? "-" : "");
        if (exponent < -4 || exponent >= precision) {
            return scientific(out, digits.substring(0, significant), exponent);
        }
        return positional(out, digits.substring(0, significant), exponent);
    }

    private static double pow10(int exponent) {
        return exponent < POWERS_OF_TEN.length ? POWERS_OF_TEN[exponent] : LARGEST_PLAIN;
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }

    private static String plainInteger(double value) {
        return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }

    private static String scientific(StringBuilder out, String digits, int exponent) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        int magnitude = Math.abs(exponent);
        out.append('e').append(exponent < 0 ? '-' : '+').append(magnitude < 10 ? "0" : "");
        return out.append(magnitude).toString();
    }

    private static String positional(StringBuilder out, String digits, int exponent) {
        if (exponent < 0) {
            out.append("0.");
            appendZeros(out, -exponent - 1);
            return out.append(digits).toString();
        }
        int whole = exponent + 1;
        if (digits.length() <= whole) {
            appendZeros(out.append(digits), whole - digits.length());
            return out.toString();
        }
        return out.append(digits, 0, whole)
                .append('.')
                .append(digits, whole, digits.length())
                .toString();
    }

    private static void appendZeros(StringBuilder out, int count) {
        for (int i = 0; i < count; i++) {
            out.append('0');
        }
    }

    /** The form of Redis 7.2's {@code d2string}. */
    static String formatShortest(double value) {
        if (Math.abs(value) <= LARGEST_INTEGER && (long) value == value) {
            return plainInteger(value);
        }
        return Double.isNaN(value) || Double.isInfinite(value) ? notFinite(value) : Grisu.format(value);
    }

    /** The form of {@code fpconv_dtoa}. */
    static String formatFewestDigits(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return Double.isNaN(value) || Double.isInfinite(value) ? notFinite(value) : Grisu.format(value);
    }
}
