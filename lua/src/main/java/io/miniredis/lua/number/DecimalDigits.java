package io.miniredis.lua.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The decimal digits of a finite, not negative double, rounded as C's {@code printf} rounds them: half to even, of the
 * exact binary value.
 *
 * <p>The exact value has up to 767 digits, so {@link BigDecimal} is the honest and slow way. The quick way starts at
 * the digits of {@link Double#toString(double)}, which lie within half a unit in the last place of the exact value:
 * cutting them to at most 15 digits gives the same answer, unless what is cut off is so near to one half that the exact
 * value might be on the other side.
 */
final class DecimalDigits {
    /** More digits than this say something about the binary value that the shortest text does not know. */
    private static final int QUICK_DIGITS = 15;

    /**
     * In units of the 17th digit: half a unit in the last place of a double is at most 9 of them, doubled for safety.
     */
    private static final int DOUBT = 20;

    private static final int SHORTEST_DIGITS = 17;

    /** ASCII digits, the first of which is not zero unless the number is zero; exactly the count asked for. */
    final byte[] digits;

    /** The power of ten of the first digit: 2 for 123.4. */
    final int exponent;

    private DecimalDigits(byte[] digits, int exponent) {
        this.digits = digits;
        this.exponent = exponent;
    }

    /** The first {@code count} (1 or more) significant digits, for {@code %e} and {@code %g}. */
    static DecimalDigits significant(double value, int count) {
        if (value == 0) {
            return new DecimalDigits(zeros(count), 0);
        }
        if (count <= QUICK_DIGITS) {
            DecimalDigits quick = cutShortest(value, count, false);
            if (quick != null) {
                return quick;
            }
        }
        BigDecimal exact = new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_EVEN));
        return ofExact(exact, count);
    }

    /**
     * All digits down to {@code places} behind the point, for {@code %f}: {@code digits} is empty when the number
     * rounds to zero and no digit stands in front of the point.
     */
    static DecimalDigits fixed(double value, int places) {
        if (value == 0) {
            return new DecimalDigits(new byte[0], 0);
        }
        DecimalDigits quick = cutShortest(value, places, true);
        if (quick != null) {
            return quick;
        }
        BigDecimal exact = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
        return exact.signum() == 0 ? new DecimalDigits(new byte[0], 0) : ofExact(exact, exact.precision());
    }

    private static DecimalDigits ofExact(BigDecimal exact, int count) {
        String unscaled = exact.unscaledValue().toString();
        byte[] digits = zeros(count);
        for (int i = 0; i < count && i < unscaled.length(); i++) {
            digits[i] = (byte) unscaled.charAt(i);
        }
        return new DecimalDigits(digits, unscaled.length() - 1 - exact.scale());
    }

    /**
     * The shortest text cut to a number of digits ({@code wanted}, or that many behind the point); null when in doubt.
     */
    private static @Nullable DecimalDigits cutShortest(double value, int wanted, boolean behindPoint) {
        if (value < Double.MIN_NORMAL) {
            return null; // a subnormal's shortest text has fewer digits than the exact value shares with it
        }
        String text = Double.toString(value);
        byte[] all = new byte[SHORTEST_DIGITS + 2];
        int length = 0;
        int leadingZeros = 0;
        int pointAt = -1;
        int power = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                pointAt = length + leadingZeros;
            } else if (c == 'E') {
                power = Integer.parseInt(text, i + 1, text.length(), 10);
                break;
            } else if (c == '0' && length == 0) {
                leadingZeros++;
            } else if (length < all.length) {
                all[length++] = (byte) c;
            } else {
                return null;
            }
        }
        int exponent = pointAt - 1 - leadingZeros + power;
        int count = behindPoint ? exponent + 1 + wanted : wanted;
        if (count < 1 || count > QUICK_DIGITS) {
            return null;
        }
        return cut(all, length, count, exponent);
    }

    private static @Nullable DecimalDigits cut(byte[] all, int length, int count, int exponent) {
        byte[] digits = zeros(count);
        System.arraycopy(all, 0, digits, 0, Math.min(length, count));
        if (length <= count) {
            return new DecimalDigits(digits, exponent);
        }
        int tail = 0;
        int unit = 1;
        for (int i = count; i < SHORTEST_DIGITS; i++) {
            tail = tail * 10 + (i < length ? all[i] - '0' : 0);
            unit *= 10;
            if (unit > 100_000_000) {
                break;
            }
        }
        // the tail compared with one half, both in units of the last digit looked at
        int half = unit / 2;
        if (Math.abs(tail - half) <= DOUBT) {
            return null;
        }
        return tail < half ? new DecimalDigits(digits, exponent) : roundUp(digits, exponent);
    }

    private static DecimalDigits roundUp(byte[] digits, int exponent) {
        for (int i = digits.length - 1; i >= 0; i--) {
            if (digits[i] != '9') {
                digits[i]++;
                return new DecimalDigits(digits, exponent);
            }
            digits[i] = '0';
        }
        digits[0] = '1';
        return new DecimalDigits(digits, exponent + 1);
    }

    private static byte[] zeros(int count) {
        byte[] zeros = new byte[count];
        Arrays.fill(zeros, (byte) '0');
        return zeros;
    }

    @Override
    public String toString() {
        return "DecimalDigits[" + new String(digits, StandardCharsets.ISO_8859_1) + " e" + exponent + "]";
    }
}
