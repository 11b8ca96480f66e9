package io.miniredis.lua.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrintfTest {
    @Property
    void fixedNotationIsTheExactValueRoundedHalfToEven(
            @ForAll @DoubleRange(min = -1e18, max = 1e18) double value, @ForAll @IntRange(max = 40) int places) {
        String expected =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = Double.doubleToRawLongBits(value) < 0 && !expected.startsWith("-");
        assertEquals(lostSign ? "-" + expected : expected, floating(precise(places), 'f', value));
    }

    @Property
    void smallDecimalsInFixedNotationToo(
            @ForAll @IntRange(min = -100_000, max = 100_000) int thousandths, @ForAll @IntRange(max = 6) int places) {
        double value = thousandths / 1000.0;
        String expected =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = value < 0 && !expected.startsWith("-");
        assertEquals(lostSign ? "-" + expected : expected, floating(precise(places), 'f', value));
    }

    @Property
    void integersAreThoseOfJava(@ForAll long value, @ForAll @IntRange(max = 30) int width) {
        ByteText hex = new ByteText(8);
        Printf.unsigned(hex, wide(width), 'x', value);
        assertEquals(pad(Long.toHexString(value), width), hex.toString());
        ByteText decimal = new ByteText(8);
        Printf.signed(decimal, wide(width), value);
        assertEquals(pad(Long.toString(value), width), decimal.toString());
    }

    @Property
    void exponentsAreThoseOfJavaWhereItRoundsAlike(@ForAll @IntRange(min = 1, max = 1_000_000) int value) {
        assertEquals(String.format(Locale.ROOT, "%e", (double) value), floating(FormatSpec.PLAIN, 'e', value));
    }

    @Test
    void flagsCombineAsInC() {
        assertEquals("-3.", floating(new FormatSpec(false, false, false, true, false, 0, 0), 'f', -3));
        assertEquals("  inf", floating(new FormatSpec(false, false, false, false, true, 5, 1), 'f', 1 / 0.0));
        assertEquals("+1.50 ", floating(new FormatSpec(true, true, false, false, true, 6, 2), 'f', 1.5));
        assertEquals("1.50000", floating(new FormatSpec(false, false, false, true, false, 0, -1), 'g', 1.5));
        assertEquals("1E-10", floating(FormatSpec.PLAIN, 'G', 1e-10));
    }

    private static FormatSpec precise(int precision) {
        return new FormatSpec(false, false, false, false, false, 0, precision);
    }

    private static FormatSpec wide(int width) {
        return new FormatSpec(false, false, false, false, false, width, FormatSpec.NO_PRECISION);
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String floating(FormatSpec spec, char letter, double value) {
        ByteText out = new ByteText(8);
        Printf.floating(out, spec, letter, value);
        return out.toString();
    }
}
