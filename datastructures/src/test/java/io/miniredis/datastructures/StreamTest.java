package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamTest {
    private final CollectionSettings settings = new CollectionSettings(new SipHash(1, 2), new RandomSource(3));
    private Stream stream = new Stream();

    private static ByteString[] pairs(String... texts) {
        ByteString[] pairs = new ByteString[texts.length];
        for (int i = 0; i < texts.length; i++) {
            pairs[i] = ByteString.of(texts[i]);
        }
        return pairs;
    }

    private void add(long ms, long seq, String... texts) {
        stream.append(new StreamId(ms, seq), pairs(texts), settings);
    }

    private static StreamId[] ids(long... ms) {
        return Arrays.stream(ms).mapToObj(each -> new StreamId(each, 0)).toArray(StreamId[]::new);
    }

    private static List<String> entries(StreamCursor cursor) {
        List<String> entries = new ArrayList<>();
        while (cursor.next()) {
            StringBuilder entry = new StringBuilder(cursor.id().toString());
            while (cursor.nextField()) {
                entry.append(' ').append(Ascii.text(cursor.node().get(cursor.field())));
                entry.append('=').append(Ascii.text(cursor.node().get(cursor.value())));
            }
            entries.add(entry.toString());
        }
        return entries;
    }

    private List<String> all() {
        return entries(stream.cursor(StreamId.ZERO, StreamId.MAX, false));
    }

    private StreamNode firstNode() {
        RadixCursor<StreamNode> cursor = stream.nodes().cursor();
        assertTrue(cursor.seekFirst());
        return cursor.value();
    }

    private static String hex(StreamNode node) {
        return HexFormat.ofDelimiter(" ").formatHex(node.toByteArray());
    }

    @Nested
    class Nodes {
        @Test
        void areLaidOutAsDrawn() {
            add(5, 0, "a", "1");
            add(6, 2, "a", "x");

            assertEquals(
                    "31 00 00 00 0f 00 02 01 00 01 01 01 81 61 02 00 01 "
                            + "02 01 00 01 00 01 01 01 04 01 02 01 01 01 02 01 81 78 02 04 01 ff",
                    hex(firstNode()).replaceFirst("^..", "31"));
            assertEquals(firstNode().totalBytes(), firstNode().toByteArray()[0]);
        }

        /** The bytes are those of a real server's DUMP after the same commands. */
        @Test
        void areTheBytesOfARealServer() {
            settings.streamNodeMaxEntries = 4;
            add(5, 0, "a", "1");
            add(6, 2, "a", "x");
            add(1000, 0, "b", "70000", "c", "");
            add(1000, 5, "a", "-5");
            add(99_999_999, 0, "f", "1");
            stream.delete(new StreamId[] {new StreamId(6, 2)});

            assertEquals(
                    "4b 00 00 00 1d 00 03 01 01 01 01 01 81 61 02 00 01 02 01 00 01 00 01 01 01 04 01 03 01 01 01 02 01"
                            + " 81 78 02 04 01 00 01 c3 e3 02 00 01 02 01 81 62 02 f2 70 11 01 04 81 63 02 80 01 08 01"
                            + " 02 01 c3 e3 02 05 01 df fb 02 04 01 ff",
                    hex(firstNode()));
            assertEquals(2, stream.nodes().size());
            StreamNode second = stream.nodes().find(new StreamId(99_999_999, 0).toBytes());
            assertNotNull(second);
            assertEquals(
                    "1c 00 00 00 0a 00 01 01 00 01 01 01 81 66 02 00 01 02 01 00 01 00 01 01 01 04 01 ff", hex(second));
        }

        @Test
        void aFullNodeGivesItsRoomBackAndAnotherBegins() {
            for (int i = 1; i <= 201; i++) {
                add(i, 0, "field", "value" + i);
            }

            assertEquals(3, stream.nodes().size());
            assertEquals(firstNode().totalBytes(), firstNode().bytes().length);
            assertEquals(100, firstNode().count());
        }

        @Test
        void theArrayGrowsAFewTimesOnly() {
            int arrays = 0;
            byte[] array = {};
            for (int i = 1; i <= 100; i++) {
                add(i, 0, "field", "value" + i);
                if (firstNode().bytes() != array) {
                    arrays++;
                    array = firstNode().bytes();
                }
            }

            assertTrue(arrays <= 7, arrays + " arrays");
        }

        @Test
        void sizeLimitsANodeToo() {
            settings.streamNodeMaxBytes = 150;
            for (int i = 1; i <= 10; i++) {
                add(i, 0, "f", "x".repeat(40));
            }

            assertEquals(5, stream.nodes().size());
        }

        @Test
        void withoutLimitsThereIsOneNode() {
            settings.streamNodeMaxBytes = 0;
            settings.streamNodeMaxEntries = 0;
            for (int i = 1; i <= 1000; i++) {
                add(i, 0, "f", "x".repeat(40));
            }

            assertEquals(1, stream.nodes().size());
            assertEquals(1000, all().size());
        }
    }

    @Nested
    class Ids {
        @Test
        void areGivenByTheClockUnlessItIsBehind() {
            assertEquals(new StreamId(100, 0), stream.nextId(100));
            add(100, 0, "f", "v");

            assertEquals(new StreamId(100, 1), stream.nextId(100));
            assertEquals(new StreamId(100, 1), stream.nextId(99));
            assertEquals(new StreamId(101, 0), stream.nextId(101));
        }

        @Test
        void beyondTheSignBitAreAboveTheClock() {
            add(-5, 3, "f", "v");

            assertEquals(new StreamId(-5, 4), stream.nextId(100));
        }

        @Test
        void onlyGrow() {
            add(5, 0, "f", "v");

            assertThrows(IllegalArgumentException.class, () -> add(5, 0, "f", "v"));
        }
    }

    @Nested
    class Progress {
        private ConsumerGroup group(long lastMs, long read) {
            ConsumerGroup group =
                    stream.addGroup(Ascii.bytes("g" + lastMs + "/" + read), new StreamId(lastMs, 0), read);
            assertNotNull(group);
            return group;
        }

        private void addFive() {
            for (int i = 1; i <= 5; i++) {
                add(i, 0, "f", "v");
            }
        }

        @Test
        void isCountedFromTheCounter() {
            addFive();

            assertEquals(3, group(2, 2).lag(stream));
            assertEquals(-95, group(2, 100).lag(stream));
        }

        @Test
        void isKnownAtTheEdgesWithoutACounter() {
            addFive();

            assertEquals(5, group(0, ConsumerGroup.UNKNOWN).lag(stream));
            assertEquals(4, group(1, ConsumerGroup.UNKNOWN).lag(stream));
            assertEquals(
                    ConsumerGroup.UNKNOWN_LAG, group(3, ConsumerGroup.UNKNOWN).lag(stream));
            assertEquals(0, group(5, ConsumerGroup.UNKNOWN).lag(stream));
            assertEquals(
                    ConsumerGroup.UNKNOWN_LAG, group(9, ConsumerGroup.UNKNOWN).lag(stream));
        }

        @Test
        void isUnknownWhileDeletedEntriesAreAhead() {
            addFive();
            stream.delete(ids(3));

            assertEquals(ConsumerGroup.UNKNOWN_LAG, group(1, 1).lag(stream));
            assertEquals(1, group(4, 4).lag(stream));
        }

        @Test
        void isKnownAgainWhenTheDeletedOnesArePassed() {
            addFive();
            stream.delete(ids(3));
            ConsumerGroup group = group(1, 1);

            group.pass(stream, new StreamId(2, 0));
            assertEquals(ConsumerGroup.UNKNOWN, group.entriesRead());
            group.pass(stream, new StreamId(5, 0));

            assertEquals(5, group.entriesRead());
            assertEquals(0, group.lag(stream));
        }
    }

    @Nested
    class Groups {
        @Test
        void anEntryIsPendingInBothLists() {
            ConsumerGroup group = stream.addGroup(Ascii.bytes("g"), StreamId.ZERO, 0);
            assertNotNull(group);
            StreamConsumer one = group.addConsumer(Ascii.bytes("one"), 1);
            StreamConsumer two = group.addConsumer(Ascii.bytes("two"), 1);
            StreamId id = new StreamId(1, 0);

            group.deliver(id, one, 10);
            group.deliver(id, two, 20);

            assertEquals(1, group.pending().size());
            assertTrue(one.pending().isEmpty());
            assertEquals(1, two.pending().size());
            assertTrue(group.acknowledge(id));
            assertFalse(group.acknowledge(id));
            assertTrue(two.pending().isEmpty());
        }

        @Test
        void aConsumerGoesWithWhatIsPending() {
            ConsumerGroup group = stream.addGroup(Ascii.bytes("g"), StreamId.ZERO, 0);
            assertNotNull(group);
            StreamConsumer one = group.addConsumer(Ascii.bytes("one"), 1);
            StreamConsumer two = group.addConsumer(Ascii.bytes("two"), 1);
            for (int i = 0; i < 500; i++) {
                group.deliver(new StreamId(i, 0), i % 2 == 0 ? one : two, 10);
            }

            group.removeConsumer(one);

            assertEquals(250, group.pending().size());
            assertNull(group.consumer(Ascii.bytes("one")));
        }

        @Test
        void aCopyHasItsOwn() {
            add(1, 0, "f", "v");
            ConsumerGroup group = stream.addGroup(Ascii.bytes("g"), new StreamId(1, 0), 1);
            assertNotNull(group);
            StreamConsumer consumer = group.addConsumer(Ascii.bytes("c"), 5);
            consumer.active(6);
            group.deliver(new StreamId(1, 0), consumer, 7).delivered(8, 3);

            Stream copy = stream.copy();
            group.acknowledge(new StreamId(1, 0));
            stream.delete(ids(1));

            ConsumerGroup copied = copy.group(Ascii.bytes("g"));
            assertNotNull(copied);
            PendingEntry pending = copied.pending().find(new StreamId(1, 0));
            assertNotNull(pending);
            assertEquals("PendingEntry[3 times, at 8, by \"c\"]", pending.toString());
            assertEquals(6, pending.consumer().activeMillis());
            assertEquals(List.of("1-0 f=v"), entries(copy.cursor(StreamId.ZERO, StreamId.MAX, false)));
            assertEquals(new StreamId(1, 0), copy.firstId());
        }
    }

    /** Adds, deletes and trims at random, and compares everything with a sorted map. */
    @Property(tries = 80)
    void holdsWhatASortedMapHolds(@ForAll Random random, @ForAll @IntRange(min = 1, max = 400) int steps) {
        stream = new Stream();
        settings.streamNodeMaxEntries = 1L + random.nextInt(12);
        settings.streamNodeMaxBytes = 80L + random.nextInt(400);
        NavigableMap<StreamId, String> model = new TreeMap<>();
        for (int i = 1; i <= steps; i++) {
            int step = random.nextInt(20);
            if (step == 0) {
                trim(random, model);
            } else if (step < 4) {
                StreamId id = new StreamId(random.nextInt(i), random.nextInt(2));
                assertEquals(model.remove(id) == null ? 0 : 1, stream.delete(new StreamId[] {id}));
            } else {
                StreamId id = new StreamId(i, random.nextInt(2));
                model.put(id, appendRandomly(random, id));
            }
            assertEquals(model.size(), stream.length());
            assertEquals(model.isEmpty() ? StreamId.ZERO : model.firstKey(), stream.firstId());
            assertEquals(model.isEmpty() ? StreamId.ZERO : model.lastKey(), stream.lastEntryId());
        }

        assertEquals(new ArrayList<>(model.values()), all());
        StreamId start = new StreamId(random.nextInt(steps + 1), random.nextInt(2));
        StreamId end = new StreamId(random.nextInt(steps + 1), random.nextInt(2));
        NavigableMap<StreamId, String> range =
                start.isAbove(end) ? new TreeMap<>() : model.subMap(start, true, end, true);
        assertEquals(new ArrayList<>(range.values()), entries(stream.cursor(start, end, false)));
        assertEquals(new ArrayList<>(range.descendingMap().values()), entries(stream.cursor(start, end, true)));
        assertEquals(all(), entries(stream.copy().cursor(StreamId.ZERO, StreamId.MAX, false)));
    }

    private String appendRandomly(Random random, StreamId id) {
        String[][] shapes = {{"a", "1"}, {"a", "text"}, {"a", "1", "b", "-70000"}, {"b", ""}, {"12", "x".repeat(70)}};
        String[] texts = shapes[random.nextInt(shapes.length)];
        stream.append(id, pairs(texts), settings);
        StringBuilder entry = new StringBuilder(id.toString());
        for (int i = 0; i < texts.length; i += 2) {
            entry.append(' ').append(texts[i]).append('=').append(texts[i + 1]);
        }
        return entry.toString();
    }

    private void trim(Random random, NavigableMap<StreamId, String> model) {
        boolean approximate = random.nextBoolean();
        long maxLength = random.nextInt(model.size() + 2);
        StreamId minId = random.nextBoolean() || model.isEmpty() ? null : new StreamId(random.nextInt(400), 1);
        long limit = approximate ? random.nextInt(20) : 0;

        long trimmed = stream.trim(new StreamTrim(maxLength, minId, approximate, limit));

        assertTrue(limit == 0 || trimmed <= limit);
        for (long left = trimmed; left > 0; left--) {
            StreamId gone = model.firstKey();
            assertTrue(minId == null ? model.size() > maxLength : gone.isBelow(minId));
            model.remove(gone);
        }
        if (!approximate) {
            assertTrue(
                    minId == null
                            ? model.size() <= maxLength
                            : model.headMap(minId).isEmpty());
        }
    }
}
