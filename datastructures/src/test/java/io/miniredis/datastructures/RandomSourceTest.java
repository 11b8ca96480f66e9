package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
    @Test
    void theSameSeedMakesTheSameChoices() {
        RandomSource one = new RandomSource(42);
        RandomSource other = new RandomSource(42);
        for (int i = 0; i < 100; i++) {
            assertEquals(one.nextLong(), other.nextLong());
        }
        assertNotEquals(new RandomSource(1).nextLong(), new RandomSource(2).nextLong());
    }

    @Test
    void unpredictableSeedsDiffer() {
        assertNotEquals(RandomSource.unpredictableSeed(), RandomSource.unpredictableSeed());
    }

    @Property(tries = 300)
    void staysBelowTheBound(
            @ForAll long seed, @ForAll @IntRange(min = 1) int bound, @ForAll @LongRange(min = 1) long longBound) {
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < 20; i++) {
            int chosen = random.nextInt(bound);
            assertTrue(chosen >= 0 && chosen < bound);
            long chosenLong = random.nextLong(longBound);
            assertTrue(chosenLong >= 0 && chosenLong < longBound);
            double fraction = random.nextDouble();
            assertTrue(fraction >= 0 && fraction < 1);
        }
    }

    @Test
    void choosesEvenly() {
        RandomSource random = new RandomSource(7);
        int[] ints = new int[10];
        int[] longs = new int[3];
        for (int i = 0; i < 100_000; i++) {
            ints[random.nextInt(10)]++;
            longs[(int) (random.nextLong(3L << 40) >>> 40)]++;
        }
        for (int count : ints) {
            assertEquals(10_000, count, 500);
        }
        for (int count : longs) {
            assertEquals(33_333, count, 1000);
        }
    }

    @Test
    void refusesABoundThatLeavesNothing() {
        RandomSource random = new RandomSource(7);
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
        assertThrows(IllegalArgumentException.class, () -> random.nextLong(-1));
    }

    @Test
    void fillsBytesAndWritesHexadecimalDigits() {
        byte[] bytes = new byte[4096];
        new RandomSource(3).nextBytes(bytes);
        long sum = 0;
        for (byte b : bytes) {
            sum += b & 0xFF;
        }
        assertEquals(127.5, sum / 4096.0, 6);
        String id = new RandomSource(3).hex(40);
        assertTrue(id.matches("[0-9a-f]{40}"), id);
        assertEquals("", new RandomSource(3).hex(0));
    }
}
