package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IntSetTest {
    private static IntSet of(long... members) {
        IntSet set = new IntSet();
        for (long member : members) {
            assertTrue(set.add(member));
        }
        return set;
    }

    private static String hex(IntSet set) {
        return HexFormat.ofDelimiter(" ").formatHex(set.toByteArray());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }

    @Nested
    class Bytes {
        @Test
        void areThoseOfTheDrawing() {
            assertEquals("02 00 00 00 03 00 00 00 ff ff 05 00 2c 01", hex(of(5, -1, 300)));
        }

        @Test
        void areTheHeaderAloneWhenEmpty() {
            assertEquals("02 00 00 00 00 00 00 00", hex(new IntSet()));
        }

        @Test
        void becomeWiderForAMemberThatNeedsIt() {
            IntSet set = of(1, 32767, -32768);
            assertEquals(8 + 3 * 2, set.totalBytes());
            set.add(32768);
            assertEquals("04 00 00 00 04 00 00 00 00 80 ff ff 01 00 00 00 ff 7f 00 00 00 80 00 00", hex(set));
            set.add(Integer.MIN_VALUE);
            assertEquals(8 + 5 * 4, set.totalBytes());
            set.add(Integer.MIN_VALUE - 1L);
            assertEquals(8 + 6 * 8, set.totalBytes());
            assertEquals(Integer.MIN_VALUE - 1L, set.get(0));
            assertEquals(32768, set.get(5));
        }

        @Test
        void stayWideWhenTheMemberLeaves() {
            IntSet set = of(1, 1L << 40);
            assertTrue(set.remove(1L << 40));
            assertEquals("08 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00", hex(set));
        }

        @Test
        void canBeTakenOver() {
            IntSet set = new IntSet(bytes("02 00 00 00 03 00 00 00 ff ff 05 00 2c 01"));
            assertTrue(set.contains(300));
            assertTrue(set.add(7));
            assertEquals("02 00 00 00 04 00 00 00 ff ff 05 00 07 00 2c 01", hex(set));
        }
    }

    @Nested
    class Validity {
        @Test
        void isGivenIfOrderAndLengthsAreRight() {
            assertTrue(IntSet.isValid(bytes("02 00 00 00 01 00 00 00 05 00")));
            assertTrue(IntSet.isValid(of(1, 2, 1L << 50).toByteArray()));
        }

        @Test
        void isRefusedOtherwise() {
            assertFalse(IntSet.isValid(bytes("02 00 00 00 00 00 00")), "no whole header");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 00 00 00 00")), "empty");
            assertFalse(IntSet.isValid(bytes("03 00 00 00 01 00 00 00 05 00 00")), "no such width");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 02 00 00 00 05 00")), "too short");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 01 00 00 00 05 00 06 00")), "too long");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 02 00 00 00 06 00 05 00")), "no order");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 02 00 00 00 05 00 05 00")), "twice the same");
            assertFalse(IntSet.isValid(bytes("02 00 00 00 ff ff ff ff 05 00")), "a length beyond all bounds");
        }
    }

    @Test
    void aCopyIsIndependent() {
        IntSet set = of(1, 2);
        IntSet copy = set.copy();
        assertNotSame(set, copy);
        copy.add(3);
        assertEquals(2, set.size());
        assertEquals(3, copy.size());
    }

    @Test
    void showsItsMembersWithinALine() {
        assertEquals("IntSet[3 of 16 bits: -1 5 300]", of(5, -1, 300).toString());
        IntSet many = new IntSet();
        for (int i = 0; i < 500; i++) {
            many.add(i * 1000L);
        }
        assertTrue(many.toString().length() <= 120, many.toString());
        assertTrue(many.toString().endsWith(" …]"));
    }

    @Test
    void givesMemoryBackWhenMembersLeave() {
        IntSet set = new IntSet();
        for (int i = 0; i < 512; i++) {
            set.add(i);
        }
        for (int i = 0; i < 500; i++) {
            set.remove(i);
        }
        assertTrue(set.sizeBytes() < 160, set.sizeBytes() + " B");
        set.trim();
        assertArrayEquals(set.toByteArray(), set.copy().toByteArray());
    }

    @Provide
    Arbitrary<List<Long>> numbers() {
        Arbitrary<Long> near = Arbitraries.of(
                        0L, 32767L, -32768L, 2147483647L, -2147483648L, Long.MAX_VALUE, Long.MIN_VALUE)
                .flatMap(limit -> Arbitraries.longs().between(-2, 2).map(by -> limit + by));
        return Arbitraries.oneOf(near, Arbitraries.longs().between(-40, 40))
                .list()
                .ofMaxSize(80);
    }

    /** Every third number is removed rather than added. */
    @Property(tries = 400)
    void isASortedSet(@ForAll("numbers") List<Long> numbers) {
        IntSet set = new IntSet();
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            if (i % 3 == 2) {
                assertEquals(model.remove(number), set.remove(number));
            } else {
                assertEquals(model.add(number), set.add(number));
            }
            assertEquals(model.contains(number), set.contains(number));
            assertEquals(model.size(), set.size());
        }
        Iterator<Long> expected = model.iterator();
        for (int at = set.first(); at >= 0; at = set.next(at)) {
            assertEquals(expected.next(), set.get(at));
        }
        assertFalse(expected.hasNext());
        assertTrue(model.isEmpty() || IntSet.isValid(set.toByteArray()));
    }
}
