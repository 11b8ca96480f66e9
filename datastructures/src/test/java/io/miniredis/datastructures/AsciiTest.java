package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AsciiTest {
    @Test
    void comparesWordsWithoutRegardToCase() {
        assertTrue(Ascii.equalsIgnoreCase(Ascii.bytes("GeT"), "get"));
        assertFalse(Ascii.equalsIgnoreCase(Ascii.bytes("get"), "gets"));
        assertFalse(Ascii.equalsIgnoreCase(Ascii.bytes("got"), "get"));
        assertTrue(Ascii.equalsIgnoreCase(Ascii.bytes("aZ"), Ascii.bytes("Az")));
        assertFalse(Ascii.equalsIgnoreCase(Ascii.bytes("aZ"), Ascii.bytes("Ay")));
    }

    @Test
    void knowsNoLettersButThoseOfAscii() {
        assertFalse(Ascii.equalsIgnoreCase(Ascii.bytes("@["), "`{"));
        assertFalse(Ascii.equalsIgnoreCase(new byte[] {(byte) 0xC4}, new byte[] {(byte) 0xE4}));
        assertArrayEquals(Ascii.bytes("a1z_\u00c4"), Ascii.toLowerCase(Ascii.bytes("A1Z_\u00c4")));
        assertEquals('Q', Ascii.upper((byte) 'q'));
    }

    @Test
    void quotesAsRedisCliDoes() {
        assertEquals("\"\"", Ascii.quote(new byte[0]));
        assertEquals("\"a b\"", Ascii.quote(Ascii.bytes("a b")));
        assertEquals("\"\\n\\r\\t\\a\\b\\\"\\\\\"", Ascii.quote(Ascii.bytes("\n\r\t\u0007\b\"\\")));
        assertEquals("\"\\x00\\x7f\\xff~\"", Ascii.quote(new byte[] {0, 127, -1, '~'}));
    }

    @Test
    void cutsBetweenCharactersAndNeverWithinAnEscape() {
        byte[] text = Ascii.bytes("ab\u0000cd");
        assertEquals("\"ab\\x00cd\"", Ascii.quote(text, 10));
        assertEquals("\"ab\\x00…\"", Ascii.quote(text, 9));
        assertEquals("\"ab…\"", Ascii.quote(text, 8));
        assertEquals("\"…\"", Ascii.quote(text, 3));
        assertThrows(IllegalArgumentException.class, () -> Ascii.quote(text, 2));
    }

    @Property(tries = 300)
    void neverExceedsTheLengthAskedFor(@ForAll byte[] bytes, @ForAll @IntRange(min = 3, max = 40) int max) {
        String whole = Ascii.quote(bytes);
        String cut = Ascii.quote(bytes, max);
        assertTrue(cut.length() <= max, cut);
        assertEquals(whole.length() <= max, cut.equals(whole));
    }
}
