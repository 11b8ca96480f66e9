package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompactDictTest {
    private static final SipHash SIP = new SipHash(11, 22);

    /** Keeps a second copy of every element by slot, as the values of a hash or the scores of a sorted set are kept. */
    private static final class Followed extends CompactDict {
        private byte[][] parallel = new byte[0][];
        private int room;
        private int moves;

        Followed() {
            super(SIP);
        }

        int add(String key) {
            byte[] element = Ascii.bytes(key);
            int slot = insert(element);
            parallel[slot] = element;
            return slot;
        }

        boolean delete(String key) {
            byte[] bytes = Ascii.bytes(key);
            int slot = find(bytes);
            if (slot == NONE) {
                return false;
            }
            parallel[slot] = null;
            remove(slot);
            return true;
        }

        boolean contains(String key) {
            int slot = find(Ascii.bytes(key));
            return slot != NONE && Arrays.equals(Ascii.bytes(key), element(slot));
        }

        @Override
        protected void moved(int from, int to) {
            assertTrue(to < from, from + " to " + to);
            assertFalse(isUsed(from));
            assertTrue(parallel[to] == null, "a hole");
            parallel[to] = parallel[from];
            parallel[from] = null;
            moves++;
        }

        @Override
        protected void roomChanged(int newRoom) {
            room = newRoom;
            parallel = Arrays.copyOf(parallel, newRoom);
        }

        void verify(Set<String> expected) {
            assertEquals(expected.size(), size());
            int visited = 0;
            for (int slot = nextSlot(NONE); slot != NONE; slot = nextSlot(slot)) {
                assertSame(parallel[slot], element(slot), "slot " + slot);
                assertTrue(expected.contains(new String(element(slot), StandardCharsets.ISO_8859_1)));
                visited++;
            }
            assertEquals(expected.size(), visited);
            assertTrue(slotLimit() <= room);
            for (String key : expected) {
                assertTrue(contains(key), key);
            }
        }
    }

    private final Followed dict = new Followed();

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void addUpTo(int count) {
        for (int i = dict.size(); i < count; i++) {
            dict.add("k" + i);
        }
    }

    /** A whole iteration, so many steps of it. */
    private Set<String> scanAll() {
        Set<String> seen = new HashSet<>();
        long cursor = 0;
        do {
            cursor = dict.scan(cursor, slot -> seen.add(text(dict.element(slot))));
        } while (cursor != 0);
        return seen;
    }

    @Nested
    class Elements {
        @Test
        void areFoundByTheirKeysAndNotByOthers() {
            assertEquals(CompactDict.NONE, dict.find(Ascii.bytes("a")));
            int slot = dict.add("a");
            assertEquals(slot, dict.find(Ascii.bytes("a")));
            assertEquals(CompactDict.NONE, dict.find(Ascii.bytes("b")));
            assertArrayEquals(Ascii.bytes("a"), dict.element(slot));
        }

        @Test
        void keepTheirSlotsWhileTheDictGrows() {
            Map<String, Integer> slots = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                slots.put("k" + i, dict.add("k" + i));
            }
            slots.forEach((key, slot) -> assertEquals(slot, dict.find(Ascii.bytes(key))));
            assertEquals(0, dict.moves);
        }

        @Test
        void canBeExchangedForOthersWithTheSameKey() {
            int slot = dict.add("a");
            byte[] other = Ascii.bytes("a");
            dict.replace(slot, other);
            assertSame(other, dict.element(slot));
            assertThrows(IllegalStateException.class, () -> dict.replace(slot + 1, other));
        }

        @Test
        void ofAFreeSlotDoNotExist() {
            int slot = dict.add("a");
            dict.add("b");
            dict.delete("a");
            assertFalse(dict.isUsed(slot));
            assertThrows(IllegalStateException.class, () -> dict.element(slot));
            assertThrows(IllegalStateException.class, () -> dict.remove(slot));
        }

        @Test
        void mayBeMoreThanTheirKeys() {
            CompactDict pairs = new CompactDict(SIP) {
                @Override
                protected int hashOf(byte[] element) {
                    return hash(Arrays.copyOf(element, 2));
                }

                @Override
                protected boolean hasKey(byte[] element, byte[] key) {
                    return Arrays.equals(element, 0, 2, key, 0, key.length);
                }
            };
            pairs.insert(Ascii.bytes("k1 one"));
            pairs.insert(Ascii.bytes("k2 two"));
            assertEquals("k2 two", text(pairs.element(pairs.find(Ascii.bytes("k2")))));
            pairs.remove(pairs.find(Ascii.bytes("k1")));
            assertEquals(CompactDict.NONE, pairs.find(Ascii.bytes("k1")));
        }
    }

    @Nested
    class Slots {
        @Test
        void areUsedAgainBeforeNewOnes() {
            addUpTo(100);
            dict.delete("k7");
            dict.delete("k42");
            assertTrue(Set.of(7, 42).contains(dict.add("x")));
            assertTrue(Set.of(7, 42).contains(dict.add("y")));
            assertEquals(100, dict.add("z"));
        }

        @Test
        void areNotMovedWhileHalfOfThemAreInUse() {
            addUpTo(100);
            for (int i = 0; i < 50; i++) {
                dict.delete("k" + i);
            }
            assertEquals(0, dict.moves);
            assertEquals(100, dict.slotLimit());
            dict.delete("k50");
            assertEquals(1, dict.moves);
            assertEquals(50, dict.find(Ascii.bytes("k99")));
        }

        @Test
        void aboveTheLastElementAreForgotten() {
            addUpTo(10);
            dict.delete("k8");
            dict.delete("k7");
            dict.delete("k9");
            assertEquals(7, dict.slotLimit());
            for (int i = 0; i < 50; i++) {
                dict.add("x" + i);
            }
            assertEquals(57, dict.size());
            assertEquals(57, dict.slotLimit());
        }

        @Test
        void takeTheirMemoryWithThem() {
            addUpTo(20_000);
            long full = dict.tableBytes();
            Random random = new Random(1);
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                keys.add("k" + i);
            }
            Collections.shuffle(keys, random);
            for (String key : keys.subList(100, keys.size())) {
                assertTrue(dict.delete(key));
                assertTrue(dict.slotLimit() <= Math.max(8, 2 * dict.size() + 2), dict.toString());
            }
            for (int i = 0; i < 5000; i++) {
                dict.find(Ascii.bytes("absent"));
            }
            dict.verify(new HashSet<>(keys.subList(0, 100)));
            assertTrue(dict.tableBytes() < full / 50, dict.tableBytes() + " of " + full);
        }
    }

    @Nested
    class Memory {
        @Test
        void is13BytesPerElementAtMostInASetOf200() {
            addUpTo(200);
            while (dict.rehashing()) {
                dict.find(Ascii.bytes("absent"));
            }
            assertTrue(dict.tableBytes() <= 13 * 200, dict.tableBytes() + " B");
        }

        @Test
        void is13BytesPerElementAtMostInASetOfAMillion() {
            CompactDict large = new CompactDict(SIP);
            for (int i = 0; i < 1_000_000; i++) {
                large.insert(Ascii.bytes("member" + i));
            }
            while (large.rehashing()) {
                large.find(Ascii.bytes("absent"));
            }
            assertTrue(large.tableBytes() <= 13 * 1_000_000, large.tableBytes() + " B");
            assertEquals(1 << 20, large.buckets());
        }
    }

    @Nested
    class Rehashing {
        @Test
        void takesPlaceBucketByBucket() {
            addUpTo(7);
            assertFalse(dict.rehashing());
            addUpTo(8);
            assertTrue(dict.rehashing());
            assertEquals(4 + 8, dict.buckets());
            int steps = 0;
            while (dict.rehashing()) {
                dict.find(Ascii.bytes("absent"));
                steps++;
            }
            assertTrue(steps <= 4, "steps " + steps);
            assertEquals(8, dict.buckets());
        }

        @Test
        void isOverBeforeTheNextOneBegins() {
            int before = 0;
            for (int i = 0; i < 100_000; i++) {
                boolean was = dict.rehashing();
                long buckets = dict.buckets();
                dict.add("k" + i);
                if (dict.rehashing() && (!was || dict.buckets() != buckets)) {
                    assertFalse(was, "a stall to finish the last one at " + i);
                    before++;
                }
            }
            assertTrue(before > 10);
        }

        @Test
        void goesOnWithReadersAlone() {
            RandomSource random = new RandomSource(5);
            addUpTo(8);
            for (int steps = 0; dict.rehashing(); steps++) {
                dict.randomSlot(random);
                assertTrue(steps < 4);
            }
        }

        @Test
        void waitsWhileAScanLooksAround() {
            addUpTo(8);
            dict.scan(0, slot -> {
                for (int i = 0; i < 100; i++) {
                    assertTrue(dict.contains("k" + i % 8));
                }
                assertTrue(dict.rehashing());
            });
        }

        @Test
        void isAvoidedByThoseWhoKnowHowManyWillCome() {
            dict.expand(1000);
            long buckets = dict.buckets();
            addUpTo(1000);
            assertFalse(dict.rehashing());
            assertEquals(buckets, dict.buckets());
        }
    }

    @Nested
    class RandomSlots {
        @Test
        void areNoneInAnEmptyDict() {
            assertEquals(CompactDict.NONE, dict.randomSlot(new RandomSource(1)));
        }

        @Test
        void areEquallyLikely() {
            addUpTo(150);
            for (int i = 0; i < 50; i++) {
                dict.delete("k" + 3 * i);
            }
            RandomSource random = new RandomSource(5);
            int[] counts = new int[150];
            for (int i = 0; i < 100_000; i++) {
                counts[dict.randomSlot(random)]++;
            }
            double chiSquare = 0;
            for (int slot = 0; slot < 150; slot++) {
                assertEquals(dict.isUsed(slot), counts[slot] > 0);
                if (dict.isUsed(slot)) {
                    chiSquare += (counts[slot] - 1000.0) * (counts[slot] - 1000.0) / 1000;
                }
            }
            assertTrue(chiSquare < 150, "chi square " + chiSquare + " with 99 degrees of freedom");
        }
    }

    @Nested
    class Scanning {
        @Test
        void ofNothingIsComplete() {
            assertEquals(0, dict.scan(77, slot -> {
                throw new AssertionError();
            }));
        }

        @Test
        void visitsEverythingOnceWhileNothingChanges() {
            addUpTo(1000);
            while (dict.rehashing()) {
                dict.find(Ascii.bytes("absent"));
            }
            int[] visits = new int[1000];
            long cursor = 0;
            do {
                cursor = dict.scan(cursor, slot -> visits[slot]++);
            } while (cursor != 0);
            for (int count : visits) {
                assertEquals(1, count);
            }
        }

        @Test
        void visitsBothTablesDuringARehash() {
            addUpTo(1024);
            assertTrue(dict.rehashing());
            assertEquals(1024, scanAll().size());
        }
    }

    /** Random changes in phases of growth and decline, with scans that go on through all of it. */
    @Property(tries = 60)
    void isAMapThatScansWithoutLoss(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int peak) {
        Followed dict = new Followed();
        Random random = new Random(seed);
        Set<String> model = new HashSet<>();
        List<String> order = new ArrayList<>();
        Set<String> owed = null;
        long cursor = 0;
        int name = 0;
        for (int phase = 0; phase < 4; phase++) {
            int goal = phase % 2 == 0 ? random.nextInt(peak) + 1 : random.nextInt(peak / 4 + 1);
            for (int guard = 0; model.size() != goal && guard < 4 * peak; guard++) {
                boolean grow = random.nextInt(8) == 0 ? model.isEmpty() : model.size() < goal;
                if (grow) {
                    String key = "k" + name++;
                    dict.add(key);
                    model.add(key);
                    order.add(key);
                } else if (!order.isEmpty()) {
                    int at = random.nextInt(order.size());
                    String key = order.set(at, order.get(order.size() - 1));
                    order.remove(order.size() - 1);
                    assertTrue(dict.delete(key));
                    assertFalse(dict.delete(key));
                    model.remove(key);
                    if (owed != null) {
                        owed.remove(key);
                    }
                }
                if (random.nextInt(4) == 0) {
                    if (owed == null) {
                        owed = new HashSet<>(model);
                        cursor = 0;
                    }
                    Set<String> promised = owed;
                    cursor = dict.scan(cursor, slot -> {
                        String key = text(dict.element(slot));
                        assertTrue(model.contains(key), key);
                        promised.remove(key);
                    });
                    if (cursor == 0) {
                        assertEquals(Set.of(), owed);
                        owed = null;
                    }
                }
            }
            dict.verify(model);
        }
    }

    @Test
    void showsItsContentToPeople() {
        addUpTo(8);
        assertEquals("CompactDict[8 elements, 8 slots, 4 buckets, rehashing into 8 at 0]", dict.toString());
        assertTrue(dict.dump().contains("#3 \"k3\""), dict.dump());
        assertNotEquals(0, dict.hash(Ascii.bytes("x")));
    }
}
