package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StringsTest {
    private static Object encode(String text) {
        return Strings.encode(Ascii.bytes(text));
    }

    @Nested
    class Encode {
        @Test
        void takesIntegersInTheirOnlySpellingForNumbers() {
            assertEquals(Encoding.INT, Strings.encoding(encode("12345")));
            assertEquals(Encoding.INT, Strings.encoding(encode("-9223372036854775808")));
            assertEquals(Encoding.EMBSTR, Strings.encoding(encode("012345")));
            assertEquals(Encoding.EMBSTR, Strings.encoding(encode("9223372036854775808")));
            assertEquals(Encoding.EMBSTR, Strings.encoding(encode("")));
        }

        @Test
        void tellsShortFromLong() {
            assertEquals(Encoding.EMBSTR, Strings.encoding(encode("x".repeat(44))));
            assertEquals(Encoding.RAW, Strings.encoding(encode("x".repeat(45))));
            assertEquals("embstr", Values.encodingOf(encode("x")).wireName());
        }

        @Test
        void keepsTheArrayItself() {
            byte[] bytes = Ascii.bytes("value");
            assertSame(bytes, Strings.encode(bytes));
            assertSame(bytes, Strings.bytes(bytes));
        }
    }

    @Property(tries = 300)
    void encodingChangesNoByte(@ForAll byte[] bytes) {
        assertArrayEquals(bytes, Strings.bytes(Strings.encode(bytes)));
        assertEquals(bytes.length, Strings.length(Strings.encode(bytes)));
    }

    @Property(tries = 300)
    void everyIntegerIsEncodedAsOne(@ForAll long number) {
        Object value = Strings.encode(Numbers.digits(number));
        assertEquals(number, Strings.longValue(value));
        assertEquals(Encoding.INT, Values.encodingOf(value));
        assertEquals(Numbers.digitCount(number), Strings.length(value));
    }

    @Nested
    class Representations {
        @Test
        void allThreeAreStrings() {
            RawString raw = new RawString(Ascii.bytes("17"));
            for (Object value : new Object[] {raw, IntValue.of(17), Ascii.bytes("17")}) {
                assertTrue(Strings.isString(value));
                assertEquals(ValueType.STRING, Values.typeOf(value));
                assertTrue(Strings.isLong(value));
                assertEquals(17, Strings.longValue(value));
                assertEquals(2, Strings.length(value));
                assertArrayEquals(Ascii.bytes("17"), Strings.bytes(value));
            }
            assertEquals(Encoding.RAW, Strings.encoding(raw));
            assertFalse(Strings.isString("17"));
            assertThrows(IllegalStateException.class, () -> Strings.bytes("17"));
        }

        @Test
        void textIsNoNumber() {
            assertFalse(Strings.isLong(Ascii.bytes("17 ")));
            assertFalse(Strings.isLong(new RawString(Ascii.bytes("1x"))));
            assertThrows(NumberFormatException.class, () -> Strings.longValue(Ascii.bytes("x")));
        }

        @Test
        void theWritableFormOfARawStringIsItself() {
            RawString raw = new RawString(Ascii.bytes("a"));
            assertSame(raw, Strings.writable(raw));
            RawString digits = Strings.writable(IntValue.of(5));
            digits.append(Ascii.bytes("x"));
            assertEquals("5x", Ascii.text(digits.toByteArray()));
        }

        @Test
        void aCopyIsIndependent() {
            RawString raw = new RawString(Ascii.bytes("a"));
            RawString copy = (RawString) Values.copyOf(raw);
            copy.append(Ascii.bytes("b"));
            assertEquals(1, raw.length());
            IntValue number = IntValue.of(70_000);
            IntValue other = (IntValue) Values.copyOf(number);
            other.set(1);
            assertEquals(70_000, number.longValue());
            byte[] own = new byte[Strings.MAX_OWN_BYTES];
            assertNotSame(own, Values.copyOf(own));
            byte[] shared = new byte[Strings.MAX_OWN_BYTES + 1];
            assertSame(shared, Values.copyOf(shared));
        }

        @Test
        void sizesAreThoseOfTheHeap() {
            assertEquals(24, Values.sizeBytes(new byte[3]));
            assertEquals(16, Values.sizeBytes(new byte[0]));
            assertEquals(0, Values.sizeBytes(IntValue.of(1)));
            assertEquals(24, Values.sizeBytes(IntValue.of(-1)));
            assertEquals(24 + 24, Values.sizeBytes(new RawString(new byte[8])));
        }
    }

    @Nested
    class IntValues {
        @Test
        void smallOnesAreSharedAndCannotBeChanged() {
            assertSame(IntValue.of(9999), IntValue.of(9999));
            assertTrue(IntValue.of(0).shared());
            assertThrows(IllegalStateException.class, () -> IntValue.of(0).set(1));
            assertNotSame(IntValue.of(10_000), IntValue.of(10_000));
            assertFalse(IntValue.of(10_000).shared());
            assertFalse(IntValue.of(-1).shared());
        }

        @Test
        void othersAreChangedInPlace() {
            IntValue number = IntValue.of(10_000);
            assertSame(number, number.updated(10_001));
            assertEquals(10_001, number.longValue());
            number.set(3);
            assertEquals(3, number.longValue());
            assertFalse(number.shared(), "it belongs to one key although its value is small");
            number.set(4);
            assertEquals("int 4", number.toString());
        }

        @Test
        void anUpdateNeverTouchesASharedOne() {
            IntValue shared = IntValue.of(9999);
            IntValue next = shared.updated(10_000);
            assertNotSame(shared, next);
            assertEquals(9999, shared.longValue());
            assertSame(shared, next.updated(9999));
        }
    }
}
