package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HyperLogLogTest {
    private static final long SPARSE_MAX_BYTES = 3000;

    /** One rank for one register. */
    private record Raise(int register, int rank) {}

    @Provide
    Arbitrary<List<Raise>> raises() {
        Arbitrary<Integer> crowded = Arbitraries.integers().between(0, 40);
        Arbitrary<Integer> atTheEnd = Arbitraries.integers().between(16_380, 16_383);
        Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, 16_383);
        Arbitrary<Integer> register = Arbitraries.oneOf(crowded, crowded, atTheEnd, anywhere);
        Arbitrary<Integer> rank = Arbitraries.integers().between(1, 4);
        return register.flatMap(r -> rank.map(k -> new Raise(r, k))).list().ofMaxSize(400);
    }

    private static byte[] bytes(HyperLogLog counter) {
        return counter.string().toByteArray();
    }

    private static byte[] ranks(HyperLogLog counter) {
        byte[] ranks = new byte[HyperLogLog.REGISTERS];
        assertTrue(counter.mergeInto(ranks));
        return ranks;
    }

    @Property(tries = 100)
    void keepsTheHighestRankOfEachRegisterInBothEncodings(@ForAll("raises") List<Raise> raises) {
        HyperLogLog sparse = HyperLogLog.empty();
        HyperLogLog dense = HyperLogLog.empty();
        assertTrue(dense.toDense());
        byte[] expected = new byte[HyperLogLog.REGISTERS];

        for (Raise raise : raises) {
            int changed = expected[raise.register] < raise.rank ? 1 : 0;
            expected[raise.register] = (byte) Math.max(expected[raise.register], raise.rank);
            assertEquals(changed, sparse.raise(raise.register, raise.rank, SPARSE_MAX_BYTES));
            assertEquals(changed, dense.raise(raise.register, raise.rank, SPARSE_MAX_BYTES));
        }

        assertFalse(sparse.isDense());
        assertArrayEquals(expected, ranks(sparse));
        assertArrayEquals(expected, ranks(dense));
        assertEquals(dense.count(), sparse.count());
        assertEquals(dense.count(), HyperLogLog.count(expected));
        assertTrue(sparse.toDense());
        assertArrayEquals(bytes(dense), bytes(sparse));
    }

    @Property(tries = 50)
    void keepsSixBitsInEveryRegister(@ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        int from = HyperLogLog.HEADER_BYTES;
        byte[] dense = new byte[from + DenseRegisters.BYTES];
        byte[] together = new byte[from + DenseRegisters.BYTES];
        byte[] expected = new byte[HyperLogLog.REGISTERS];
        for (int i = 0; i < expected.length; i++) {
            DenseRegisters.set(dense, from, i, 63);
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) random.nextInt(64);
            DenseRegisters.set(dense, from, i, expected[i]);
        }
        DenseRegisters.setAll(together, from, expected);

        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], DenseRegisters.get(dense, from, i));
        }
        assertArrayEquals(together, dense);
        byte[] merged = new byte[expected.length];
        DenseRegisters.mergeInto(merged, dense, from);
        assertArrayEquals(expected, merged);
    }

    @Example
    void isTheBytesOfTheDrawings() {
        HyperLogLog sparse = HyperLogLog.empty();
        assertEquals(
                "48594c4c01000000" + "0000000000000000" + "7fff", HexFormat.of().formatHex(bytes(sparse)));

        sparse.raise(1001, 2, SPARSE_MAX_BYTES);
        sparse.raise(1020, 3, SPARSE_MAX_BYTES);
        sparse.raise(1000, 2, SPARSE_MAX_BYTES);
        assertEquals("43e78511887c02", HexFormat.of().formatHex(bytes(sparse)).substring(32));
        assertEquals("Z:1000 v:2,2 z:18 v:3,1 Z:15363", sparse.describeSparse());

        HyperLogLog dense = HyperLogLog.empty();
        assertTrue(dense.toDense());
        for (int i = 0; i < 4; i++) {
            dense.raise(i, i + 1, SPARSE_MAX_BYTES);
        }
        assertEquals("81301000", HexFormat.of().formatHex(bytes(dense)).substring(32, 40));
        assertEquals(HyperLogLog.DENSE_BYTES, bytes(dense).length);
    }

    @Example
    void hashesAsRedisDoes() {
        // What a Redis answers to PFADD and PFDEBUG DECODE with each single element.
        assertEquals("Z:5938 v:2,1 Z:10445", added("").describeSparse());
        assertEquals("Z:7348 v:5,1 Z:9035", added("foo").describeSparse());
        assertEquals("Z:5634 v:2,1 Z:10749", added("abcdefg").describeSparse());
        assertEquals("Z:10579 v:3,1 Z:5804", added("12345678").describeSparse());
        assertEquals(
                "Z:2771 v:3,1 Z:13612", added("a longer element of 31 bytes ..").describeSparse());
    }

    private static HyperLogLog added(String element) {
        HyperLogLog counter = HyperLogLog.empty();
        counter.add(Ascii.bytes(element), SPARSE_MAX_BYTES);
        return counter;
    }

    @Example
    void estimatesWithinAFewPercentFromTheFirstElementOn() {
        HyperLogLog counter = HyperLogLog.empty();
        long added = 0;
        for (int next = 1; next <= 300_000; next = next * 3 / 2 + 1) {
            while (added < next) {
                counter.add(Ascii.bytes("element " + added++), SPARSE_MAX_BYTES);
            }
            long error = Math.abs(added - counter.count());
            assertTrue(error <= added * 0.035, error + " of " + added);
        }
        assertTrue(counter.isDense());
    }

    @Example
    void becomesDenseWhenTheStringWouldBeTooLongOrARankIsTooHigh() {
        HyperLogLog byLength = HyperLogLog.empty();
        for (int i = 0; i < 16_384; i += 100) {
            assertEquals(1, byLength.raise(i, 1, 60));
            assertTrue(byLength.isDense() || byLength.string().length() <= 60);
        }
        assertTrue(byLength.isDense());

        HyperLogLog byRank = HyperLogLog.empty();
        assertEquals(1, byRank.raise(5, 32, SPARSE_MAX_BYTES));
        assertFalse(byRank.isDense());
        assertEquals(1, byRank.raise(5, 33, SPARSE_MAX_BYTES));
        assertTrue(byRank.isDense());
        assertEquals(33, byRank.denseRegister(5));
    }

    @Example
    void remembersACountUntilItIsForgotten() {
        HyperLogLog counter = HyperLogLog.empty();
        assertTrue(counter.isCountCached());

        counter.cacheCount(0x123456789aL);
        assertEquals(0x123456789aL, counter.cachedCount());

        counter.forgetCount();
        assertFalse(counter.isCountCached());
    }

    @Example
    void leavesTheStringItWasMadeOfAlone() {
        byte[] stored = bytes(HyperLogLog.empty());
        byte[] before = stored.clone();
        HyperLogLog counter = HyperLogLog.of(stored);

        counter.add(Ascii.bytes("a"), SPARSE_MAX_BYTES);
        counter.forgetCount();

        assertArrayEquals(before, stored);
    }

    /** No damage may do more harm than a wrong answer. */
    @Property(tries = 500)
    void survivesAnyRegisters(@ForAll byte[] registers, @ForAll byte[] element) {
        byte[] header = bytes(HyperLogLog.empty());
        RawString string = new RawString(header);
        string.splice(16, 2, registers, registers.length);
        HyperLogLog counter = HyperLogLog.of(string);
        boolean whole = counter.mergeInto(new byte[HyperLogLog.REGISTERS]);

        assertEquals(whole, counter.count() != HyperLogLog.CORRUPT);
        counter.describeSparse();
        int changed = counter.add(element, SPARSE_MAX_BYTES);
        assertTrue(!whole || changed != HyperLogLog.CORRUPT);
    }

    @Example
    void findsDamage() {
        for (String damage : new String[] {"", "00", "7ffe", "7fff00", "7f", "7fff7fff", "437f", "ff"}) {
            RawString string = new RawString(bytes(HyperLogLog.empty()));
            byte[] registers = HexFormat.of().parseHex(damage);
            string.splice(16, 2, registers, registers.length);

            assertEquals(HyperLogLog.CORRUPT, HyperLogLog.of(string).count(), damage);
            assertFalse(HyperLogLog.of(string).toDense(), damage);
        }
    }

    @Example
    void isToldFromOtherStringsByItsHeader() {
        byte[] good = bytes(HyperLogLog.empty());
        assertTrue(HyperLogLog.isValid(good));
        assertTrue(HyperLogLog.isValid(new RawString(good)));
        assertFalse(HyperLogLog.isValid(IntValue.of(1234567890123456789L)));
        assertFalse(HyperLogLog.isValid(new byte[15]));
        for (int at : new int[] {0, 1, 2, 3, 4}) {
            byte[] other = good.clone();
            other[at] ^= 3;
            assertFalse(HyperLogLog.isValid(other));
        }
        byte[] dense = new byte[HyperLogLog.DENSE_BYTES];
        System.arraycopy(good, 0, dense, 0, 4);
        assertTrue(HyperLogLog.isValid(dense));
        assertFalse(HyperLogLog.isValid(new RawString(Arrays.copyOf(dense, dense.length - 1))));
    }

    @Example
    void passesItsSelfTest() {
        RandomSource random = new RandomSource(1);

        assertNull(new HyperLogLogSelfTest(random, SPARSE_MAX_BYTES).failure());
    }
}
