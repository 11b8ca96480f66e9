package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteStringTest {
    @Test
    void isEqualByContentAndOrderedByUnsignedBytes() {
        assertEquals(ByteString.of("abc"), ByteString.wrap(Ascii.bytes("abc")));
        assertEquals(
                ByteString.of("abc").hashCode(),
                ByteString.wrap(Ascii.bytes("abc")).hashCode());
        assertNotEquals(ByteString.of("abc"), ByteString.of("abd"));
        assertTrue(ByteString.wrap(new byte[] {-1}).compareTo(ByteString.of("z")) > 0);
        assertTrue(ByteString.of("a").compareTo(ByteString.of("ab")) < 0);
    }

    @Test
    void readsAsQuotedText() {
        assertEquals("\"a\\n\"", ByteString.of("a\n").toString());
        assertEquals("é", ByteString.of("é").utf8());
        assertTrue(ByteString.of("SeT").equalsIgnoreCase("set"));
        assertEquals(120, ByteString.of("x".repeat(500)).toString().length());
    }
}
