package io.miniredis.lua.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {
    @Property
    void readsWhatJavaWrites(@ForAll double value) {
        assertEquals(value, parse(Double.toString(value)));
    }

    @Property
    void agreesWithJavaOnDigitsPointAndExponent(
            @ForAll @CharRange(from = '0', to = '9') @StringLength(min = 1, max = 25) String digits,
            @ForAll @IntRange(max = 25) int point,
            @ForAll @IntRange(min = -330, max = 330) int exponent) {
        int at = Math.min(point, digits.length());
        String text = digits.substring(0, at) + "." + digits.substring(at) + "e" + exponent;
        assertEquals(Double.parseDouble(text), parse(text));
    }

    @Property
    void readsHexadecimalExactly(@ForAll long value) {
        assertEquals(NumberParser.unsignedToDouble(value), parse("0x" + Long.toHexString(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "e5", "1e", "1e+", "0x", "0xg", "x10", "1 2", "--1", "+-1", "infx", "nano", "1f", "1d"
            })
    void refusesWhatIsNoNumber(String text) {
        assertTrue(NumberParser.failed(parse(text)), text);
    }

    @Test
    void skipsWhiteSpaceAndStopsAtNul() {
        assertEquals(5, parse(" \t\n\u000b\f\r5 \n"));
        assertEquals(5, parse("5\0six"));
    }

    @Test
    void notANumberIsNotAFailure() {
        assertTrue(Double.isNaN(parse("nan")));
        assertFalse(NumberParser.failed(parse("nan")));
        assertFalse(NumberParser.failed(parse("-nan(123)")));
        assertEquals(Double.NEGATIVE_INFINITY, parse("-Infinity"));
    }

    @Test
    void otherBasesWrapAroundAsStrtoulDoes() {
        assertEquals(255, NumberParser.parse(bytes("ff"), 16));
        assertEquals(255, NumberParser.parse(bytes(" 0xFF "), 16));
        assertEquals(1.8446744073709552e19, NumberParser.parse(bytes("-1"), 2));
        assertEquals(1.8446744073709552e19, NumberParser.parse(bytes("zzzzzzzzzzzzzzzzzzzz"), 36));
        assertTrue(NumberParser.failed(NumberParser.parse(bytes("12"), 2)));
    }

    private static double parse(String text) {
        return NumberParser.parse(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
