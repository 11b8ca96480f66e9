package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BitOperationTest {
    @Provide
    Arbitrary<List<byte[]>> sources() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(60)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static byte[] naive(BitOperation operation, byte[][] sources) {
        int longest = 0;
        for (byte[] source : sources) {
            longest = Math.max(longest, source.length);
        }
        byte[] result = new byte[longest];
        for (int at = 0; at < longest; at++) {
            int value = at < sources[0].length ? sources[0][at] : 0;
            for (int i = 1; i < sources.length; i++) {
                int other = at < sources[i].length ? sources[i][at] : 0;
                value = switch (operation) {
                    case AND -> value & other;
                    case OR -> value | other;
                    default -> value ^ other;
                };
            }
            result[at] = (byte) (operation == BitOperation.NOT ? ~value : value);
        }
        return result;
    }

    private static int[] lengths(byte[][] sources) {
        int[] lengths = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            lengths[i] = sources[i].length;
        }
        return lengths;
    }

    @Property(tries = 300)
    void combinesStringsOfAnyLengths(@ForAll("sources") List<byte[]> list) {
        byte[][] sources = list.toArray(new byte[0][]);

        for (BitOperation operation : List.of(BitOperation.AND, BitOperation.OR, BitOperation.XOR)) {
            assertArrayEquals(naive(operation, sources), operation.of(sources, lengths(sources)));
        }
    }

    @Property(tries = 100)
    void negatesOneString(@ForAll byte[] source) {
        byte[][] sources = {source};

        assertArrayEquals(naive(BitOperation.NOT, sources), BitOperation.NOT.of(sources, lengths(sources)));
    }

    @Example
    void combinesStringsLongerThanOnePiece() {
        byte[][] sources = {new byte[40_001], new byte[16_384], new byte[33_333]};
        Random random = new Random(7);
        for (byte[] source : sources) {
            random.nextBytes(source);
        }

        for (BitOperation operation : List.of(BitOperation.AND, BitOperation.OR, BitOperation.XOR)) {
            assertArrayEquals(naive(operation, sources), operation.of(sources, lengths(sources)));
        }
    }

    @Example
    void looksOnlyAtTheStringAndNotAtTheArrayBehindIt() {
        byte[][] sources = {{1, 2, 3, 4}, {-1, -1, -1, -1}};

        assertArrayEquals(new byte[] {1, 2, 0}, BitOperation.AND.of(sources, new int[] {3, 2}));
        assertArrayEquals(new byte[] {-1, -1, 3}, BitOperation.OR.of(sources, new int[] {3, 2}));
    }
}
