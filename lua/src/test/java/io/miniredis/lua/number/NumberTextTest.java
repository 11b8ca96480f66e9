package io.miniredis.lua.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void integersHaveNoExponentUpToFourteenDigits() {
        assertEquals("0", text(0));
        assertEquals("-0", text(-0.0));
        assertEquals("-7", text(-7));
        assertEquals("99999999999999", text(99999999999999.0));
        assertEquals("1e+14", text(1e14));
        assertEquals("1.2345678901234e+14", text(123456789012345.0));
    }

    @Test
    void fractionsAreRoundedToFourteenDigits() {
        assertEquals("0.33333333333333", text(1 / 3.0));
        assertEquals("0.1", text(0.1));
        assertEquals("0.3", text(0.1 + 0.2));
        assertEquals("1e-05", text(0.00001));
        assertEquals("0.0001", text(0.0001));
        assertEquals("4.9406564584125e-324", text(Double.MIN_VALUE));
    }

    @Test
    void whatIsNoNumberIsShownAsCShowsIt() {
        assertEquals("inf", text(Double.POSITIVE_INFINITY));
        assertEquals("-inf", text(Double.NEGATIVE_INFINITY));
        assertEquals("nan", text(Double.longBitsToDouble(0x7ff8_0000_0000_0000L)));
        assertEquals("-nan", text(Double.longBitsToDouble(0xfff8_0000_0000_0000L)));
    }

    @Property
    void everyDoubleIsRoundedFromItsExactValue(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            assertEquals(general(value, NumberText.PRECISION), text(value));
        }
    }

    @Property
    void decimalsNearATieAreRoundedFromTheirExactValue(
            @ForAll @IntRange(max = 999_999_999) int digits, @ForAll @IntRange(min = 1, max = 22) int scale) {
        double value = Double.parseDouble(digits + "5e-" + scale);
        for (int precision = 1; precision <= 17; precision++) {
            assertEquals(
                    general(value, precision),
                    new String(NumberText.of(value, precision), StandardCharsets.ISO_8859_1));
        }
    }

    @Property
    void longsAreWrittenInFull(@ForAll long value) {
        assertEquals(Long.toString(value), new String(NumberText.ofInteger(value), StandardCharsets.ISO_8859_1));
    }

    @Property
    void textOfSeventeenDigitsIsReadBackAsTheSameNumber(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            assertEquals(value, NumberParser.parse(NumberText.of(value, 17)));
        }
    }

    @Test
    void theSignOfZeroIsReadBack() {
        assertTrue(1 / NumberParser.parse(NumberText.of(-0.0)) < 0);
    }

    private static String text(double value) {
        return new String(NumberText.of(value), StandardCharsets.ISO_8859_1);
    }

    /** {@code %.<precision>g} the slow way. */
    private static String general(double value, int precision) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - 1 - rounded.scale();
        BigDecimal stripped = rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < precision) {
            return stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().abs().toString();
        String power = Integer.toString(Math.abs(exponent));
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < 2 ? "0" + power : power);
    }
}
