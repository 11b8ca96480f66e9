package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashValueTest {
    private static final long TIME = 1_700_000_000_000L;

    private final CollectionSettings settings = new CollectionSettings(new SipHash(3, 4), new RandomSource(5));

    /** What a hash is to hold: values by field, and times by field for those that expire. */
    private static final class Model {
        private final Map<String, String> values = new HashMap<>();
        private final Map<String, Long> times = new HashMap<>();
    }

    /** Strings as a reply would get them. */
    private static final class Read implements StringSink {
        private String text = "";

        @Override
        public void bulk(byte[] bytes, int offset, int length) {
            text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void bulkInteger(long value) {
            text = Long.toString(value);
        }
    }

    private HashValue put(HashValue hash, String field, String value) {
        byte[] name = Ascii.bytes(field);
        byte[] bytes = Ascii.bytes(value);
        int longest = Math.max(name.length, bytes.length);
        HashValue roomy = hash.withRoomFor(1, longest, (long) name.length + bytes.length, settings);
        roomy.put(name, bytes, false);
        return roomy.settled(settings);
    }

    private static String field(HashValue hash, int at) {
        Read read = new Read();
        hash.writeField(at, read);
        assertEquals(read.text, Ascii.text(hash.fieldAt(at)));
        return read.text;
    }

    private static String value(HashValue hash, int at) {
        Read read = new Read();
        hash.writeValue(at, read);
        assertEquals(read.text, Ascii.text(hash.valueAt(at)));
        assertEquals(read.text.length(), hash.valueLength(at));
        return read.text;
    }

    private static Model contentOf(HashValue hash) {
        Model model = new Model();
        for (int at = hash.firstField(); at != HashValue.NO_FIELD; at = hash.fieldAfter(at)) {
            model.values.put(field(hash, at), value(hash, at));
            if (hash.expireAtMillis(at) != HashValue.NO_EXPIRE) {
                model.times.put(field(hash, at), hash.expireAtMillis(at));
            }
        }
        return model;
    }

    private static void assertHolds(Model expected, HashValue hash) {
        assertEquals(expected.values.size(), hash.fieldCount());
        Model actual = contentOf(hash);
        assertEquals(expected.values, actual.values);
        assertEquals(expected.times, actual.times);
        for (String field : expected.values.keySet()) {
            assertEquals(expected.values.get(field), value(hash, hash.find(Ascii.bytes(field))));
        }
        long earliest = expected.times.values().stream().mapToLong(t -> t).min().orElse(HashValue.NO_EXPIRE);
        assertEquals(earliest, hash.earliestExpiryMillis());
        assertEquals(earliest != HashValue.NO_EXPIRE, hash.hasExpiringFields());
        if (hash.hasExpiringFields()) {
            assertEquals(earliest, hash.expireAtMillis(hash.earliestField()));
        }
        for (long time : new HashSet<>(expected.times.values())) {
            long before = expected.times.values().stream().filter(t -> t < time).count();
            assertEquals(before, hash.countExpiringBefore(time));
        }
        assertEquals(expected.times.size(), hash.countExpiringBefore(Long.MAX_VALUE));
    }

    /** A long sequence of changes, a number each; few limits make it pass through all encodings. */
    private HashValue play(List<Integer> steps, int fields, Model model) {
        HashValue hash = new ListPackHash();
        for (int step : steps) {
            int number = (step >>> 3) % fields;
            String field = number % 3 == 0 ? Integer.toString(number) : "field" + number;
            byte[] name = Ascii.bytes(field);
            switch (step & 7) {
                case 0, 1, 2 -> {
                    String value = step % 5 == 0 ? "text" + step : Integer.toString(step);
                    hash = put(hash, field, value);
                    model.values.put(field, value);
                    model.times.remove(field);
                }
                case 3 -> {
                    if (model.values.containsKey(field)) {
                        hash.put(name, Ascii.bytes("kept"), true);
                        model.values.put(field, "kept");
                    }
                }
                case 4, 5 -> {
                    assertEquals(model.values.remove(field) != null, hash.remove(name));
                    model.times.remove(field);
                }
                case 6 -> {
                    if (model.values.containsKey(field)) {
                        hash = hash.withExpiries();
                        hash.expireAt(hash.find(name), TIME + step % 50);
                        model.times.put(field, TIME + step % 50);
                    }
                }
                default -> {
                    if (model.times.remove(field) != null) {
                        hash.persist(hash.find(name));
                    }
                }
            }
        }
        return hash;
    }

    @Property(tries = 150)
    void holdsWhatAMapHolds(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 100_000) Integer> steps,
            @ForAll @IntRange(min = 1, max = 60) int fields,
            @ForAll @IntRange(min = 0, max = 40) int listpackEntries) {
        settings.hashMaxListpackEntries = listpackEntries;
        Model model = new Model();

        HashValue hash = play(steps, fields, model);

        assertHolds(model, hash);
        assertHolds(model, (HashValue) hash.copy());
    }

    @Property(tries = 60)
    void givesItsFieldsInTheOrderOfTheirTimes(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 1000) Integer> times,
            @ForAll boolean table) {
        settings.hashMaxListpackEntries = table ? 0 : 512;
        HashValue hash = new ListPackHash();
        for (int i = 0; i < times.size(); i++) {
            hash = put(hash, "f" + i, "v");
        }
        hash = hash.withExpiries();
        for (int i = 0; i < times.size(); i++) {
            hash.expireAt(hash.find(Ascii.bytes("f" + i)), TIME + times.get(i));
        }

        List<Integer> seen = new ArrayList<>();
        while (hash.hasExpiringFields()) {
            int at = hash.earliestField();
            seen.add((int) (hash.expireAtMillis(at) - TIME));
            hash.remove(hash.fieldAt(at));
        }

        assertEquals(times.stream().sorted().toList(), seen);
        assertEquals(0, hash.fieldCount());
    }

    @Property(tries = 40)
    void yieldsHashesByTime(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 99) Integer> times) {
        Keyspace many = new Keyspace(settings.hash);
        for (int i = 0; i < times.size(); i++) {
            many.put(Ascii.bytes("k" + i), expiringHash(TIME + times.get(i)));
        }

        List<Integer> seen = new ArrayList<>();
        while (many.fieldExpiries().size() > 0) {
            FieldExpiryTicket first = first(many);
            seen.add((int) (first.dueMillis() - TIME));
            many.remove(first.key());
        }

        assertEquals(times.stream().sorted().toList(), seen);
    }

    private static FieldExpiryTicket first(Keyspace keys) {
        FieldExpiryTicket first = keys.fieldExpiries().first();
        if (first == null) {
            throw new AssertionError("no fields expire");
        }
        return first;
    }

    private HashValue expiringHash(long at) {
        HashValue hash = put(put(new ListPackHash(), "a", "1"), "b", "2").withExpiries();
        hash.expireAt(hash.firstField(), at);
        return hash;
    }

    @Nested
    class Encodings {
        @Test
        void isAListpackUpToTheLimits() {
            settings.hashMaxListpackEntries = 3;
            HashValue hash = new ListPackHash();
            for (int i = 0; i < 3; i++) {
                hash = put(hash, "f" + i, "v".repeat(64));
                assertEquals(Encoding.LISTPACK, hash.encoding());
            }
            hash = put(hash, "f3", "v");
            assertEquals(Encoding.HASHTABLE, hash.encoding());
            assertEquals(4, hash.fieldCount());
        }

        @Test
        void isATableForALongFieldOrValue() {
            assertEquals(
                    Encoding.LISTPACK,
                    put(new ListPackHash(), "f".repeat(64), "v".repeat(64)).encoding());
            assertEquals(
                    Encoding.HASHTABLE,
                    put(new ListPackHash(), "f", "v".repeat(65)).encoding());
            assertEquals(
                    Encoding.HASHTABLE,
                    put(new ListPackHash(), "f".repeat(65), "v").encoding());
        }

        @Test
        void beginsAsATableIfItIsToBeOne() {
            assertInstanceOf(ListPackHash.class, HashValue.create(512, 64, 4096, settings));
            assertInstanceOf(TableHash.class, HashValue.create(513, 1, 1026, settings));
            assertInstanceOf(TableHash.class, HashValue.create(1, 65, 66, settings));
        }

        @Test
        void keepsTimesWhenItBecomesATable() {
            settings.hashMaxListpackEntries = 2;
            HashValue hash = put(put(new ListPackHash(), "a", "1"), "b", "2").withExpiries();
            assertEquals(Encoding.LISTPACK_EX, hash.encoding());
            hash.expireAt(hash.find(Ascii.bytes("b")), TIME);

            hash = put(hash, "c", "3");

            assertEquals(Encoding.HASHTABLE, hash.encoding());
            assertEquals(TIME, hash.expireAtMillis(hash.find(Ascii.bytes("b"))));
            assertEquals(HashValue.NO_EXPIRE, hash.expireAtMillis(hash.find(Ascii.bytes("a"))));
        }

        @Test
        void hasNoRoomForTimesUntilAskedTo() {
            HashValue hash = put(new ListPackHash(), "a", "1");

            assertThrows(IllegalStateException.class, () -> hash.expireAt(hash.firstField(), TIME));
            assertEquals(HashValue.NO_EXPIRE, hash.expireAtMillis(hash.firstField()));
            assertEquals(HashValue.NO_FIELD, hash.earliestField());
        }

        @Test
        void writesTriplesAsRedisDoes() {
            HashValue hash = put(put(new ListPackHash(), "a", "1"), "b", "xy").withExpiries();
            hash.expireAt(hash.find(Ascii.bytes("b")), 1024);

            // b xy 1024 a 1 0, and a header and an end: what expires first stands first.
            byte[] expected = {
                23,
                0,
                0,
                0,
                6,
                0,
                (byte) 0x81,
                'b',
                2,
                (byte) 0x82,
                'x',
                'y',
                3,
                (byte) 0xC4,
                0,
                2,
                (byte) 0x81,
                'a',
                2,
                1,
                1,
                0,
                1,
                (byte) 0xFF
            };
            expected[0] = (byte) expected.length;
            assertArrayEquals(expected, ((ExpiringListPackHash) hash).toByteArray());
        }

        @Test
        void keepsNoMoreRoomThanItsGrowthNeeds() {
            HashValue hash = HashValue.create(100, 64, 12_800, settings);
            for (int i = 0; i < 100; i++) {
                hash.put(Ascii.bytes("f" + i), Ascii.bytes("1"), false);
            }
            ListPackHash settled = (ListPackHash) hash.settled(settings);

            assertTrue(settled.bytes().length <= settled.totalBytes() * 5 / 4);
        }

        @Test
        void fitsTheArrayOfAListpackToItsContent() {
            HashValue hash = HashValue.create(10, 11, 150, settings);
            for (int i = 0; i < 10; i++) {
                hash.put(Ascii.bytes("field" + i), Ascii.bytes("value-of-" + i), false);
            }
            hash = hash.settled(settings);
            hash.trim();

            assertEquals(((ListPackHash) hash).bytes().length, ((ListPackHash) hash).totalBytes());
        }
    }

    @Nested
    class Tables {
        private HashValue large(int fields) {
            settings.hashMaxListpackEntries = 0;
            HashValue hash = new ListPackHash();
            for (int i = 0; i < fields; i++) {
                hash = put(hash, "field:" + i, "value:" + i);
            }
            return hash;
        }

        @Test
        void keepsFieldsOfAnyLength() {
            settings.hashMaxListpackValueBytes = 0;
            HashValue hash = new ListPackHash();
            for (int length : new int[] {0, 1, 127, 128, 300, 70_000}) {
                hash = put(hash, "f".repeat(length), "v".repeat(length + 1));
            }

            for (int length : new int[] {0, 1, 127, 128, 300, 70_000}) {
                int at = hash.find(Ascii.bytes("f".repeat(length)));
                assertNotEquals(HashValue.NO_FIELD, at, "length " + length);
                assertEquals("v".repeat(length + 1), value(hash, at));
            }
            assertEquals(HashValue.NO_FIELD, hash.find(Ascii.bytes("ff")));
        }

        @Test
        void costsAtMost60BytesAFieldAndItsContent() {
            TableHash hash = (TableHash) large(10_000);

            // field:1234 and value:1234 are 20 bytes.
            assertTrue(hash.sizeBytes() / 10_000 <= 60 + 20, "bytes a field: " + hash.sizeBytes() / 10_000);
        }

        @Test
        void countsItsBytesThroughChanges() {
            TableHash hash = (TableHash) large(100);
            long before = hash.sizeBytes();
            hash.put(Ascii.bytes("field:7"), Ascii.bytes("x".repeat(1000)), false);
            assertTrue(hash.sizeBytes() > before + 900);
            hash.put(Ascii.bytes("field:7"), Ascii.bytes("value:7"), false);

            assertEquals(before, hash.sizeBytes());
            assertEquals(100, hash.freeEffort());
        }

        @Test
        void overwritesInPlaceWithoutTouchingACopy() {
            HashValue hash = large(3);
            HashValue copy = (HashValue) hash.copy();
            hash.put(Ascii.bytes("field:1"), Ascii.bytes("other:1"), false);

            assertEquals("other:1", value(hash, hash.find(Ascii.bytes("field:1"))));
            assertEquals("value:1", value(copy, copy.find(Ascii.bytes("field:1"))));
        }

        @Test
        void followsFieldsThatMove() {
            HashValue hash = large(3000);
            for (int i = 0; i < 3000; i++) {
                hash.expireAt(hash.find(Ascii.bytes("field:" + i)), TIME + i);
            }
            for (int i = 0; i < 2900; i++) {
                hash.remove(Ascii.bytes("field:" + i));
            }

            for (int i = 2900; i < 3000; i++) {
                assertEquals(TIME + i, hash.expireAtMillis(hash.find(Ascii.bytes("field:" + i))));
            }
            assertEquals(TIME + 2900, hash.earliestExpiryMillis());
        }

        @Test
        void scansAll() {
            HashValue hash = large(1000);
            Set<String> seen = new HashSet<>();
            long cursor = 0;
            do {
                cursor = hash.scan(cursor, at -> seen.add(field(hash, at)));
            } while (cursor != 0);

            assertEquals(1000, seen.size());
        }
    }

    @Nested
    class Reading {
        @Test
        void tellsIntegersFromOtherValues() {
            for (long limit : new long[] {0, 512}) {
                settings.hashMaxListpackEntries = limit;
                HashValue hash = put(put(put(new ListPackHash(), "i", "-42"), "s", "4x"), "z", "042");
                assertTrue(hash.isLongValue(hash.find(Ascii.bytes("i"))));
                assertEquals(-42, hash.longValue(hash.find(Ascii.bytes("i"))));
                assertFalse(hash.isLongValue(hash.find(Ascii.bytes("s"))));
                assertFalse(hash.isLongValue(hash.find(Ascii.bytes("z"))));
                assertEquals(3, hash.valueLength(hash.find(Ascii.bytes("i"))));
            }
        }

        @Test
        void choosesEveryFieldSooner() {
            for (long limit : new long[] {0, 512}) {
                settings.hashMaxListpackEntries = limit;
                HashValue hash = new ListPackHash();
                for (int i = 0; i < 10; i++) {
                    hash = put(hash, "f" + i, "v");
                }
                Set<String> seen = new HashSet<>();
                for (int i = 0; i < 300; i++) {
                    seen.add(field(hash, hash.randomField(settings.random)));
                }
                assertEquals(10, seen.size());
            }
        }

        @Test
        void showsItsContent() {
            assertEquals(
                    "ListPackHash[2 entries, 12 B: \"a\" \"1\"]",
                    put(new ListPackHash(), "a", "1").toString());
            settings.hashMaxListpackEntries = 0;
            assertEquals(
                    "TableHash[1 fields: \"a\" \"1\"]",
                    put(new ListPackHash(), "a", "1").toString());
        }
    }

    @Nested
    class InAKeyspace {
        private final Keyspace keys = new Keyspace(settings.hash);

        @Test
        void isFoundByTheTimeOfItsFirstField() {
            HashValue late = expiringHash(TIME + 100);
            KeyEntry lateEntry = keys.put(Ascii.bytes("late"), late);
            keys.put(Ascii.bytes("early"), expiringHash(TIME + 50));
            keys.put(Ascii.bytes("never"), put(new ListPackHash(), "a", "1"));

            assertEquals(2, keys.fieldExpiries().size());
            assertEquals("early", Ascii.text(first(keys).key()));
            assertEquals(TIME + 50, first(keys).dueMillis());

            late.expireAt(late.find(Ascii.bytes("b")), TIME + 10);
            keys.fieldsChanged(lateEntry, late);
            assertEquals("late", Ascii.text(first(keys).key()));
            assertSame(late, first(keys).hash());
        }

        @Test
        void leavesWhenTheLastTimeIsGoneAndWithItsKey() {
            HashValue one = expiringHash(TIME);
            KeyEntry entry = keys.put(Ascii.bytes("one"), one);
            keys.put(Ascii.bytes("two"), expiringHash(TIME));
            keys.put(Ascii.bytes("three"), expiringHash(TIME));
            one.persist(one.earliestField());
            keys.fieldsChanged(entry, one);
            assertEquals(2, keys.fieldExpiries().size());

            keys.remove(Ascii.bytes("two"));
            assertEquals(1, keys.fieldExpiries().size());

            keys.put(Ascii.bytes("three"), Ascii.bytes("a string"));
            assertEquals(0, keys.fieldExpiries().size());
        }

        @Test
        void movesWithItsValue() {
            HashValue hash = expiringHash(TIME);
            keys.put(Ascii.bytes("old"), hash);
            keys.put(Ascii.bytes("new"), hash);
            keys.remove(Ascii.bytes("old"));
            assertEquals(1, keys.fieldExpiries().size());
            assertEquals("new", Ascii.text(first(keys).key()));

            Keyspace other = new Keyspace(settings.hash);
            other.put(Ascii.bytes("there"), hash);
            keys.remove(Ascii.bytes("new"));
            assertEquals(0, keys.fieldExpiries().size());
            assertEquals(1, other.fieldExpiries().size());
        }

        @Test
        void aCopyStandsForItself() {
            HashValue hash = expiringHash(TIME);
            keys.put(Ascii.bytes("one"), hash);
            HashValue copy = (HashValue) hash.copy();
            keys.put(Ascii.bytes("two"), copy);

            assertNotSame(hash.ticket(), copy.ticket());
            assertEquals(2, keys.fieldExpiries().size());
            keys.clear();
            assertEquals(0, keys.fieldExpiries().size());
        }
    }
}
