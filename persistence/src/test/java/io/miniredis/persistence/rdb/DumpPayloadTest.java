package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.IntValue;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DumpPayloadTest {
    private final Samples samples = new Samples(1);

    @Test
    void theChecksumIsThatOfJones() {
        byte[] digits = Ascii.bytes("123456789");

        assertEquals(0xE9C6D914C4B8D9CAL, Crc64.update(0, digits, 0, 9));
        assertEquals(0xE9C6D914C4B8D9CAL, Crc64.update(Crc64.update(0, digits, 0, 4), digits, 4, 5));
    }

    @Test
    void theNumberTenIsWhatRedisWrites() {
        assertEquals("00c00a0a006e9f57450eae63bb", HexFormat.of().formatHex(DumpPayload.of(IntValue.of(10), true)));
    }

    @Test
    void everySampleComesBackFromItsPayload() throws RdbException {
        for (Object value : samples.all()) {
            byte[] payload = DumpPayload.of(value, true);

            assertTrue(DumpPayload.isIntact(payload, true));
            Object back = DumpPayload.parse(payload, samples.settings());
            assertEquals(Contents.of(value), Contents.of(back));
            assertEquals(value.getClass(), back.getClass(), value.toString());
        }
    }

    @Test
    void aChangedByteIsNoticed() {
        byte[] payload = DumpPayload.of(Ascii.bytes("hello"), true);
        for (int at = 0; at < payload.length; at++) {
            byte[] damaged = payload.clone();
            damaged[at] ^= 0x10;

            assertFalse(DumpPayload.isIntact(damaged, true));
        }
        assertFalse(DumpPayload.isIntact(new byte[9], true));
    }

    @Test
    void whatIsCutOffIsNoValue() {
        for (Object value : samples.all()) {
            byte[] payload = DumpPayload.of(value, true);
            for (int length = 10; length < payload.length; length += 1 + payload.length / 300) {
                byte[] cut = Arrays.copyOf(payload, length);

                assertThrows(RdbException.class, () -> DumpPayload.parse(cut, samples.settings()));
            }
        }
    }
}
