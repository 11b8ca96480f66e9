package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DictWalkTest {
    private static final SipHash SIP = new SipHash(11, 22);

    private static DictEntry entry(int number) {
        byte[] bytes = Ascii.bytes("k" + number);
        return new DictEntry(bytes, SIP.hash(bytes));
    }

    private static Dict<DictEntry> dictOf(int count) {
        Dict<DictEntry> dict = new Dict<>();
        for (int i = 0; i < count; i++) {
            dict.insert(entry(i));
        }
        return dict;
    }

    private static void collect(DictWalk<DictEntry> walk, int count, Set<String> met) {
        for (int i = 0; i < count; i++) {
            met.add(Ascii.text(walk.entry(i).key()));
        }
    }

    @Test
    void meetsEachEntryOfAQuietTableOnce() {
        Dict<DictEntry> dict = dictOf(100_000);
        while (dict.rehashStep(1_000)) {
            assertTrue(dict.rehashing());
        }
        Set<String> met = new HashSet<>();
        DictWalk<DictEntry> walk = new DictWalk<>(dict);
        int total = 0;
        for (int count = walk.next(64); count != DictWalk.END; count = walk.next(64)) {
            collect(walk, count, met);
            total += count;
        }
        assertEquals(100_000, met.size());
        assertEquals(100_000, total);
    }

    @Test
    void endsAtOnceWhereThereIsNothing() {
        DictWalk<DictEntry> walk = new DictWalk<>(new Dict<>());
        assertEquals(0, walk.next(64));
        assertEquals(DictWalk.END, walk.next(64));
        assertEquals(DictWalk.END, walk.next(64));
    }

    @Property(tries = 120)
    void meetsWhatStaysWhileTheTableGrowsAndShrinksAndIsRehashed(
            @ForAll @IntRange(max = 3_000) int size,
            @ForAll @IntRange(min = 1, max = 200) int slots,
            @ForAll @IntRange(min = 1, max = 60) int changes,
            @ForAll long seed) {
        Random random = new Random(seed);
        Dict<DictEntry> dict = dictOf(size);
        int kept = size == 0 ? 0 : random.nextInt(size);
        int removed = kept;
        int added = size;
        boolean grows = random.nextBoolean();
        DictWalk<DictEntry> walk = new DictWalk<>(dict);
        Set<String> met = new HashSet<>();
        for (int count = walk.next(slots); count != DictWalk.END; count = walk.next(slots)) {
            collect(walk, count, met);
            for (int i = 0; i < changes; i++) {
                if (grows && added < 20_000) {
                    dict.insert(entry(added++));
                } else if (removed < added) {
                    DictEntry gone = entry(removed++);
                    dict.remove(gone.key(), gone.hash());
                }
            }
            dict.rehashStep(random.nextInt(20));
            dict.shrinkIfSparse();
            if (random.nextInt(20) == 0) {
                grows = !grows;
            }
        }
        for (int i = 0; i < kept; i++) {
            assertTrue(met.contains("k" + i), "k" + i + " of " + size + " was not met");
        }
    }
}
