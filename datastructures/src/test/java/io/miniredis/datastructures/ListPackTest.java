package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListPackTest {
    private final ListPack pack = new ListPack();

    private static ListPack of(String... entries) {
        ListPack pack = new ListPack();
        for (String entry : entries) {
            pack.append(Ascii.bytes(entry));
        }
        return pack;
    }

    private static List<String> contents(ListPack pack) {
        List<String> result = new ArrayList<>();
        for (int pos = pack.first(); pos != ListPack.NONE; pos = pack.next(pos)) {
            result.add(Ascii.text(pack.get(pos)));
        }
        return result;
    }

    private static String hex(ListPack pack) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(pack.toByteArray());
    }

    private static byte[] letters(int length) {
        byte[] result = new byte[length];
        Arrays.fill(result, (byte) 'x');
        return result;
    }

    @Nested
    class Format {
        @Test
        void anEmptyOneIsSevenBytes() {
            assertEquals("07 00 00 00 00 00 FF", hex(pack));
            assertTrue(pack.isEmpty());
            assertEquals(ListPack.NONE, pack.first());
            assertEquals(ListPack.NONE, pack.last());
        }

        @Test
        void theExampleOfTheDescription() {
            assertEquals("10 00 00 00 03 00 81 61 02 DF FF 02 C4 00 02 FF", hex(of("a", "-1", "1024")));
        }

        @ParameterizedTest
        @CsvSource({
            "0, 00 01",
            "127, 7F 01",
            "128, C0 80 02",
            "-1, DF FF 02",
            "4095, CF FF 02",
            "-4096, D0 00 02",
            "4096, F1 00 10 03",
            "-4097, F1 FF EF 03",
            "32767, F1 FF 7F 03",
            "-32768, F1 00 80 03",
            "32768, F2 00 80 00 04",
            "-32769, F2 FF 7F FF 04",
            "8388607, F2 FF FF 7F 04",
            "-8388608, F2 00 00 80 04",
            "8388608, F3 00 00 80 00 05",
            "-8388609, F3 FF FF 7F FF 05",
            "2147483647, F3 FF FF FF 7F 05",
            "-2147483648, F3 00 00 00 80 05",
            "2147483648, F4 00 00 00 80 00 00 00 00 09",
            "9223372036854775807, F4 FF FF FF FF FF FF FF 7F 09",
            "-9223372036854775808, F4 00 00 00 00 00 00 00 80 09",
            "007, 83 30 30 37 04",
            "-0, 82 2D 30 03",
            "9223372036854775808, 93 39 32 32 33 33 37 32 30 33 36 38 35 34 37 37 35 38 30 38 14",
        })
        void eachKindOfEntry(String value, String bytes) {
            int pos = pack.append(Ascii.bytes(value));
            assertEquals(bytes, hex(pack).substring(18, hex(pack).length() - 3));
            assertEquals(value, Ascii.text(pack.get(pos)));
            assertEquals(ListPack.encodedBytes(Ascii.bytes(value)), pack.entryBytes(pos));
            assertTrue(ListPack.isValid(pack.toByteArray()));
            if (pack.isInteger(pos)) {
                ListPack other = new ListPack();
                other.append(pack.longAt(pos));
                assertArrayEquals(pack.toByteArray(), other.toByteArray());
                assertEquals(ListPack.encodedBytes(pack.longAt(pos)), pack.entryBytes(pos));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "63, BF, 40",
            "64, E0 40, 42",
            "125, E0 7D, 7F",
            "126, E0 7E, 01 80",
            "4095, EF FF, 20 81",
            "4096, F0 00 10 00 00, 20 85",
            "16377, F0 F9 3F 00 00, 7F FE",
            "16378, F0 FA 3F 00 00, 00 FF FF",
            "2097145, F0 F9 FF 1F 00, 7F FF FE",
            "2097146, F0 FA FF 1F 00, 00 FF FF FF",
        })
        void stringsOfEachLength(int length, String lead, String backlen) {
            int pos = pack.append(letters(length));
            HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
            byte[] bytes = pack.toByteArray();
            int leadBytes = (lead.length() + 1) / 3;
            assertEquals(lead, hex.formatHex(bytes, pos, pos + leadBytes));
            int end = pos + leadBytes + length;
            assertEquals(backlen + " FF", hex.formatHex(bytes, end, bytes.length));
            assertEquals(length, pack.stringLength(pos));
            assertEquals(pos + leadBytes, pack.stringOffset(pos));
            assertArrayEquals(letters(length), pack.get(pos));
            assertEquals(pos, pack.last());
            assertTrue(ListPack.isValid(bytes));
        }
    }

    @Nested
    class Trust {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "07 00 00 00 00 00",
                    "07 00 00 00 00 00 FE",
                    "08 00 00 00 00 00 FF",
                    "07 00 00 00 01 00 FF",
                    "09 00 00 00 00 00 01 01 FF",
                    "09 00 00 00 01 00 01 02 FF",
                    "08 00 00 00 01 00 01 FF",
                    "09 00 00 00 01 00 83 01 FF",
                    "09 00 00 00 01 00 FF 01 FF",
                    "09 00 00 00 01 00 F5 01 FF",
                    "09 00 00 00 01 00 F4 01 FF",
                    "0D 00 00 00 01 00 F0 FF FF FF 7F 01 FF",
                    "0D 00 00 00 01 00 F0 FF FF FF FF 01 FF",
                    "0D 00 00 00 01 00 F0 FA FF FF FF 01 FF",
                })
        void bytesThatAreNoneAreRecognised(String hex) {
            assertFalse(ListPack.isValid(HexFormat.ofDelimiter(" ").parseHex(hex)));
        }

        @Test
        void anUntoldCountIsFine() {
            byte[] bytes = of("a").toByteArray();
            bytes[4] = (byte) 0xFF;
            bytes[5] = (byte) 0xFF;
            assertTrue(ListPack.isValid(bytes));
            ListPack uncounted = new ListPack(bytes);
            assertEquals(6, uncounted.seek(-1));
            assertEquals(6, uncounted.seek(0));
            assertEquals(ListPack.NONE, uncounted.seek(1));
            assertEquals(ListPack.NONE, uncounted.seek(-2));
            assertEquals(1, uncounted.size());
            assertEquals("0A 00 00 00 01 00 81 61 02 FF", hex(uncounted));
        }
    }

    @Nested
    class Count {
        @Test
        void above65534EntriesAreCountedOneByOne() {
            for (int i = 0; i < 65_534; i++) {
                pack.append(1);
            }
            assertEquals(65_534, pack.size());
            assertEquals((byte) 0xFE, pack.bytes()[4]);
            pack.append(2);
            pack.append(3);
            assertEquals((byte) 0xFF, pack.bytes()[4]);
            assertEquals(65_536, pack.size());
            assertEquals(3, pack.longAt(pack.seek(-1)));
            assertEquals(3, pack.longAt(pack.seek(65_535)));
            assertEquals(ListPack.NONE, pack.seek(65_536));
            pack.deleteRange(-3, 5);
            assertEquals((byte) 0xFF, pack.bytes()[4]);
            assertEquals(65_533, pack.size());
            assertEquals((byte) 0xFD, pack.bytes()[4]);
        }
    }

    @Nested
    class Find {
        @Test
        void comparesEveryEntryAfterSkippingSome() {
            ListPack fields = of("a", "1", "1", "a", "b", "1");
            assertEquals(fields.seek(0), fields.find(fields.first(), Ascii.bytes("a"), 0));
            assertEquals(fields.seek(2), fields.find(fields.first(), Ascii.bytes("1"), 1));
            assertEquals(fields.seek(1), fields.find(fields.first(), Ascii.bytes("1"), 0));
            assertEquals(fields.seek(3), fields.find(fields.seek(1), Ascii.bytes("a"), 1));
            assertEquals(ListPack.NONE, fields.find(fields.seek(1), Ascii.bytes("b"), 1));
            assertEquals(ListPack.NONE, new ListPack().find(ListPack.NONE, Ascii.bytes("b"), 1));
        }

        @Test
        void anIntegerIsFoundByItsOneSpelling() {
            ListPack numbers = of("007", "7", "-1", "");
            assertEquals(numbers.seek(1), numbers.find(numbers.first(), Ascii.bytes("7"), 0));
            assertEquals(numbers.seek(0), numbers.find(numbers.first(), Ascii.bytes("007"), 0));
            assertEquals(numbers.seek(3), numbers.find(numbers.first(), new byte[0], 0));
            assertEquals(ListPack.NONE, numbers.find(numbers.first(), Ascii.bytes("07"), 0));
        }
    }

    @Nested
    class Room {
        @Test
        void growsInStepsAndIsGivenBack() {
            int arrays = 0;
            byte[] before = pack.bytes();
            for (int i = 0; i < 1000; i++) {
                pack.append(Ascii.bytes("entry" + i));
                if (pack.bytes() != before) {
                    arrays++;
                    before = pack.bytes();
                }
                assertTrue(before.length <= pack.totalBytes() * 1.25 + 16, "too spacious at " + i);
            }
            assertTrue(arrays < 40, "grown too often: " + arrays);
            pack.trim();
            assertEquals(pack.totalBytes(), pack.bytes().length);
            assertSame(pack.bytes(), trimmedAgain());
            pack.deleteRange(10, 1000);
            assertTrue(pack.bytes().length < 200, "not given back");
            assertEquals(10, pack.size());
        }

        private byte[] trimmedAgain() {
            byte[] bytes = pack.bytes();
            pack.trim();
            assertSame(bytes, pack.bytes());
            return bytes;
        }

        @Test
        void reservedRoomIsExactlyUsed() {
            byte[] value = Ascii.bytes("value");
            pack.reserve(3 * ListPack.encodedBytes(value));
            byte[] reserved = pack.bytes();
            for (int i = 0; i < 3; i++) {
                pack.append(value);
            }
            assertSame(reserved, pack.bytes());
            assertEquals(reserved.length, pack.totalBytes());
            ListPack other = ListPack.withRoom(ListPack.encodedBytes(value));
            byte[] room = other.bytes();
            other.append(value);
            assertSame(room, other.bytes());
        }

        @Test
        void aGigabyteIsTheLimit() {
            assertTrue(pack.isSafeToAdd(ListPack.MAX_BYTES - 7));
            assertFalse(pack.isSafeToAdd(ListPack.MAX_BYTES - 6));
            ListPack full = ofTotalBytes("00 00 00 40");
            assertTrue(full.isSafeToAdd(0));
            assertFalse(full.isSafeToAdd(1));
        }

        @Test
        void anArrayIsTheLimitOfWhoDoesNotAsk() {
            ListPack full = ofTotalBytes("F5 FF FF 7F");
            assertThrows(IllegalStateException.class, () -> full.append(letters(1)));
        }

        private ListPack ofTotalBytes(String header) {
            return new ListPack(HexFormat.ofDelimiter(" ").parseHex(header + " 00 00 FF"));
        }
    }

    @Test
    void copiesAreIndependent() {
        ListPack original = of("a", "1");
        ListPack copy = original.copyBytes();
        assertNotSame(original.bytes(), copy.bytes());
        copy.append(2);
        assertEquals(List.of("a", "1"), contents(original));
        assertEquals(List.of("a", "1", "2"), contents(copy));
        copy.appendAll(original);
        assertEquals(List.of("a", "1", "2", "a", "1"), contents(copy));
        copy.appendRange(original, original.seek(1), original.end(), 1);
        assertEquals(6, copy.size());
        copy.clear();
        assertEquals("07 00 00 00 00 00 FF", hex(copy));
    }

    @Test
    void showsItself() {
        assertEquals(
                "ListPack[3 entries, 16 B: \"a\" \"-1\" \"1024\"]",
                of("a", "-1", "1024").toString());
        String many = of(
                        "long entry number one",
                        "long entry number two",
                        "long entry number three",
                        "four".repeat(10),
                        "x")
                .toString();
        assertTrue(many.length() <= 120 && many.endsWith(" …]"), many);
        assertEquals(
                "listpack of 13 B, 2 entries\n  @6 3 B str \"a\"\n  @9 3 B int \"-1\"\n",
                of("a", "-1").dump());
    }

    // ---- against a list ----

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().map(String::valueOf)),
                Tuple.of(3, Arbitraries.integers().between(-9000, 9000).map(String::valueOf)),
                Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(70)),
                Tuple.of(1, Arbitraries.integers().between(120, 17_000).map("x"::repeat)));
    }

    /** One step: what to do, where (a share of the size), with what. */
    record Step(int action, int where, String value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 999),
                        values())
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void behavesLikeAList(@ForAll("steps") List<Step> steps) {
        ListPack subject = new ListPack();
        List<String> model = new ArrayList<>();
        for (Step step : steps) {
            apply(step, subject, model);
            assertEquals(model.size(), subject.size());
        }
        assertSameEntries(model, subject);
    }

    private static void apply(Step step, ListPack subject, List<String> model) {
        byte[] value = Ascii.bytes(step.value());
        int index = model.isEmpty() ? 0 : step.where() % model.size();
        int pos = model.isEmpty() ? subject.end() : subject.seek(index);
        switch (step.action()) {
            case 0, 1 -> {
                assertEquals(subject.end(), subject.append(value));
                model.add(step.value());
            }
            case 2 -> {
                subject.prepend(value);
                model.add(0, step.value());
            }
            case 3, 4 -> {
                assertEquals(pos, subject.insertBefore(pos, value));
                model.add(index, step.value());
            }
            case 5 -> {
                if (!model.isEmpty()) {
                    assertEquals(pos, subject.replace(pos, value));
                    model.set(index, step.value());
                }
            }
            case 6 -> {
                if (!model.isEmpty()) {
                    assertEquals(index + 1 < model.size() ? pos : ListPack.NONE, subject.delete(pos));
                    model.remove(index);
                }
            }
            case 7 -> {
                int count = step.value().length() % 5;
                subject.deleteRange(index - model.size(), count);
                model.subList(index, Math.min(index + count, model.size())).clear();
            }
            default -> subject.trim();
        }
    }

    private static void assertSameEntries(List<String> model, ListPack subject) {
        assertTrue(ListPack.isValid(subject.toByteArray()));
        assertEquals(model, contents(subject));
        List<String> backwards = new ArrayList<>();
        for (int pos = subject.last(); pos != ListPack.NONE; pos = subject.previous(pos)) {
            backwards.add(0, Ascii.text(subject.get(pos)));
        }
        assertEquals(model, backwards);
        for (int i = 0; i < model.size(); i++) {
            byte[] value = Ascii.bytes(model.get(i));
            assertEquals(subject.seek(i), subject.seek(i - model.size()));
            assertTrue(subject.equalsAt(subject.seek(i), value));
            int expected = model.indexOf(model.get(i));
            assertEquals(subject.seek(expected), subject.find(subject.first(), value, 0));
        }
        assertEquals(ListPack.NONE, subject.seek(model.size()));
        assertEquals(ListPack.NONE, subject.seek(-model.size() - 1));
    }

    @Property(tries = 200)
    void whatWasBuiltByAppendingIsBuiltByPrepending(@ForAll @Size(max = 30) List<Long> numbers) {
        ListPack appended = new ListPack();
        ListPack prepended = new ListPack();
        ListPack inserted = new ListPack();
        for (int i = 0; i < numbers.size(); i++) {
            appended.append(numbers.get(i));
            prepended.prepend(numbers.get(numbers.size() - 1 - i));
            inserted.insertBefore(inserted.end(), 0);
            inserted.replace(inserted.last(), numbers.get(i));
        }
        assertArrayEquals(appended.toByteArray(), prepended.toByteArray());
        assertArrayEquals(appended.toByteArray(), inserted.toByteArray());
    }
}
