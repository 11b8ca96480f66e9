package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SetValueTest {
    private final CollectionSettings settings = new CollectionSettings(new SipHash(1, 2), new RandomSource(3));

    private SetValue of(String... members) {
        return with(SetValue.create(Ascii.bytes(members[0]), 1, settings), members);
    }

    private SetValue with(SetValue set, String... members) {
        SetValue result = set;
        for (String member : members) {
            result = result.add(Ascii.bytes(member), settings);
        }
        return result;
    }

    private SetValue table(String... members) {
        SetValue set = with(new TableSet(settings.hash), members);
        assertInstanceOf(TableSet.class, set);
        return set;
    }

    private static Set<String> members(SetValue set) {
        Set<String> result = new TreeSet<>();
        SetMember member = new SetMember();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            set.view(at, member);
            assertTrue(result.add(ByteString.wrap(member.bytes()).utf8()), "twice " + member);
        }
        assertEquals(result.size(), set.size());
        return result;
    }

    private String[] numbers(int from, int to) {
        String[] result = new String[to - from];
        for (int i = 0; i < result.length; i++) {
            result[i] = Integer.toString(from + i);
        }
        return result;
    }

    @Nested
    class Encodings {
        @Test
        void beginWithTheSmallestThatHoldsTheFirstMemberAndSoMany() {
            assertInstanceOf(IntSet.class, SetValue.create(Ascii.bytes("12"), 512, settings));
            assertInstanceOf(TableSet.class, SetValue.create(Ascii.bytes("12"), 513, settings));
            assertInstanceOf(ListPackSet.class, SetValue.create(Ascii.bytes("a"), 128, settings));
            assertInstanceOf(TableSet.class, SetValue.create(Ascii.bytes("a"), 129, settings));
            settings.setMaxIntsetEntries = 10;
            assertInstanceOf(ListPackSet.class, SetValue.create(Ascii.bytes("12"), 11, settings));
        }

        @Test
        void areSkippedForManyMembersAtOnce() {
            SetValue few = of("a", "b");
            assertSame(few, few.preparedFor(128, settings));
            assertEquals(Encoding.HASHTABLE, few.preparedFor(129, settings).encoding());
            SetValue integers = of("1", "2");
            assertSame(integers, integers.preparedFor(512, settings));
            SetValue prepared = integers.preparedFor(513, settings);
            assertEquals(Encoding.HASHTABLE, prepared.encoding());
            assertEquals(Set.of("1", "2"), members(prepared));
            assertSame(prepared, prepared.preparedFor(1000, settings));
        }

        @Test
        void ofIntegersChangeWithThe513th() {
            SetValue set = of(numbers(0, 512));
            assertEquals(Encoding.INTSET, set.encoding());
            set = with(set, "0", "511");
            assertEquals(Encoding.INTSET, set.encoding());
            set = with(set, "512");
            assertEquals(Encoding.HASHTABLE, set.encoding());
            assertEquals(513, members(set).size());
        }

        @Test
        void ofIntegersBecomeAListpackWithAWord() {
            SetValue set = with(of("3", "1", "2"), "a");
            assertEquals("ListPackSet[4 entries, 16 B: \"1\" \"2\" \"3\" \"a\"]", set.toString());
            assertEquals(16, ((ListPackSet) set).bytes().length);
            assertEquals(Encoding.LISTPACK, with(of(numbers(0, 127)), "a").encoding());
            assertEquals(Encoding.HASHTABLE, with(of(numbers(0, 128)), "a").encoding());
            assertEquals(Encoding.HASHTABLE, with(of("1"), "x".repeat(65)).encoding());
        }

        @Test
        void ofIntegersWithManyDigitsAvoidTheListpack() {
            settings.setMaxListpackValueBytes = 5;
            assertEquals(Encoding.LISTPACK, with(of("1", "99999"), "a").encoding());
            assertEquals(Encoding.HASHTABLE, with(of("1", "100000"), "a").encoding());
            assertEquals(Encoding.HASHTABLE, with(of("1", "-10000"), "a").encoding());
        }

        @Test
        void ofWordsChangeWithThe129thOrALongOne() {
            String[] words = new String[128];
            for (int i = 0; i < words.length; i++) {
                words[i] = "w" + i;
            }
            SetValue set = of(words);
            assertEquals(Encoding.LISTPACK, set.encoding());
            assertEquals(Encoding.LISTPACK, with(set.copy(), "w7").encoding());
            assertEquals(Encoding.HASHTABLE, with(set.copy(), "another").encoding());
            assertEquals(Encoding.LISTPACK, with(of("a"), "x".repeat(64)).encoding());
            assertEquals(Encoding.HASHTABLE, with(of("a"), "x".repeat(65)).encoding());
        }

        @Test
        void stayWhenMembersLeave() {
            SetValue set = of(numbers(0, 513));
            for (String member : numbers(1, 513)) {
                assertTrue(set.remove(Ascii.bytes(member)));
            }
            assertEquals(Encoding.HASHTABLE, set.encoding());
            assertEquals(Set.of("0"), members(set));
        }

        @Test
        void returnToIntegersIfAllAreAndTheyAreFew() {
            assertEquals(
                    "IntSet[3 of 16 bits: -1 7 300]",
                    SetValue.asIntSet(table("300", "7", "-1"), settings).toString());
            settings.setMaxIntsetEntries = 2;
            assertEquals(
                    Encoding.HASHTABLE,
                    SetValue.asIntSet(table("300", "7", "-1"), settings).encoding());
        }
    }

    @Nested
    class Members {
        @Test
        void areTheSameOnlyIfEveryByteIs() {
            for (SetValue set : List.of(of("1", "2"), of("1", "a"), table("1", "2"))) {
                assertTrue(set.contains(Ascii.bytes("1")));
                assertFalse(set.contains(Ascii.bytes("01")));
                assertFalse(set.contains(Ascii.bytes("+1")));
                assertFalse(set.contains(Ascii.bytes("")));
                assertFalse(set.remove(Ascii.bytes("01")));
                assertEquals(2, set.size());
            }
        }

        @Test
        void canBeEmpty() {
            assertEquals(Set.of("", "1"), members(with(of("1"), "")));
        }

        @Test
        void areCopiedWithTheSet() {
            for (SetValue set : List.of(of("1", "2"), of("1", "a"), table("1", "2"))) {
                SetValue copy = set.copy();
                assertEquals(set.encoding(), copy.encoding());
                assertEquals(members(set), members(copy));
                copy.remove(Ascii.bytes("1"));
                assertTrue(set.contains(Ascii.bytes("1")));
            }
        }

        @Test
        void areFreedOneByOneOnlyInATable() {
            assertEquals(1, of("1", "2").freeEffort());
            assertEquals(1, of("a", "2").freeEffort());
            assertEquals(2, table("a", "2").freeEffort());
        }

        @Test
        void areSharedBetweenTables() {
            SetValue set = table("a", "b");
            SetValue union = SetAlgebra.union(List.of(table(numbers(0, 600)), set), settings);
            assertEquals(602, union.size());
            TableSet from = (TableSet) set;
            TableSet into = (TableSet) union;
            byte[] a = Ascii.bytes("a");
            assertSame(from.element(from.find(a)), into.element(into.find(a)));
        }
    }

    @Test
    void describesItselfInALine() {
        assertEquals("TableSet[2 members: \"a\" \"b\"]", table("a", "b").toString());
        SetValue large = of(numbers(0, 600));
        assertTrue(large.toString().length() <= 120, large.toString());
        assertTrue(large.sizeBytes() > 600 * 30 && large.sizeBytes() < 600 * 50, large.sizeBytes() + " B");
    }

    @Provide
    Arbitrary<List<String>> words() {
        Arbitrary<String> integer = Arbitraries.integers().between(-20, 40).map(i -> "" + i);
        Arbitrary<String> wide =
                Arbitraries.of("32768", "-40000", "3000000000", "9223372036854775807", "9223372036854775808");
        Arbitrary<String> word = Arbitraries.of("", "a", "b", "c", "+1", "007", "longer than 8", "x".repeat(70));
        return Arbitraries.frequencyOf(Tuple.of(6, integer), Tuple.of(1, wide), Tuple.of(2, word))
                .list()
                .ofMaxSize(60);
    }

    /** Limits so small that every change of encoding happens; every third word is removed rather than added. */
    @Property(tries = 500)
    void isASetInEveryEncoding(
            @ForAll("words") List<String> words,
            @ForAll @IntRange(max = 30) int intsetEntries,
            @ForAll @IntRange(max = 30) int listpackEntries,
            @ForAll @IntRange(max = 20) int listpackValue) {
        settings.setMaxIntsetEntries = intsetEntries;
        settings.setMaxListpackEntries = listpackEntries;
        settings.setMaxListpackValueBytes = listpackValue;
        SetValue set = new IntSet();
        Set<String> model = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            byte[] bytes = Ascii.bytes(word);
            if (i % 3 == 2) {
                assertEquals(model.remove(word), set.remove(bytes));
            } else {
                int before = set.size();
                set = set.add(bytes, settings);
                assertEquals(model.add(word), set.size() > before);
            }
            assertEquals(model.contains(word), set.contains(bytes));
            keepsItsLimits(set);
        }
        assertEquals(new TreeSet<>(model), members(set));
        removesAllAtRandom(set, model);
    }

    private void keepsItsLimits(SetValue set) {
        switch (set.encoding()) {
            case INTSET -> assertTrue(set.size() <= settings.setMaxIntsetEntries);
            case LISTPACK -> assertTrue(set.size() <= settings.setMaxListpackEntries);
            default -> assertInstanceOf(TableSet.class, set);
        }
    }

    private void removesAllAtRandom(SetValue set, Set<String> model) {
        SetMember member = new SetMember();
        while (set.size() > 0) {
            int at = set.randomPosition(settings.random);
            set.view(at, member);
            assertTrue(model.remove(ByteString.wrap(member.bytes()).utf8()));
            set.removeAt(at);
        }
        assertEquals(Set.of(), model);
    }

    @Property(tries = 300)
    void algebraIsThatOfSets(
            @ForAll @Size(min = 1, max = 4) List<@Size(max = 25) List<@IntRange(max = 30) Integer>> content) {
        settings.setMaxIntsetEntries = 8;
        settings.setMaxListpackEntries = 12;
        List<SetValue> sets = new ArrayList<>();
        List<Set<String>> models = new ArrayList<>();
        for (List<Integer> numbers : content) {
            SetValue set = new IntSet();
            Set<String> model = new TreeSet<>();
            for (int number : numbers) {
                String word = number % 5 == 4 ? "w" + number : "" + number;
                set = set.add(Ascii.bytes(word), settings);
                model.add(word);
            }
            sets.add(set);
            models.add(model);
        }
        List<SetValue> others = sets.subList(1, sets.size());
        Set<String> union = new TreeSet<>();
        models.forEach(union::addAll);
        Set<String> difference = new TreeSet<>(models.get(0));
        models.subList(1, models.size()).forEach(difference::removeAll);
        Set<String> intersection = new TreeSet<>(models.get(0));
        models.forEach(intersection::retainAll);

        assertEquals(union, members(SetAlgebra.union(sets, settings)));
        assertEquals(difference, members(SetAlgebra.difference(sets.get(0), others, settings)));
        SetValue common = new SetIntersection(sets.toArray(new SetValue[0])).collect(settings);
        assertEquals(intersection, members(common));
        boolean integers = intersection.stream().noneMatch(word -> word.startsWith("w"));
        assertEquals(integers && intersection.size() <= 8, common.encoding() == Encoding.INTSET);
        for (int i = 0; i < sets.size(); i++) {
            assertEquals(models.get(i), members(sets.get(i)), "unchanged");
        }
    }

    @Nested
    class Difference {
        @Test
        void withItselfIsEmpty() {
            SetValue set = of("a", "1");
            assertEquals(
                    0,
                    SetAlgebra.difference(set, List.of(of("z"), set), settings).size());
        }

        @Test
        void ofALargeSetAndManySmallOnesRemovesThemFromACopy() {
            SetValue large = of(numbers(0, 300));
            List<SetValue> small = List.of(of("1"), of("2", "x"), of("3"), of("4"));
            SetValue result = SetAlgebra.difference(large, small, settings);
            assertEquals(296, result.size());
            assertFalse(result.contains(Ascii.bytes("2")));
        }
    }

    @Nested
    class Samples {
        @Test
        void areAllEquallyLikely() {
            RandomSource random = new RandomSource(9);
            int[] taken = new int[20];
            for (int round = 0; round < 20_000; round++) {
                SelectionSampling sampling = new SelectionSampling(20, 5, random);
                for (int i = 0; i < 20; i++) {
                    taken[i] += sampling.takes() ? 1 : 0;
                }
                assertEquals(0, sampling.samplesLeft());
            }
            for (int count : taken) {
                assertEquals(5000, count, 300);
            }
        }

        @Property(tries = 100)
        void knowWhichNumbersTheyHave(@ForAll @Size(max = 100) List<@IntRange(max = 60) Integer> numbers) {
            DistinctInts distinct = new DistinctInts(numbers.size());
            Set<Integer> model = new HashSet<>();
            for (int number : numbers) {
                assertEquals(model.add(number), distinct.add(number));
            }
        }
    }
}
