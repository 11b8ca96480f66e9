package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Against a model that knows one bit at a time. */
class BitsTest {
    @Provide
    Arbitrary<byte[]> strings() {
        Arbitrary<Byte> anything = Arbitraries.bytes();
        Arbitrary<Byte> uniform = Arbitraries.of((byte) 0, (byte) 0, (byte) 0, (byte) -1, (byte) 1, (byte) 0x80);
        return Arbitraries.oneOf(
                anything.array(byte[].class).ofMinSize(1).ofMaxSize(90),
                uniform.array(byte[].class).ofMinSize(1).ofMaxSize(90),
                Arbitraries.of((byte) 0, (byte) -1)
                        .flatMap(b -> Arbitraries.just(b)
                                .array(byte[].class)
                                .ofMinSize(1)
                                .ofMaxSize(90)));
    }

    private static boolean bit(byte[] bytes, long offset) {
        return (bytes[(int) (offset / 8)] >> (7 - offset % 8) & 1) == 1;
    }

    private static long wrapped(long random, long bound) {
        return Math.floorMod(random, bound);
    }

    @Property(tries = 500)
    void countsAndFindsBitsInAnyRange(@ForAll("strings") byte[] bytes, @ForAll long one, @ForAll long other) {
        long total = bytes.length * 8L;
        long from = wrapped(Math.min(one, other), total + 1);
        long to = wrapped(Math.max(one, other), total + 1);
        long ones = 0;
        long firstOne = -1;
        long firstZero = -1;
        for (long at = from; at < to; at++) {
            boolean set = bit(bytes, at);
            ones += set ? 1 : 0;
            firstOne = set && firstOne < 0 ? at : firstOne;
            firstZero = !set && firstZero < 0 ? at : firstZero;
        }

        assertEquals(ones, Bits.count(bytes, from, to));
        assertEquals(firstOne, Bits.indexOf(bytes, from, to, true));
        assertEquals(firstZero, Bits.indexOf(bytes, from, to, false));
    }

    @Example
    void findsASingleBitAmongOthersAtEveryAlignment() {
        for (int length = 1; length <= 40; length++) {
            for (int at = 0; at < length * 8; at++) {
                byte[] zeros = new byte[length];
                byte[] ones = new byte[length];
                Arrays.fill(ones, (byte) -1);
                Bits.set(zeros, at, true);
                Bits.set(ones, at, false);

                assertEquals(at, Bits.indexOf(zeros, 0, length * 8L, true));
                assertEquals(at, Bits.indexOf(ones, 0, length * 8L, false));
                assertEquals(at, Bits.indexOf(zeros, at, at + 1L, true));
                assertEquals(-1, Bits.indexOf(zeros, 0, at, true));
                assertEquals(-1, Bits.indexOf(ones, at + 1L, length * 8L, false));
                assertEquals(1, Bits.count(zeros, 0, length * 8L));
                assertEquals(length * 8L - 1, Bits.count(ones, 0, length * 8L));
            }
        }
    }

    @Property(tries = 300)
    void setsOneBitAndLeavesTheOthersAlone(@ForAll("strings") byte[] bytes, @ForAll long random, @ForAll boolean on) {
        long offset = wrapped(random, bytes.length * 8L);
        byte[] changed = bytes.clone();

        Bits.set(changed, offset, on);

        for (long at = 0; at < bytes.length * 8L; at++) {
            assertEquals(at == offset ? on : bit(bytes, at), Bits.get(changed, at));
        }
    }

    @Property(tries = 500)
    void readsNumbersOfAnyWidthAnywhereWithZerosBehindTheEnd(
            @ForAll("strings") byte[] bytes, @ForAll @IntRange(min = 1, max = 64) int width, @ForAll long random) {
        long offset = wrapped(random, bytes.length * 8L + 80);
        long expected = 0;
        for (long at = offset; at < offset + width; at++) {
            expected = expected << 1 | (at < bytes.length * 8L && bit(bytes, at) ? 1 : 0);
        }

        assertEquals(expected, Bits.read(bytes, bytes.length, offset, width));
    }

    @Property(tries = 300)
    void doesNotReadTheArrayBehindTheString(@ForAll("strings") byte[] bytes, @ForAll long random) {
        int length = (int) wrapped(random, bytes.length + 1L);
        long offset = Math.max(0, length * 8L - 13);

        long expected = Bits.read(Arrays.copyOf(bytes, length), length, offset, 40);

        assertEquals(expected, Bits.read(bytes, length, offset, 40));
    }

    @Property(tries = 500)
    void writesNumbersOfAnyWidthAnywhere(
            @ForAll("strings") byte[] bytes,
            @ForAll @IntRange(min = 1, max = 64) int anyWidth,
            @ForAll long random,
            @ForAll long value) {
        int width = Math.min(anyWidth, bytes.length * 8);
        long offset = wrapped(random, bytes.length * 8L - width + 1);
        byte[] expected = bytes.clone();
        for (int i = 0; i < width; i++) {
            Bits.set(expected, offset + i, (value >>> (width - 1 - i) & 1) == 1);
        }

        Bits.write(bytes, offset, width, value);

        assertArrayEquals(expected, bytes);
    }
}
