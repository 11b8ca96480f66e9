package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DecimalTextTest {
    private static String expected(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(17, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    @Property(tries = 1000)
    void roundsTheExactNumberTo17Decimals(
            @ForAll @DoubleRange(min = -180, max = 180) double value, @ForAll @IntRange(min = 0, max = 80) int shift) {
        double smaller = Math.scalb(value, -shift);

        assertEquals(expected(value), DecimalText.human(value));
        assertEquals(expected(smaller), DecimalText.human(smaller));
    }

    @Property(tries = 300)
    void roundsHalvesToEven(@ForAll @IntRange(min = 0, max = 100_000) int odd) {
        double tie = Math.scalb(2.0 * odd + 1, -18);

        assertEquals(expected(tie), DecimalText.human(tie));
    }

    @Example
    void writesNoZerosAtTheEndAndNoSignBeforeZero() {
        assertEquals("0", DecimalText.human(0));
        assertEquals("0", DecimalText.human(-0.0));
        assertEquals("-180", DecimalText.human(-180));
        assertEquals("0.5", DecimalText.human(0.5));
        assertEquals("-1.25", DecimalText.human(-1.25));
        assertEquals("0.99999999999999989", DecimalText.human(Math.nextDown(1.0)));
        assertEquals("9007199254740992", DecimalText.human(0x1p53));
    }

    @Example
    void writesDistancesWithFourDecimals() {
        assertEquals("0.0000", DecimalText.distance(0));
        assertEquals("0.0000", DecimalText.distance(0.00004));
        assertEquals("0.0001", DecimalText.distance(0.00006));
        assertEquals("0.0012", DecimalText.distance(0.0012));
        assertEquals("166274.1516", DecimalText.distance(166274.1515696004));
        assertEquals("-922337203685477.5808", DecimalText.distance(Double.NaN));
    }
}
