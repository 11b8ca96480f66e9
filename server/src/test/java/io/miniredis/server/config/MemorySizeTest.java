package io.miniredis.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "'', 0",
        "kb, 0",
        "1b, 1",
        "1k, 1000",
        "1kb, 1024",
        "1KB, 1024",
        "2m, 2000000",
        "2mB, 2097152",
        "3G, 3000000000",
        "3gb, 3221225472",
        "007, 7",
        "18446744073709551615, 18446744073709551615",
        "18446744073709551616, 18446744073709551615",
        "20000000000000000000000, 18446744073709551615",
        "18446744073709551615k, 18446744073709550616",
    })
    void unitsMultiplyAndTooManyDigitsSaturate(String text, String bytes) {
        assertEquals(
                bytes, MemorySize.plain(MemorySize.parse(ByteString.of(text)).getAsLong()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", " 1", "1 ", "1x", "1kk", "1kbb", "1t", "0x10", "1.5gb", "%", "5%"})
    void whatIsNoSizeIsRefused(String text) {
        assertTrue(MemorySize.parse(ByteString.of(text)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1024, 1kb", "1048576, 1mb", "104857600, 100mb", "5368709120, 5gb", "1025, 1025"})
    void compactFormUsesTheLargestExactUnit(long bytes, String compact) {
        assertEquals(compact, MemorySize.compact(bytes));
    }

    @Property(tries = 200)
    void compactFormIsReadBackAsTheSameSize(@ForAll @LongRange(min = 0) long bytes) {
        assertEquals(
                bytes,
                MemorySize.parse(ByteString.of(MemorySize.compact(bytes))).getAsLong());
    }
}
