package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LzfCompressorTest {
    private final LzfCompressor compressor = new LzfCompressor();

    /** What redis-server 7.0.15 has in a DUMP of these strings. */
    @ParameterizedTest
    @CsvSource({"x,    21, 017878e00a00", "x,    63, 017878e03200017878", "abc, 300, 0361626361e0ff02e11507016263"})
    void compressesAsRedisDoes(String piece, int length, String expected) {
        byte[] source = Ascii.bytes(piece.repeat(length).substring(0, length));

        assertEquals(expected, HexFormat.of().formatHex(compressed(compressor, source)));
    }

    @Property(tries = 300)
    void whatItCompressesComesBack(@ForAll @Size(min = 3, max = 400) @ByteRange(min = 0, max = 3) byte[] source) {
        byte[] target = new byte[source.length];

        int length = compressor.compress(source, 0, source.length, target, source.length - 1);

        if (length > 0) {
            byte[] back = new byte[source.length];
            assertTrue(Lzf.decompress(target, 0, length, back));
            assertArrayEquals(source, back);
        }
    }

    @Property(tries = 50)
    void theSameStringIsCompressedAlikeWhateverCameBefore(
            @ForAll @Size(min = 30, max = 400) @ByteRange(min = 0, max = 3) byte[] source,
            @ForAll @Size(min = 30, max = 400) @ByteRange(min = 0, max = 3) byte[] before) {
        byte[] first = compressed(new LzfCompressor(), source);
        compressed(compressor, before);

        assertEquals(HexFormat.of().formatHex(first), HexFormat.of().formatHex(compressed(compressor, source)));
    }

    private static byte[] compressed(LzfCompressor compressor, byte[] source) {
        byte[] target = new byte[source.length];
        return Arrays.copyOf(target, compressor.compress(source, 0, source.length, target, source.length - 4));
    }
}
