package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SortedSetTest {
    private static final int ABSENT = SortedSet.ABSENT;

    private final CollectionSettings settings = settings(1);

    private static CollectionSettings settings(long seed) {
        return new CollectionSettings(new SipHash(1, 2), new RandomSource(seed));
    }

    private record Scored(double score, String member) implements Comparable<Scored> {
        @Override
        public int compareTo(Scored other) {
            return score < other.score ? -1 : score > other.score ? 1 : member.compareTo(other.member);
        }
    }

    /** A sorted set beside a tree with the same content. */
    private static final class Pair {
        final CollectionSettings settings;
        final Random random;
        SortedSet set;
        final TreeSet<Scored> tree = new TreeSet<>();
        final Map<String, Double> scores = new HashMap<>();

        Pair(int seed, int maxListpackEntries) {
            settings = settings(seed);
            settings.zsetMaxListpackEntries = maxListpackEntries;
            random = new Random(seed);
            set = SortedSet.create(0, 0, settings);
        }

        void put(String member, double score) {
            set = set.put(Ascii.bytes(member), score, settings);
            Double before = scores.put(member, score);
            if (before != null) {
                tree.remove(new Scored(before, member));
            }
            tree.add(new Scored(score, member));
        }

        void remove(String member) {
            int position = set.find(Ascii.bytes(member));
            assertEquals(scores.containsKey(member), position != ABSENT);
            if (position != ABSENT) {
                set.removeMember(position);
                tree.remove(new Scored(Objects.requireNonNull(scores.remove(member)), member));
            }
        }

        void removeRange(int rank, int count) {
            set.removeRange(rank, count);
            for (Scored gone : List.copyOf(new ArrayList<>(tree).subList(rank, rank + count))) {
                tree.remove(gone);
                scores.remove(gone.member);
            }
        }

        void verify() {
            verify(set);
            verify(set.copy());
            verify(set.compact(settings));
        }

        private void verify(SortedSet seen) {
            assertEquals(tree.size(), seen.size());
            int position = seen.lowest();
            int before = ABSENT;
            int rank = 0;
            for (Scored expected : tree) {
                assertEquals(expected.member, Ascii.text(seen.member(position)));
                assertEquals(expected.score, seen.score(position));
                assertEquals(rank, seen.rank(position));
                assertEquals(position, seen.at(rank));
                assertEquals(position, seen.find(Ascii.bytes(expected.member)));
                assertEquals(before, seen.lower(position));
                before = position;
                position = seen.higher(position);
                rank++;
            }
            assertEquals(ABSENT, position);
            assertEquals(before, seen.highest());
            assertEquals(ABSENT, seen.at(rank));
            assertEquals(ABSENT, seen.at(-1));
        }

        void verifyCount(double score) {
            assertEquals(tree.stream().filter(each -> each.score < score).count(), set.countBelow(score, false));
            assertEquals(tree.stream().filter(each -> each.score <= score).count(), set.countBelow(score, true));
        }
    }

    @Property(tries = 60)
    void isWhatATreeWouldBe(
            @ForAll int seed,
            @ForAll @IntRange(min = 0, max = 40) int maxListpackEntries,
            @ForAll @IntRange(min = 1, max = 600) int members,
            @ForAll @IntRange(min = 1, max = 50) int scores) {
        Pair pair = new Pair(seed, maxListpackEntries);
        Random random = pair.random;
        for (int phase = 0; phase < 5; phase++) {
            int additionsInTen = random.nextInt(11);
            for (int i = 0; i < 300; i++) {
                String member = "m" + random.nextInt(members);
                if (random.nextInt(10) < additionsInTen) {
                    pair.put(member, (random.nextInt(scores) - scores / 3) / (random.nextBoolean() ? 1.0 : 8.0));
                } else if (random.nextInt(15) == 0 && !pair.tree.isEmpty()) {
                    int rank = random.nextInt(pair.tree.size());
                    pair.removeRange(rank, 1 + random.nextInt(Math.min(4, pair.tree.size() - rank)));
                } else {
                    pair.remove(member);
                }
            }
            pair.verify();
            pair.verifyCount(random.nextInt(scores));
        }
    }

    @Property(tries = 40)
    void countsMembersBeforeAString(
            @ForAll int seed,
            @ForAll @IntRange(min = 0, max = 200) int maxListpackEntries,
            @ForAll @IntRange(min = 0, max = 300) int members) {
        Pair pair = new Pair(seed, maxListpackEntries);
        for (int i = 0; i < members; i++) {
            pair.put(Integer.toString(pair.random.nextInt(1000), 5), 7);
        }
        for (int i = 0; i < 20; i++) {
            String bound = Integer.toString(pair.random.nextInt(1000), 5);
            byte[] bytes = Ascii.bytes(bound);
            assertEquals(
                    pair.scores.keySet().stream()
                            .filter(each -> each.compareTo(bound) < 0)
                            .count(),
                    pair.set.countBelow(bytes, false));
            assertEquals(
                    pair.scores.keySet().stream()
                            .filter(each -> each.compareTo(bound) <= 0)
                            .count(),
                    pair.set.countBelow(bytes, true));
        }
    }

    @Test
    void keepsItsOrderWhenItShrinksFarAndGrowsAgain() {
        Pair pair = new Pair(5, 0);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                pair.put("m" + i, pair.random.nextInt(500));
            }
            for (int i = 0; i < 19_700; i++) {
                pair.remove("m" + (i * 7 % 20_000));
            }
            pair.verify();
        }
    }

    @Test
    void givesMemoryBack() {
        SortedSet set = new SkipListSortedSet(0, settings);
        for (int i = 0; i < 50_000; i++) {
            set.put(Ascii.bytes("member:" + i), i, settings);
        }
        long full = set.sizeBytes();
        set.removeRange(100, 49_900);
        for (int i = 0; i < 20_000; i++) {
            set.put(Ascii.bytes("x"), i, settings);
        }

        assertTrue(full > 50_000 * 50, "counts all: " + full);
        assertTrue(set.sizeBytes() < full / 20, set.sizeBytes() + " of " + full);
    }

    @Test
    void needsLessThanSeventyFiveBytesAMember() {
        SortedSet set = new SkipListSortedSet(0, settings);
        for (int i = 0; i < 100_000; i++) {
            set.put(Ascii.bytes("member:" + (100_000 + i)), i, settings);
        }

        assertTrue(set.sizeBytes() < 75 * 100_000, "not " + set.sizeBytes());
    }

    @Test
    void orderIsByScoreThenByUnsignedBytes() {
        for (int maxListpackEntries : new int[] {10, 0}) {
            settings.zsetMaxListpackEntries = maxListpackEntries;
            SortedSet set = SortedSet.create(0, 0, settings);
            byte[][] members = {{-1}, {1, 0}, {1}, {}, {127}, Ascii.bytes("10"), Ascii.bytes("9")};
            for (byte[] member : members) {
                set = set.put(member, member.length == 1 && member[0] == 127 ? Double.NEGATIVE_INFINITY : 0, settings);
            }

            byte[][] expected = {{127}, {}, {1}, {1, 0}, Ascii.bytes("10"), Ascii.bytes("9"), {-1}};
            for (int rank = 0; rank < expected.length; rank++) {
                assertArrayEquals(expected[rank], set.member(set.at(rank)));
            }
        }
    }

    @Test
    void scanVisitsEveryMember() {
        for (int maxListpackEntries : new int[] {1000, 0}) {
            settings.zsetMaxListpackEntries = maxListpackEntries;
            Pair pair = new Pair(3, maxListpackEntries);
            for (int i = 0; i < 500; i++) {
                pair.put("m" + i, i);
            }
            BitSet seen = new BitSet();
            long cursor = 0;
            do {
                cursor = pair.set.scan(cursor, position -> seen.set((int) pair.set.score(position)));
            } while (cursor != 0);

            assertEquals(500, seen.cardinality());
        }
    }

    @Test
    void chanceFindsEveryMember() {
        for (int maxListpackEntries : new int[] {100, 0}) {
            Pair pair = new Pair(3, maxListpackEntries);
            assertEquals(ABSENT, pair.set.random(pair.settings.random));
            for (int i = 0; i < 50; i++) {
                pair.put("m" + i, i);
            }
            BitSet seen = new BitSet();
            for (int i = 0; i < 2000; i++) {
                seen.set((int) pair.set.score(pair.set.random(pair.settings.random)));
            }

            assertEquals(50, seen.cardinality());
        }
    }

    @Nested
    class Scores {
        private void keeps(double score) {
            SortedSet packed = new ListPackSortedSet().put(Ascii.bytes("a"), score, settings);
            assertTrue(score == packed.score(Ascii.bytes("a")), "not " + score);
        }

        @Test
        void areIntegersOrTextInAListpack() {
            ListPackSortedSet set = new ListPackSortedSet();
            set.put(Ascii.bytes("a"), 3, settings);
            set.put(Ascii.bytes("b"), 3.5, settings);
            set.put(Ascii.bytes("c"), Double.POSITIVE_INFINITY, settings);

            assertEquals("ListPackSortedSet[6 entries, 28 B: \"a\" \"3\" \"b\" \"3.5\" \"c\" \"inf\"]", set.toString());
        }

        @Test
        void surviveAListpack() {
            for (double score :
                    new double[] {0, -1, 0.1, 1e300, Double.MIN_VALUE, 0x1p62, -0x1p63, 0x1p63, 1.0 / 3, 123456.789}) {
                keeps(score);
                keeps(-score);
            }
            keeps(Double.NEGATIVE_INFINITY);
        }

        @Test
        void ofNoMemberIsNotANumber() {
            assertTrue(Double.isNaN(new ListPackSortedSet().score(Ascii.bytes("a"))));
            assertTrue(Double.isNaN(new SkipListSortedSet(0, settings).score(Ascii.bytes("a"))));
        }
    }

    @Nested
    class Encodings {
        private SortedSet of(int members) {
            SortedSet set = SortedSet.create(0, 0, settings);
            for (int i = 0; i < members; i++) {
                set = set.put(Ascii.bytes("m" + i), i, settings);
            }
            return set;
        }

        @Test
        void listpackUpToTheLimit() {
            assertEquals(Encoding.LISTPACK, of(128).encoding());
            assertEquals(Encoding.SKIPLIST, of(129).encoding());
        }

        @Test
        void longMembersNeedASkipList() {
            assertEquals(Encoding.LISTPACK, of(3).add(new byte[64], 1, settings).encoding());
            assertEquals(Encoding.SKIPLIST, of(3).add(new byte[65], 1, settings).encoding());
        }

        @Test
        void followExpectations() {
            assertEquals(Encoding.LISTPACK, SortedSet.create(128, 64, settings).encoding());
            assertEquals(Encoding.SKIPLIST, SortedSet.create(129, 64, settings).encoding());
            assertEquals(Encoding.SKIPLIST, SortedSet.create(128, 65, settings).encoding());
            SortedSet small = of(3);
            assertSame(small, small.expecting(128, settings));
            assertEquals(Encoding.SKIPLIST, small.expecting(129, settings).encoding());
            assertEquals(3, small.expecting(129, settings).size());
        }

        @Test
        void smallResultsBecomeListpacks() {
            SortedSet big = of(129);
            assertSame(big, big.compact(settings));
            big.removeMember(big.lowest());
            assertInstanceOf(ListPackSortedSet.class, big.compact(settings));
            big.rescore(big.lowest(), 1000);
            big.removeMember(big.lowest());
            big.add(new byte[65], -1, settings);
            assertSame(big, big.compact(settings));
        }

        @Test
        void copiesKeepTheirs() {
            for (int members : new int[] {3, 200}) {
                SortedSet set = of(members);
                SortedSet copy = set.copy();
                set.removeMember(set.lowest());

                assertNotSame(set, copy);
                assertEquals(set.encoding(), copy.encoding());
                assertEquals(members, copy.size());
            }
        }
    }

    @Test
    void showsItself() {
        settings.zsetMaxListpackEntries = 0;
        SkipListSortedSet set = new SkipListSortedSet(0, settings);
        for (int i = 0; i < 6; i++) {
            set.add(Ascii.bytes("m" + i), i / 2.0, settings);
        }

        assertEquals(
                "SkipListSortedSet[SkipList[6 members, 2 levels: \"m0\" 0, \"m1\" 0.5, \"m2\" 1, \"m3\" 1.5 …]]",
                set.toString());
        assertEquals("""
                SkipList[6 members, 2 levels: "m0" 0, "m1" 0.5, "m2" 1, "m3" 1.5 …]
                level 1: head -3-> "m2" -4-> end
                level 0: head -1-> "m0" -1-> "m1" -1-> "m2" -1-> "m3" -1-> "m4" -1-> "m5" -1-> end
                """, set.dumpOrder());
    }
}
