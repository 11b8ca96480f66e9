package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DictTest {
    private static final SipHash SIP = new SipHash(11, 22);

    private final Dict<DictEntry> dict = new Dict<>();

    private static DictEntry entry(String key) {
        byte[] bytes = Ascii.bytes(key);
        return new DictEntry(bytes, SIP.hash(bytes));
    }

    private DictEntry add(String key) {
        DictEntry entry = entry(key);
        dict.insert(entry);
        return entry;
    }

    private void addUpTo(int count) {
        for (int i = dict.size(); i < count; i++) {
            add("k" + i);
        }
    }

    private boolean contains(String key) {
        DictEntry wanted = entry(key);
        return dict.find(wanted.key(), wanted.hash()) != null;
    }

    private boolean delete(String key) {
        DictEntry wanted = entry(key);
        return dict.remove(wanted.key(), wanted.hash()) != null;
    }

    private void finishRehash() {
        while (dict.rehashing()) {
            dict.rehashStep(100);
        }
    }

    @Nested
    class Resizing {
        @Test
        void startsWithFourSlotsAndDoublesWhenThereAreAsManyKeys() {
            addUpTo(4);
            assertEquals(4, dict.slots());
            assertFalse(dict.rehashing());
            add("one more");
            assertTrue(dict.rehashing());
            assertEquals(4 + 8, dict.slots());
            finishRehash();
            assertEquals(8, dict.slots());
            assertEquals(5, dict.size());
        }

        @Test
        void oneOperationMovesOneBucket() {
            addUpTo(5);
            int steps = 0;
            while (dict.rehashing()) {
                contains("absent");
                steps++;
            }
            assertTrue(steps >= 1 && steps <= 4, "steps " + steps);
        }

        @Test
        void aStepPassesOverTenEmptyBucketsAtMost() {
            dict.expand(1024);
            int spread = 1000;
            dict.insert(new DictEntry(Ascii.bytes("last"), spread));
            assertTrue(dict.expand(1));
            for (int step = 0; step < spread / 10; step++) {
                assertTrue(dict.rehashStep(1), "step " + step);
            }
            assertFalse(dict.rehashStep(1));
            assertFalse(dict.rehashing());
        }

        @Test
        void nothingMovesWhilePaused() {
            addUpTo(5);
            dict.pauseRehash();
            dict.pauseRehash();
            dict.resumeRehash();
            for (int i = 0; i < 20; i++) {
                contains("k" + i);
            }
            assertFalse(dict.rehashStep(100));
            assertTrue(dict.rehashing());
            dict.resumeRehash();
            finishRehash();
            assertThrows(IllegalStateException.class, dict::resumeRehash);
        }

        @Test
        void shrinksWhenLessThanATenthIsInUse() {
            addUpTo(1024);
            finishRehash();
            for (int i = 103; i < 1024; i++) {
                assertTrue(delete("k" + i));
            }
            assertFalse(dict.shrinkIfSparse(), "10 percent are enough");
            assertTrue(delete("k102"));
            assertTrue(dict.shrinkIfSparse());
            assertFalse(dict.shrinkIfSparse(), "already at it");
            finishRehash();
            assertEquals(128, dict.slots());
            for (int i = 0; i < 102; i++) {
                assertTrue(contains("k" + i));
            }
        }

        @Test
        void neverShrinksBelowFourSlots() {
            assertFalse(dict.shrinkIfSparse());
            addUpTo(100);
            finishRehash();
            for (int i = 0; i < 100; i++) {
                delete("k" + i);
            }
            assertTrue(dict.shrinkIfSparse());
            assertFalse(dict.rehashing(), "an empty table has nothing to move");
            assertEquals(4, dict.slots());
        }

        @Test
        void growsOnlyInNeedWhereGrowthIsToBeAvoided() {
            dict.avoidGrowth(true);
            addUpTo(24);
            assertEquals(4, dict.slots());
            addUpTo(25);
            assertTrue(dict.rehashing());
            dict.avoidGrowth(false);
            addUpTo(200);
            assertTrue(dict.slots() > 25);
        }

        @Test
        void roomCanBeMadeInAdvance() {
            assertTrue(dict.expand(1000));
            assertEquals(1024, dict.slots());
            assertFalse(dict.expand(1000), "no change");
            addUpTo(1024);
            assertFalse(dict.rehashing());
            assertFalse(dict.expand(10), "fewer than there are");
        }

        @Test
        void aTableOfAHundredMillionSlotsCostsNothingUntilItIsUsed() {
            assertTrue(dict.expand(100_000_000));
            assertEquals(1 << 27, dict.slots());
            addUpTo(50);
            assertTrue(contains("k49"));
            assertTrue(delete("k0"));
            assertTrue(dict.tableBytes() < 50 * 140_000, "bytes " + dict.tableBytes());
            assertTrue(dict.shrinkIfSparse());
            assertEquals(49, dict.size());
            assertTrue(contains("k49"));
        }

        @Test
        void noRequestIsTooLarge() {
            assertTrue(dict.expand(Integer.MAX_VALUE));
            assertEquals(1 << 30, dict.slots());
            dict.insert(new DictEntry(Ascii.bytes("k"), -1));
            assertNotNull(dict.find(Ascii.bytes("k"), -1));
            dict.clear();
            assertEquals(4, dict.slots());
        }
    }

    @Nested
    class Entries {
        @Test
        void keysOfTheSameHashAreToldApart() {
            dict.insert(new DictEntry(Ascii.bytes("a"), 1));
            dict.insert(new DictEntry(Ascii.bytes("b"), 1));
            DictEntry found = dict.find(Ascii.bytes("a"), 1);
            assertNotNull(found);
            assertEquals("\"a\"", found.toString());
            assertNull(dict.find(Ascii.bytes("c"), 1));
            assertNull(dict.find(Ascii.bytes("a"), 5));
        }

        @Test
        void aSuccessorTakesTheSamePlace() {
            for (String key : List.of("a", "b", "c")) {
                dict.insert(new DictEntry(Ascii.bytes(key), 1));
            }
            for (String key : List.of("a", "b", "c")) {
                DictEntry old = dict.find(Ascii.bytes(key), 1);
                assertNotNull(old);
                DictEntry successor = new DictEntry(old.key(), 1);
                dict.replace(old, successor);
                assertSame(successor, dict.find(Ascii.bytes(key), 1));
            }
            assertEquals(3, dict.size());
        }

        @Test
        void onlyTheSameKeyCanSucceedAndOnlyAnEntryThatIsHere() {
            DictEntry here = add("here");
            assertThrows(IllegalArgumentException.class, () -> dict.replace(here, entry("other")));
            assertThrows(IllegalStateException.class, () -> dict.replace(entry("gone"), entry("gone")));
        }

        @Test
        void clearLeavesNothing() {
            addUpTo(100);
            dict.clear();
            assertEquals(0, dict.size());
            assertFalse(dict.rehashing());
            assertFalse(contains("k5"));
            addUpTo(5);
            assertTrue(contains("k4"));
        }
    }

    @Nested
    class Scan {
        @Test
        void walksTheBucketsFromTheHighestBitDown() {
            dict.expand(8);
            for (int hash = 0; hash < 8; hash++) {
                dict.insert(new DictEntry(Ascii.bytes(Integer.toString(hash)), hash));
            }
            StringBuilder order = new StringBuilder();
            long cursor = 0;
            do {
                order.append(cursor);
                cursor = dict.scan(cursor, e -> {});
            } while (cursor != 0);
            assertEquals("04261537", order.toString());
        }

        @Test
        void ofNothingIsCompleteAtOnce() {
            assertEquals(0, dict.scan(0, e -> {}));
            assertEquals(0, dict.scan(12345, e -> {}));
        }

        @Test
        void acceptsAnyCursor() {
            addUpTo(100);
            for (long cursor : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 99_999_999_999L}) {
                long next = dict.scan(cursor, e -> {});
                assertTrue(next >= 0 && next < 256, "cursor " + next);
            }
        }

        @Test
        void theVisitorMayRemoveEntries() {
            addUpTo(500);
            long cursor = 0;
            do {
                cursor = dict.scan(cursor, e -> dict.remove(e.key(), e.hash()));
            } while (cursor != 0);
            assertEquals(0, dict.size());
        }

        @Test
        void theVisitorMayRemoveTheNextOneOfTheChain() {
            DictEntry[] chain = new DictEntry[3];
            for (int i = 0; i < 3; i++) {
                chain[i] = new DictEntry(Ascii.bytes("c" + i), 0);
                dict.insert(chain[i]);
            }
            Set<String> seen = new HashSet<>();
            dict.scan(0, e -> {
                if (seen.isEmpty()) {
                    dict.remove(chain[1].key(), 0);
                }
                seen.add(Ascii.text(e.key()));
            });
            assertTrue(seen.containsAll(List.of("c0", "c2")), seen.toString());
        }
    }

    /** Every key that is here from the first step to the last is seen, whatever happens in between. */
    @Property(tries = 150)
    void scanMissesNoKeyThatStays(@ForAll long seed, @ForAll @IntRange(max = 300) int stable) {
        Random chance = new Random(seed);
        Dict<DictEntry> table = new Dict<>();
        Set<String> missing = new HashSet<>();
        for (int i = 0; i < stable; i++) {
            table.insert(entry("stable" + i));
            missing.add("stable" + i);
        }
        List<DictEntry> passing = new ArrayList<>();
        long cursor = 0;
        int steps = 0;
        do {
            disturb(table, passing, chance);
            cursor = table.scan(cursor, e -> missing.remove(Ascii.text(e.key())));
            steps++;
        } while (cursor != 0 && steps < 100_000);
        assertEquals(Set.of(), missing);
        assertEquals(0, cursor);
    }

    private static void disturb(Dict<DictEntry> table, List<DictEntry> passing, Random chance) {
        switch (chance.nextInt(6)) {
            case 0 -> {
                int count = 1 + chance.nextInt(chance.nextInt(10) == 0 ? 1000 : 20);
                for (int i = 0; i < count && passing.size() < 3000; i++) {
                    DictEntry entry = entry("passing" + chance.nextLong());
                    table.insert(entry);
                    passing.add(entry);
                }
            }
            case 1 -> {
                int count = Math.min(passing.size(), 1 + chance.nextInt(chance.nextInt(3) == 0 ? 3000 : 20));
                for (int i = 0; i < count; i++) {
                    DictEntry entry = passing.remove(passing.size() - 1);
                    assertSame(entry, table.remove(entry.key(), entry.hash()));
                }
            }
            case 2 -> table.shrinkIfSparse();
            case 3 -> table.rehashStep(1 + chance.nextInt(200));
            default -> table.find(Ascii.bytes("absent"), chance.nextInt());
        }
    }

    /** Numbers of two parts: what to do, and with which key. */
    @Property(tries = 300)
    void behavesLikeAHashMap(@ForAll @Size(max = 300) List<@IntRange(max = 999) Integer> operations) {
        Dict<DictEntry> table = new Dict<>();
        Map<String, DictEntry> model = new HashMap<>();
        for (int operation : operations) {
            apply(operation / 100, "k" + operation % 100, table, model);
        }
        assertEquals(model.size(), table.size());
        Set<DictEntry> visited = new HashSet<>();
        table.forEach(e -> assertTrue(visited.add(e), "visited twice"));
        assertEquals(new HashSet<>(model.values()), visited);
    }

    private static void apply(int what, String key, Dict<DictEntry> table, Map<String, DictEntry> model) {
        DictEntry probe = entry(key);
        switch (what) {
            case 0, 1, 2, 3 -> {
                DictEntry old = model.put(key, probe);
                if (old == null) {
                    table.insert(probe);
                } else {
                    table.replace(old, probe);
                }
            }
            case 4, 5 -> assertSame(model.remove(key), table.remove(probe.key(), probe.hash()));
            case 6 -> table.shrinkIfSparse();
            case 7 -> table.rehashStep(1);
            default -> assertSame(model.get(key), table.find(probe.key(), probe.hash()));
        }
    }

    @Nested
    class Chance {
        private final RandomSource random = new RandomSource(5);

        @Test
        void anEmptyDictHasNothingToChoose() {
            assertNull(dict.randomEntry(random));
            assertNull(dict.fairRandomEntry(random));
            assertEquals(0, dict.sample(new DictEntry[3], 3, random));
        }

        @Test
        void everyKeyIsChosenSoonerOrLater() {
            addUpTo(50);
            finishRehash();
            assertEquals(50, chosen(false).size());
            assertEquals(50, chosen(true).size());
        }

        @Test
        void everyKeyIsChosenDuringGrowthAndShrinking() {
            dict.pauseRehash();
            addUpTo(70);
            assertTrue(dict.rehashing());
            assertEquals(70, chosen(false).size());
            assertEquals(70, chosen(true).size());
            dict.resumeRehash();
            finishRehash();
            addUpTo(1000);
            finishRehash();
            for (int i = 60; i < 1000; i++) {
                delete("k" + i);
            }
            assertTrue(dict.shrinkIfSparse());
            dict.rehashStep(20);
            dict.pauseRehash();
            assertTrue(dict.rehashing());
            assertEquals(60, chosen(false).size());
            assertEquals(60, chosen(true).size());
        }

        private Set<DictEntry> chosen(boolean fair) {
            Set<DictEntry> chosen = new HashSet<>();
            for (int i = 0; i < 20_000; i++) {
                DictEntry entry = fair ? dict.fairRandomEntry(random) : dict.randomEntry(random);
                assertNotNull(entry);
                chosen.add(entry);
            }
            return chosen;
        }

        @Test
        void aSampleHoldsDifferentKeys() {
            addUpTo(1000);
            DictEntry[] sample = new DictEntry[10];
            for (int round = 0; round < 500; round++) {
                int count = dict.sample(sample, 10, random);
                assertTrue(count > 0 && count <= 10);
                Set<DictEntry> different = new HashSet<>(List.of(sample).subList(0, count));
                assertEquals(count, different.size());
            }
        }

        @Test
        void aSampleOfASmallDictHasNoMoreThanItsKeys() {
            addUpTo(3);
            assertTrue(dict.sample(new DictEntry[10], 10, random) <= 3);
        }

        @Test
        void aChainLongerThanTheSampleIsSampledToItsEnd() {
            for (int i = 0; i < 4; i++) {
                dict.insert(new DictEntry(Ascii.bytes("c" + i), 0));
            }
            Set<DictEntry> seen = new HashSet<>();
            DictEntry[] sample = new DictEntry[1];
            for (int i = 0; i < 500; i++) {
                if (dict.sample(sample, 1, random) == 1) {
                    seen.add(sample[0]);
                }
            }
            assertEquals(4, seen.size());
        }
    }

    @Nested
    class Words {
        @Test
        void statsAreWordedAsInRedis() {
            assertEquals(
                    "Hash table 0 stats (main hash table):\nNo stats available for empty dictionaries\n",
                    dict.stats(true));
            for (int hash : new int[] {0, 4, 1}) {
                dict.insert(new DictEntry(Ascii.bytes("h" + hash), hash));
            }
            String brief = "Hash table 0 stats (main hash table):\n table size: 4\n number of elements: 3\n";
            assertEquals(brief, dict.stats(false));
            assertEquals(
                    brief
                            + " different slots: 2\n max chain length: 2\n avg chain length (counted): 1.50\n"
                            + " avg chain length (computed): 1.50\n Chain length distribution:\n"
                            + "   0: 2 (50.00%)\n   1: 1 (25.00%)\n   2: 1 (25.00%)\n",
                    dict.stats(true));
        }

        @Test
        void statsShowBothTablesOfARehash() {
            dict.pauseRehash();
            addUpTo(5);
            assertTrue(dict.stats(false)
                    .endsWith("Hash table 1 stats (rehashing target):\n table size: 8\n number of elements: 1\n"));
        }

        @Test
        void aDumpDrawsTheChains() {
            for (int hash : new int[] {0, 4, 1}) {
                dict.insert(new DictEntry(Ascii.bytes("h" + hash), hash));
            }
            assertEquals("Dict[3 keys, 4 slots]\n[0] -> \"h4\" -> \"h0\"\n[1] -> \"h1\"\n", dict.dump());
            addUpTo(100);
            dict.dump().lines().forEach(line -> assertTrue(line.length() <= 120, line));
        }

        @Test
        void toStringTellsOfARehash() {
            dict.pauseRehash();
            addUpTo(5);
            assertEquals("Dict[5 keys, 4 slots, rehashing into 8 at 0]", dict.toString());
        }
    }
}
