package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
}
