package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.IntSet;
import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.ListPackList;
import io.miniredis.datastructures.ListPackSet;
import io.miniredis.datastructures.ListValue;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.RawString;
import io.miniredis.datastructures.SetValue;
import io.miniredis.datastructures.SipHash;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import java.util.ArrayList;
import java.util.List;

/** Values of every type and encoding. */
final class Samples {
    private final CollectionSettings settings;

    Samples(long seed) {
        settings = new CollectionSettings(new SipHash(seed, 2), new RandomSource(seed));
    }

    CollectionSettings settings() {
        return settings;
    }

    List<Object> all() {
        List<Object> all = new ArrayList<>();
        strings(all);
        for (int size : new int[] {1, 2, 127, 128, 129, 512, 513, 1500}) {
            all.add(list(size, 3));
            all.add(set(size, false));
            all.add(set(size, true));
            all.add(sortedSet(size));
            all.add(hash(size, 5, 0));
            all.add(hash(size, 5, 2));
            all.add(stream(size, 0));
        }
        all.add(list(3, 9000));
        all.add(hash(3, 65, 0));
        all.add(hash(3, 65, 1));
        all.add(stream(250, 3));
        settings.listCompressDepth = 1;
        all.add(list(4000, 30));
        settings.listCompressDepth = 0;
        settings.listPackedThresholdBytes = 100;
        all.add(list(5, 200));
        settings.listPackedThresholdBytes = 1 << 30;
        return all;
    }

    private static void strings(List<Object> all) {
        for (long number : new long[] {0, -1, 127, 128, -128, -129, 32767, 32768, -32768, -32769, 70000}) {
            all.add(IntValue.of(number));
        }
        all.add(IntValue.of(Integer.MAX_VALUE));
        all.add(IntValue.of(Integer.MIN_VALUE));
        all.add(IntValue.of(1L + Integer.MAX_VALUE));
        all.add(IntValue.of(Long.MIN_VALUE));
        for (int length : new int[] {0, 1, 20, 21, 63, 64, 16383, 16384, 100_000}) {
            all.add(Ascii.bytes("ab".repeat(length).substring(0, length)));
            all.add(noise(length));
        }
        RawString raw = new RawString(Ascii.bytes("grown"));
        raw.append(Ascii.bytes(" and grown"));
        all.add(raw.toByteArray());
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new RandomSource(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String name, int number, int length) {
        String text = name + number;
        return Ascii.bytes(text.length() >= length ? text : text + "x".repeat(length - text.length()));
    }

    private ListValue list(int size, int length) {
        ListValue list = new ListPackList();
        for (int i = 0; i < size; i++) {
            byte[] element = i % 3 == 0 ? Ascii.bytes(String.valueOf(i * 1000L)) : text("e", i, length);
            list = list.readyFor(1, element.length, settings);
            list.push(element, false);
        }
        return list;
    }

    private SetValue set(int size, boolean integers) {
        SetValue set = integers ? new IntSet() : new ListPackSet();
        for (int i = 0; i < size; i++) {
            set = set.add(integers ? Ascii.bytes(String.valueOf(i * 70_000L)) : text("m", i, 0), settings);
        }
        return set;
    }

    private SortedSet sortedSet(int size) {
        SortedSet set = SortedSet.create(1, 3, settings);
        for (int i = 0; i < size; i++) {
            double score = i % 5 == 0 ? i / 3.0 : i % 7 == 0 ? Double.NEGATIVE_INFINITY : -i;
            set = set.put(i % 2 == 0 ? text("z", i, 0) : Ascii.bytes(String.valueOf(i)), score, settings);
        }
        return set;
    }

    /** @param expiring 0 for no field that expires, n for each nth */
    private HashValue hash(int size, int length, int expiring) {
        HashValue hash = HashValue.create(1, 1, 2, settings);
        if (expiring > 0) {
            hash = hash.withExpiries();
        }
        for (int i = 0; i < size; i++) {
            byte[] field = text("f", i, 0);
            byte[] value = text("v", i, length);
            hash = hash.withRoomFor(1, Math.max(field.length, value.length), field.length + value.length, settings);
            hash.put(field, value, false);
            if (expiring > 0 && i % expiring == 0) {
                hash.expireAt(hash.find(field), 1_700_000_000_000L + 7L * i);
            }
            hash = hash.settled(settings);
        }
        return hash;
    }

    Stream stream(int size, int groups) {
        Stream stream = new Stream();
        for (int i = 0; i < size; i++) {
            ByteString[] pairs = {
                ByteString.of("a"),
                ByteString.of("value " + i),
                ByteString.of(i % 9 == 0 ? "c" : "b"),
                ByteString.of("7")
            };
            stream.append(new StreamId(1000 + i / 3, i % 3), pairs, settings);
        }
        if (size > 10) {
            stream.delete(new StreamId[] {new StreamId(1001, 1), new StreamId(1003, 0)});
        }
        for (int g = 0; g < groups; g++) {
            group(stream, g);
        }
        return stream;
    }

    private static void group(Stream stream, int number) {
        ConsumerGroup group = stream.addGroup(text("group", number, 0), new StreamId(1002, 0), number == 1 ? -1 : 5);
        if (group == null) {
            throw new IllegalStateException("group " + number + " is there");
        }
        for (int c = 0; c < 3; c++) {
            StreamConsumer consumer = group.addConsumer(text("consumer", c, 0), 5000 + c);
            consumer.active(number == 0 ? 5000 + c : 4000 - c);
            for (int i = 0; i < 70 * c; i++) {
                group.deliver(new StreamId(1000 + i, c), consumer, 6000 + i).delivered(6000 + i, i + 1);
            }
        }
    }
}
