package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LongDoubleTest {
    @Test
    void addsAsTheMachineOfARedisServerDoes() {
        for (String[] row : Recorded.rows("incrbyfloat.tsv")) {
            assertEquals(row[2], sum(row[0], row[1]), row[0] + " + " + row[1]);
        }
    }

    /** "bad" and "naninf" stand for the two errors of INCRBYFLOAT. */
    private static String sum(String one, String other) {
        try {
            LongDouble sum = LongDouble.parse(Ascii.bytes(one)).add(LongDouble.parse(Ascii.bytes(other)));
            return sum.isFinite() ? sum.toHumanString() : "naninf";
        } catch (NumberFormatException e) {
            return "bad";
        } catch (ArithmeticException e) {
            return "naninf";
        }
    }

    @Property(tries = 300)
    void integersAddExactlyWhileTheyFitInto64Bits(@ForAll long one, @ForAll int other) {
        BigInteger exact = BigInteger.valueOf(one).add(BigInteger.valueOf(other));
        assertEquals(
                exact.toString(), LongDouble.of(one).add(LongDouble.of(other)).toHumanString());
    }

    /** From 64 on the 17th decimal shows the rounding: 128.000005 is 128.00000500000000001, in Redis too. */
    @Property(tries = 300)
    void decimalsBelow64ComeBackAsTheyWere(@ForAll @IntRange(min = -63_999_999, max = 63_999_999) int units) {
        BigDecimal value = BigDecimal.valueOf(units, 6).stripTrailingZeros();
        assertEquals(
                value.signum() == 0 ? "0" : value.toPlainString(),
                parse(value.toPlainString()).toString());
    }

    @Test
    void goesFromTheSmallestToTheLargest() {
        assertEquals("inf", parse("inf").toHumanString());
        assertEquals("-inf", parse("-INFINITY").add(LongDouble.of(1)).toHumanString());
        LongDouble largest = parse("1.18973149535723176502e4932");
        assertEquals(4933, largest.toHumanString().length());
        assertFalse(largest.add(largest).isFinite());
        assertThrows(NumberFormatException.class, () -> parse("1.18973149535723176509e4932"));
        assertThrows(NumberFormatException.class, () -> parse("0x1p16384"));
        assertEquals("0", parse("0x1p-16445").toHumanString());
        assertThrows(NumberFormatException.class, () -> parse("0x1p-16446"));
        assertThrows(NumberFormatException.class, () -> parse("1.8e-4951"));
        assertThrows(NumberFormatException.class, () -> parse("1e" + "9".repeat(40)));
        assertThrows(NumberFormatException.class, () -> parse("1e-" + "9".repeat(40)));
    }

    @Test
    void readsNoMoreThanRedissBufferHolds() {
        assertEquals("1", parse("1." + "0".repeat(5117)).toHumanString());
        assertThrows(NumberFormatException.class, () -> parse("1." + "0".repeat(5118)));
    }

    @Test
    void infinityMinusInfinityIsNotANumber() {
        assertThrows(ArithmeticException.class, () -> parse("inf").add(parse("-inf")));
    }

    private static LongDouble parse(String text) {
        return LongDouble.parse(Ascii.bytes(text));
    }
}
