package io.miniredis.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashSlotTest {
    private static int slot(String key) {
        return HashSlot.of(ByteString.of(key));
    }

    @Nested
    class Crc {
        @Test
        void isXmodem() {
            byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);

            assertEquals(0x31C3, HashSlot.crc16(check, 0, check.length));
            assertEquals(0, HashSlot.crc16(check, 0, 0));
        }
    }

    @Nested
    class OfAKey {
        @Test
        void isWhatRedisSays() {
            assertEquals(12182, slot("foo"));
            assertEquals(5061, slot("bar"));
            assertEquals(866, slot("hello"));
            assertEquals(0, slot(""));
        }

        @Test
        void isThatOfItsTag() {
            assertEquals(slot("user1000"), slot("{user1000}.following"));
            assertEquals(slot("user1000"), slot("a{user1000}b{c}"));
            assertEquals(slot("{bar"), slot("foo{{bar}}zap"));
            assertEquals(slot("bar"), slot("foo{bar}{zap}"));
            assertEquals(slot("bar"), slot("}foo{bar}"));
        }

        @Test
        void isThatOfTheWholeKeyWithoutATag() {
            assertEquals(8363, slot("foo{}{bar}"));
            assertNotEquals(slot("bar"), slot("{bar"));
            assertNotEquals(slot("bar"), slot("bar}"));
        }
    }

    @Test
    void numbersOutsideAreNoSlots() {
        assertFalse(HashSlot.isValid(-1));
        assertFalse(HashSlot.isValid(HashSlot.COUNT));
        assertTrue(HashSlot.isValid(HashSlot.COUNT - 1));
    }

    @Property(tries = 300)
    void theCrcIsTheOneComputedBitByBit(@ForAll @Size(max = 40) byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean top = ((crc >> 15 & 1) ^ (b >> bit & 1)) == 1;
                crc = (crc << 1 & 0xFFFF) ^ (top ? 0x1021 : 0);
            }
        }

        assertEquals(crc, HashSlot.crc16(bytes, 0, bytes.length));
    }

    @Property(tries = 300)
    void everyKeyHasASlot(@ForAll @Size(max = 40) byte[] key) {
        assertTrue(HashSlot.isValid(HashSlot.of(key)));
    }
}
