package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    @Nested
    class Integers {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "7",
                    "-7",
                    "10",
                    "999999999999999999",
                    "1000000000000000000",
                    "-1000000000000000000",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "-9223372036854775807",
                    "2147483648"
                })
        void readsWhatItWouldWrite(String text) {
            assertTrue(Numbers.isLong(Ascii.bytes(text)));
            assertEquals(Long.parseLong(text), Numbers.parseLong(Ascii.bytes(text)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "-",
                    "+1",
                    "-0",
                    "00",
                    "01",
                    "-01",
                    " 1",
                    "1 ",
                    "1.0",
                    "1e3",
                    "0x1",
                    "a",
                    "1a",
                    "--1",
                    "1-",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "10000000000000000000",
                    "-10000000000000000000",
                    "99999999999999999999",
                    "123456789012345678901"
                })
        void refusesEverythingElse(String text) {
            assertFalse(Numbers.isLong(Ascii.bytes(text)));
            assertThrows(NumberFormatException.class, () -> Numbers.parseLong(Ascii.bytes(text)));
        }

        @Test
        void readsAPartOfAnArray() {
            byte[] bytes = Ascii.bytes("x-42y");
            assertEquals(-42, Numbers.parseLong(bytes, 1, 3));
            assertFalse(Numbers.isLong(bytes, 1, 4));
        }

        @Test
        void writesIntoTheMiddleOfAnArray() {
            byte[] target = Ascii.bytes("........");
            assertEquals(5, Numbers.writeDigits(-105, target, 1));
            assertEquals(".-105...", Ascii.text(target));
        }
    }

    @Property(tries = 1000)
    void everyIntegerComesBackFromItsDigits(@ForAll long value) {
        byte[] digits = Numbers.digits(value);
        assertEquals(Long.toString(value), Ascii.text(digits));
        assertEquals(digits.length, Numbers.digitCount(value));
        assertEquals(value, Numbers.parseLong(digits));
    }

    @Property(tries = 1000)
    void aTextIsAnIntegerIfAndOnlyIfItIsItsOnlySpelling(
            @ForAll @Chars('-') @CharRange(from = '0', to = '9') @StringLength(min = 1, max = 21) String text) {
        boolean expected;
        try {
            expected = Long.toString(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException e) {
            expected = false;
        }
        assertEquals(expected, Numbers.isLong(Ascii.bytes(text)));
    }

    @Property(tries = 300)
    void nothingBeyond64BitsIsAnInteger(@ForAll long low) {
        BigInteger above =
                BigInteger.valueOf(low).and(TWO_TO_64.subtract(BigInteger.ONE)).setBit(63);
        assertFalse(Numbers.isLong(Ascii.bytes(above.toString())), above.toString());
        boolean isMinimum = above.equals(BigInteger.ONE.shiftLeft(63));
        assertEquals(isMinimum, Numbers.isLong(Ascii.bytes("-" + above)));
    }

    @Nested
    class CStrings {
        @ParameterizedTest
        @CsvSource({
            "1.5, 1.5",
            "' \t3', 3",
            "'', 0",
            "1e400, Infinity",
            "-1e400, -Infinity",
            "1e-400, 0",
            "0x10, 16",
            "INF, Infinity",
            "-infinity, -Infinity",
            "1\0x, 1",
            "123456789012345678, 123456789012345680"
        })
        void areReadAsCReadsThem(String text, double value) {
            assertEquals(value, Numbers.strtod(Ascii.bytes(text)));
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "abc", "1x", "1 ", "nan", "(1", "1e", "0x", "--1", " \0"})
        void areNumbersAsAWhole(String text) {
            assertThrows(NumberFormatException.class, () -> Numbers.strtod(Ascii.bytes(text)));
        }
    }

    @Nested
    class Doubles {
        @Test
        void readsWhatStrtodReads() {
            assertDouble(3.25, "3.25");
            assertDouble(-0.5, "-.5");
            assertDouble(7, "7.");
            assertDouble(7, "+7");
            assertDouble(7, "007");
            assertDouble(1e300, "1E+300");
            assertDouble(26, "0x1a");
            assertDouble(-0.75, "-0X.cp0");
            assertDouble(1024, "0x1P10");
            assertDouble(0.1, "0.1000000000000000055511151231257827021181583404541015625");
            assertDouble(123456789012345680.0, "123456789012345678");
            assertDouble(Double.MIN_VALUE, "4.9e-324");
            assertDouble(Double.MIN_VALUE, "2.5e-324");
            assertDouble(Double.MAX_VALUE, "1.7976931348623158e308");
            assertDouble(-0.0, "-0");
            assertDouble(0, "0e999999999999");
            assertDouble(0, "0x0p-99999999999");
        }

        @Test
        void readsInfinityInAnyCase() {
            assertDouble(Double.POSITIVE_INFINITY, "inf");
            assertDouble(Double.POSITIVE_INFINITY, "+INFinity");
            assertDouble(Double.NEGATIVE_INFINITY, "-Inf");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    " 1",
                    "1 ",
                    "\t1",
                    ".",
                    "-",
                    "+",
                    "-.",
                    "e1",
                    "1e",
                    "1e+",
                    "1..2",
                    "1.2.3",
                    "1f",
                    "1d",
                    "1.0f",
                    "0x",
                    "0x.",
                    "0xg",
                    "0x1p",
                    "0x1p+",
                    "nan",
                    "-nan",
                    "NaN",
                    "nan(1)",
                    "infi",
                    "infinityx",
                    "1,5",
                    "1e400",
                    "-1e400",
                    "1e-400",
                    "2.4e-324",
                    "1.7976931348623159e308",
                    "0x1p1024",
                    "0x1p-1075",
                    "1e99999999999999",
                    "--1",
                    "1\u0000"
                })
        void refusesEverythingElse(String text) {
            assertThrows(NumberFormatException.class, () -> Numbers.parseDouble(Ascii.bytes(text)));
        }

        @Test
        void writesDoublesAsRedis72AndThePrintfFormDo() {
            for (String[] row : Recorded.rows("doubles.tsv")) {
                double value = Double.longBitsToDouble(Long.parseUnsignedLong(row[0], 16));
                assertEquals(row[1], Grisu.format(value), row[0]);
                assertEquals(row[2], Numbers.formatDouble(value), row[0]);
            }
        }

        @Test
        void writesIntegersWithoutExponentInTheShortForm() {
            assertEquals("3", Numbers.formatShortest(3));
            assertEquals("-3", Numbers.formatShortest(-3));
            assertEquals("0", Numbers.formatShortest(0));
            assertEquals("-0", Numbers.formatShortest(-0.0));
            assertEquals("100000000000000000", Numbers.formatShortest(1e17));
            assertEquals("4611686018427387904", Numbers.formatShortest(0x1p62));
            assertEquals("9223372036854776000", Numbers.formatShortest(0x1p63));
            assertEquals("1e+40", Numbers.formatShortest(1e40));
        }

        @Test
        void writesFractionsWithTheFewestDigits() {
            assertEquals("0.1", Numbers.formatShortest(0.1));
            assertEquals("0.30000000000000004", Numbers.formatShortest(0.1 + 0.2));
            assertEquals("3.1", Numbers.formatShortest(3.1));
            assertEquals("0.000001", Numbers.formatShortest(1e-6));
            assertEquals("1e-7", Numbers.formatShortest(1e-7));
            assertEquals("1.5e-10", Numbers.formatShortest(1.5e-10));
            assertEquals("5e-324", Numbers.formatShortest(Double.MIN_VALUE));
            assertEquals("1.7976931348623157e+308", Numbers.formatShortest(Double.MAX_VALUE));
        }

        @Test
        void writesSeventeenDigitsInThePrintfForm() {
            assertEquals("3", Numbers.formatDouble(3));
            assertEquals("-0", Numbers.formatDouble(-0.0));
            assertEquals("0.10000000000000001", Numbers.formatDouble(0.1));
            assertEquals("1e+17", Numbers.formatDouble(1e17));
            assertEquals("10000000000000000", Numbers.formatDouble(1e16));
            assertEquals("0.0001", Numbers.formatGeneral(0.0001, 14));
            assertEquals("1e-05", Numbers.formatGeneral(0.00001, 14));
            assertEquals("1e+14", Numbers.formatGeneral(1e14, 14));
            assertEquals("3.3333333333333", Numbers.formatGeneral(10 / 3.0, 14));
        }

        @Test
        void hasWordsForWhatIsNotFinite() {
            assertEquals("inf", Numbers.formatShortest(Double.POSITIVE_INFINITY));
            assertEquals("-inf", Numbers.formatShortest(Double.NEGATIVE_INFINITY));
            assertEquals("nan", Numbers.formatShortest(Double.NaN));
            assertEquals("inf", Numbers.formatDouble(Double.POSITIVE_INFINITY));
            assertEquals("-inf", Numbers.formatDouble(Double.NEGATIVE_INFINITY));
            assertEquals("nan", Numbers.formatDouble(Double.NaN));
        }

        private void assertDouble(double expected, String text) {
            assertEquals(expected, Numbers.parseDouble(Ascii.bytes(text)), text);
        }
    }

    @Property(tries = 2000)
    void everyDoubleComesBackFromEitherForm(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value)) {
            assertEquals(value, Numbers.parseDouble(Ascii.bytes(Numbers.formatShortest(value))));
            assertEquals(value, Numbers.parseDouble(Ascii.bytes(Numbers.formatDouble(value))));
        }
    }

    @Property(tries = 1000)
    void shortDecimalsReadLikeJavas(@ForAll int units, @ForAll byte decimals) {
        String text = new java.math.BigDecimal(BigInteger.valueOf(units), decimals & 15).toPlainString();
        assertEquals(Double.parseDouble(text), Numbers.parseDouble(Ascii.bytes(text)), text);
    }

    @Test
    void aLongIsKnownWithoutASecondCheck() {
        assertEquals(Long.MIN_VALUE, Numbers.knownLong(Ascii.bytes("-9223372036854775808"), 0, 20));
        assertArrayEquals(Ascii.bytes("-9223372036854775808"), Numbers.digits(Long.MIN_VALUE));
    }
}
