package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PartialSortTest {
    @Provide
    Arbitrary<List<Integer>> numbers() {
        Arbitrary<Integer> number = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 1000));
        return number.list().ofMinSize(1).ofMaxSize(200);
    }

    @Property(tries = 500)
    void sortsTheWantedPartAndLosesNothing(
            @ForAll("numbers") List<Integer> numbers, @ForAll int one, @ForAll int other) {
        Integer[] sorted = numbers.toArray(new Integer[0]);
        Arrays.sort(sorted);
        int first = Math.floorMod(one, sorted.length);
        int last = first + Math.floorMod(other, sorted.length - first);
        Integer[] array = numbers.toArray(new Integer[0]);

        PartialSort.sort(array, array.length, Comparator.naturalOrder(), first, last);

        assertArrayEquals(Arrays.copyOfRange(sorted, first, last + 1), Arrays.copyOfRange(array, first, last + 1));
        Arrays.sort(array);
        assertArrayEquals(sorted, array);
    }

    @Example
    void leavesUnwantedPartsAlone() {
        Integer[] array = new Integer[1000];
        for (int i = 0; i < array.length; i++) {
            array[i] = (i * 7919) % 1000;
        }
        int[] comparisons = {0};

        PartialSort.sort(
                array,
                array.length,
                (a, b) -> {
                    comparisons[0]++;
                    return a.compareTo(b);
                },
                0,
                2);

        assertEquals(List.of(0, 1, 2), Arrays.asList(array).subList(0, 3));
        assertTrue(comparisons[0] < 4000, "compared " + comparisons[0] + " times");
    }

    /** M. D. McIlroy, "A Killer Adversary for Quicksort", 1999: decides what an element is only when it is compared. */
    private static final class Adversary implements Comparator<Integer> {
        private final int[] values;
        private int solid;
        private int candidate;

        Adversary(int length) {
            values = new int[length];
            Arrays.fill(values, length);
        }

        @Override
        public int compare(Integer one, Integer other) {
            int gas = values.length;
            if (values[one] == gas && values[other] == gas) {
                values[one == candidate ? one : other] = solid++;
            }
            if (values[one] == gas) {
                candidate = one;
            } else if (values[other] == gas) {
                candidate = other;
            }
            return Integer.compare(values[one], values[other]);
        }
    }

    @Example
    void callsAreNeverNestedDeep() {
        int length = 5000;
        Integer[] array = new Integer[length];
        Arrays.setAll(array, i -> i);
        Adversary adversary = new Adversary(length);
        long start = stackDepth();
        long[] seen = {0, 0};

        PartialSort.sort(
                array,
                length,
                (a, b) -> {
                    if (seen[0]++ % 100 == 0) {
                        seen[1] = Math.max(seen[1], stackDepth() - start);
                    }
                    return adversary.compare(a, b);
                },
                0,
                length - 1);

        assertTrue(seen[0] > 500_000, "no worst case: " + seen[0] + " comparisons");
        assertTrue(seen[1] < 30, "nested " + seen[1] + " deep");
    }

    private static long stackDepth() {
        return StackWalker.getInstance().walk(Stream::count);
    }
}
