package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlainSearchTest {
    private static int indexOf(String text, String wanted, int from) {
        return PlainSearch.indexOf(
                text.getBytes(StandardCharsets.ISO_8859_1), wanted.getBytes(StandardCharsets.ISO_8859_1), from);
    }

    @Property(tries = 300)
    void findsWhatStringIndexOfFinds(
            @ForAll("texts") String text, @ForAll("wanted") String wanted, @ForAll @IntRange(max = 200) int from) {
        int start = Math.min(from, text.length());
        assertEquals(text.indexOf(wanted, start), indexOf(text, wanted, start), wanted + " in " + text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', '\u00ff').ofMaxLength(300);
    }

    @Provide
    Arbitrary<String> wanted() {
        return Arbitraries.strings().withChars('a', 'b', '\u00ff').ofMaxLength(6);
    }

    @Property(tries = 100)
    void findsWhatStandsAnywhereInALongText(
            @ForAll @IntRange(max = 40_000) int place, @ForAll @IntRange(min = 1, max = 20_000) int length) {
        String wanted = "n" + "x".repeat(length - 1);
        String text = "x".repeat(place) + wanted + "x".repeat(100);
        assertEquals(place, indexOf(text, wanted, 0));
        assertEquals(-1, indexOf(text, wanted + "y", 0));
        assertEquals(-1, indexOf(text, wanted, place + 1));
    }

    @Test
    void ofNothingEndsWhereItBegins() {
        assertEquals(3, indexOf("abc", "", 3));
        assertEquals(0, indexOf("", "", 0));
        assertEquals(-1, indexOf("", "a", 0));
    }
}
