package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TableFreezeTest {
    private final CollectionSettings settings = new CollectionSettings(new SipHash(1, 2), new RandomSource(3));

    @Property(tries = 60)
    void aSortedSetIsHandedOutAsItWas(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3_000) int size) {
        Random random = new Random(seed);
        SkipListSortedSet set = new SkipListSortedSet(0, settings);
        for (int i = 0; i < size; i++) {
            set.put(name(random.nextInt(2 * size)), random.nextInt(50), settings);
        }
        Map<String, String> before = new TreeMap<>();
        for (int at = set.lowest(); at >= 0; at = set.higher(at)) {
            before.put(text(set.member(at)), Double.toString(set.score(at)));
        }
        TableFreeze freeze = TableFreeze.begin(set);
        assertEquals(before.size(), freeze.count());
        Map<String, String> seen = new TreeMap<>();
        boolean more = true;
        while (more) {
            for (int i = random.nextInt(300); i > 0; i--) {
                change(set, random, 2 * size + 1);
            }
            more = take(freeze, seen);
        }
        assertEquals(before, seen);
        assertNull(set.freeze());
    }

    private void change(SkipListSortedSet set, Random random, int names) {
        int at = set.find(name(random.nextInt(names)));
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> set.put(name(random.nextInt(names)), random.nextInt(50), settings);
            case 3 -> {
                if (at >= 0) {
                    set.rescore(at, random.nextInt(50));
                }
            }
            case 4 -> {
                if (at >= 0) {
                    set.removeMember(at);
                }
            }
            default -> {
                if (set.size() > 20) {
                    set.removeRange(random.nextInt(set.size() - 10), 10);
                }
            }
        }
    }

    @Property(tries = 40)
    void aHashIsHandedOutAsItWas(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int size) {
        Random random = new Random(seed);
        TableHash hash = new TableHash(settings, 8);
        for (int i = 0; i < size; i++) {
            hash.put(name(random.nextInt(size)), name(random.nextInt(10)), false);
            if (i % 7 == 0) {
                hash.expireAt(hash.find(hash.fieldAt(hash.firstField())), 1_000 + i);
            }
        }
        Map<String, String> before = new TreeMap<>();
        for (int at = hash.firstField(); at >= 0; at = hash.fieldAfter(at)) {
            before.put(text(hash.fieldAt(at)), text(hash.valueAt(at)) + " " + hash.expireAtMillis(at));
        }
        TableFreeze freeze = TableFreeze.begin(hash);
        Map<String, String> seen = new TreeMap<>();
        boolean more = true;
        while (more) {
            for (int i = random.nextInt(300); i > 0; i--) {
                byte[] field = name(random.nextInt(size + 10));
                int at = hash.find(field);
                if (at >= 0 && random.nextInt(3) == 0) {
                    hash.expireAt(at, 1_000 + random.nextInt(100));
                } else if (random.nextInt(3) == 0) {
                    hash.remove(field);
                } else {
                    hash.put(field, name(random.nextInt(100)), random.nextBoolean());
                }
            }
            more = take(freeze, seen);
        }
        assertEquals(before, seen);
    }

    private static boolean take(TableFreeze freeze, Map<String, String> seen) {
        TableElements piece = freeze.take();
        if (piece == null) {
            return false;
        }
        for (int i = 0; i < piece.count(); i++) {
            Taken key = new Taken();
            piece.writeKey(i, key);
            String value;
            if (piece.type() == ValueType.HASH) {
                Taken text = new Taken();
                piece.writeValue(i, text);
                value = text.text + " " + piece.expireAtMillis(i);
            } else {
                value = Double.toString(piece.score(i));
            }
            assertNull(seen.put(key.text, value), "twice");
        }
        return true;
    }

    @Test
    void aTableIsFrozenOnceAtATime() {
        TableSet set = new TableSet(settings.hash);
        set.insert(name(1));
        TableFreeze first = TableFreeze.begin(set);
        assertThrows(IllegalStateException.class, () -> TableFreeze.begin(set));
        first.end();
        assertEquals(1, TableFreeze.begin(set).count());
    }

    @Test
    void theCopyOfAFrozenTableIsFree() {
        TableSet set = new TableSet(settings.hash);
        set.insert(name(1));
        TableFreeze.begin(set);
        assertNull(set.copy().freeze());
    }

    private static byte[] name(int number) {
        return ("n" + number).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static final class Taken implements StringSink {
        String text = "";

        @Override
        public void bulk(byte[] bytes, int offset, int length) {
            text = TableFreezeTest.text(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void bulkInteger(long value) {
            throw new AssertionError("kept as bytes");
        }
    }
}
