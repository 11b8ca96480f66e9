package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LzfTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private static byte[] compressed(byte[] source) {
        byte[] target = new byte[source.length + source.length / 32 + 1];
        int length = Lzf.compress(source, 0, source.length, target);
        return Arrays.copyOf(target, length);
    }

    private static void assertRoundTrip(byte[] source) {
        byte[] compressed = compressed(source);
        byte[] result = new byte[source.length];
        assertTrue(Lzf.decompress(compressed, 0, compressed.length, result));
        assertArrayEquals(source, result);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 02 61 62 63",
        "aaaaaaaaaa, 00 61 E0 00 00",
        "abcabcabc, 02 61 62 63 80 02",
        "abcdefgh-abcd, 08 61 62 63 64 65 66 67 68 2D 40 08",
    })
    void theFormatByExamples(String text, String hex) {
        assertEquals(hex, HEX.formatHex(compressed(Ascii.bytes(text))));
        assertRoundTrip(Ascii.bytes(text));
    }

    @Test
    void runsAndMatchesOfEveryLength() {
        for (int length = 1; length < 600; length++) {
            assertRoundTrip("a".repeat(length).getBytes(StandardCharsets.US_ASCII));
            byte[] mixed = new byte[length * 2];
            new RandomSource(length).nextBytes(mixed);
            System.arraycopy(mixed, 0, mixed, length, length);
            assertRoundTrip(mixed);
        }
    }

    @Test
    void matchesReachEightKilobytesBack() {
        byte[] source = new byte[20_000];
        new RandomSource(3).nextBytes(source);
        System.arraycopy(source, 100, source, 100 + 8192, 50);
        System.arraycopy(source, 200, source, 200 + 8193, 50);
        assertRoundTrip(source);
        assertTrue(compressed(source).length < source.length + source.length / 32 + 1 - 40);
    }

    @Test
    void aTargetTooSmallIsRefused() {
        byte[] source = Ascii.bytes("abcdefghijklmnopqrstuvwxyzabcdefg");
        for (int room = 0; room < compressed(source).length; room++) {
            assertEquals(0, Lzf.compress(source, 0, source.length, new byte[room]), "room " + room);
        }
    }

    @Test
    void aPieceOfAnArray() {
        byte[] source = Ascii.bytes("--aaaaaaaaaa--");
        byte[] target = new byte[12];
        assertEquals(5, Lzf.compress(source, 2, 10, target));
        byte[] result = new byte[10];
        assertTrue(Lzf.decompress(target, 0, 5, result));
        assertEquals("aaaaaaaaaa", Ascii.text(result));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02 61 62",
                "00 61 20",
                "00 61 E0 00",
                "00 61 20 01",
                "00 61 E0 FF 00",
                "00 61",
                "0F 61 62 63 64 65 66 67 68 69 6A 6B 6C 6D 6E 6F 70"
            })
    void damagedBytesAreRecognised(String hex) {
        byte[] bytes = HEX.parseHex(hex);
        assertFalse(Lzf.decompress(bytes, 0, bytes.length, new byte[10]));
    }

    @Property(tries = 300)
    void whatWasCompressedComesBack(@ForAll @Size(max = 2000) @ByteRange(max = 3) byte[] source) {
        assertRoundTrip(source);
    }

    @Property(tries = 300)
    void anyBytesEitherMakeTheTargetOrAreRefused(
            @ForAll @Size(max = 60) byte[] source, @ForAll @IntRange(max = 300) int length) {
        byte[] target = new byte[length];
        if (Lzf.decompress(source, 0, source.length, target)) {
            assertRoundTrip(target);
        }
    }
}
