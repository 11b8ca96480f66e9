package io.miniredis.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.ListPackList;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any content under any limits comes back, and in the encoding that the limits give it. */
class RoundTripTest {
    /** Numbers of all widths, what almost is one, short and long strings. */
    @Provide
    Arbitrary<byte[]> strings() {
        Arbitrary<String> numbers = Arbitraries.longs().map(String::valueOf);
        Arbitrary<String> nearly =
                Arbitraries.of("", "0", "-0", "007", "+1", " 1", "1.5", "9223372036854775808", "-128");
        Arbitrary<String> texts = Arbitraries.strings().withCharRange('a', 'c').ofMaxLength(90);
        return Arbitraries.oneOf(numbers, nearly, texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static CollectionSettings settings(int entries, int bytes) {
        CollectionSettings settings = new Samples(7).settings();
        settings.hashMaxListpackEntries = entries;
        settings.setMaxListpackEntries = entries;
        settings.setMaxIntsetEntries = entries;
        settings.zsetMaxListpackEntries = entries;
        settings.listMaxListpackSize = entries;
        settings.hashMaxListpackValueBytes = bytes;
        settings.setMaxListpackValueBytes = bytes;
        settings.zsetMaxListpackValueBytes = bytes;
        return settings;
    }

    private static void comesBack(Value value, CollectionSettings settings) throws RdbException {
        for (boolean compress : new boolean[] {true, false}) {
            Value back = (Value) DumpPayload.parse(DumpPayload.of(value, compress), settings);

            assertEquals(Contents.of(value), Contents.of(back));
            assertEquals(value.encoding(), back.encoding());
        }
    }

    @Property(tries = 100)
    void lists(
            @ForAll @Size(min = 1, max = 40) List<@From("strings") byte[]> elements,
            @ForAll @IntRange(min = 1, max = 20) int entries)
            throws RdbException {
        CollectionSettings settings = settings(entries, 64);
        ListValue list = new ListPackList();
        for (byte[] element : elements) {
            list = list.readyFor(1, element.length, settings);
            list.push(element, false);
        }
        comesBack(list, settings);
    }

    @Property(tries = 100)
    void sets(
            @ForAll @Size(min = 1, max = 40) List<@From("strings") byte[]> members,
            @ForAll @IntRange(min = 1, max = 30) int entries,
            @ForAll @IntRange(min = 1, max = 64) int bytes)
            throws RdbException {
        CollectionSettings settings = settings(entries, bytes);
        SetValue set = SetValue.create(members.get(0), 1, settings);
        for (byte[] member : members) {
            set = set.add(member, settings);
        }
        SetValue back = (SetValue) DumpPayload.parse(DumpPayload.of(set, true), settings);
        assertEquals(Contents.of(set), Contents.of(back));
    }

    @Property(tries = 100)
    void sortedSets(
            @ForAll @Size(min = 1, max = 40) List<@From("strings") byte[]> members,
            @ForAll("scores") List<Double> scores,
            @ForAll @IntRange(min = 1, max = 30) int entries)
            throws RdbException {
        CollectionSettings settings = settings(entries, 64);
        SortedSet set = SortedSet.create(1, 1, settings);
        for (int i = 0; i < members.size(); i++) {
            set = set.put(members.get(i), scores.get(i % scores.size()), settings);
        }
        comesBack(set.compact(settings), settings);
    }

    @Provide
    Arbitrary<List<Double>> scores() {
        Arbitrary<Double> score = Arbitraries.oneOf(
                Arbitraries.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1, 1e300, 4.9e-300, 0x1p53),
                Arbitraries.integers().between(-100, 100).map(Double::valueOf),
                Arbitraries.doubles());
        return score.list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 100)
    void hashes(
            @ForAll @Size(min = 2, max = 40) List<@From("strings") byte[]> strings,
            @ForAll @IntRange(min = 1, max = 30) int entries,
            @ForAll boolean expiring)
            throws RdbException {
        CollectionSettings settings = settings(entries, 64);
        HashValue hash = HashValue.create(1, strings.get(0).length, strings.get(0).length, settings);
        for (int i = 0; i + 1 < strings.size(); i += 2) {
            byte[] field = strings.get(i);
            byte[] value = strings.get(i + 1);
            int longest = Math.max(field.length, value.length);
            hash = hash.withRoomFor(1, longest, (long) field.length + value.length, settings);
            hash.put(field, value, false);
            if (expiring && i % 4 == 0) {
                hash = hash.withExpiries();
                hash.expireAt(hash.find(field), 1_700_000_000_000L + i);
            }
            hash = hash.settled(settings);
        }
        HashValue back = (HashValue) DumpPayload.parse(DumpPayload.of(hash, true), settings);
        assertEquals(Contents.of(hash), Contents.of(back));
    }
}
