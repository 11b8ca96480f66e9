package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PendingEntriesTest {
    private final PendingEntries pending = new PendingEntries();

    private static PendingEntry entry(long at) {
        return new PendingEntry(null, at);
    }

    @Test
    void anEmptyListHasNothing() {
        assertFalse(pending.cursor().seekFirst());
        assertFalse(pending.cursor().seekLast());
        assertFalse(pending.remove(StreamId.ZERO));
        assertEquals("PendingEntries[0:]", pending.toString());
    }

    @Test
    void keepsTheEntryThatWasThereFirst() {
        PendingEntry first = entry(1);

        assertTrue(pending.insert(new StreamId(1, 1), first));
        assertFalse(pending.insert(new StreamId(1, 1), entry(2)));

        assertSame(first, pending.find(new StreamId(1, 1)));
        assertEquals(1, pending.size());
    }

    @Test
    void aCursorGoesOnWhenItsEntryIsGone() {
        for (int i = 0; i < 1000; i++) {
            pending.insert(new StreamId(i, 0), entry(i));
        }
        PendingEntries.Cursor cursor = pending.cursor();
        int visited = 0;

        for (boolean found = cursor.seekFirst(); found; found = cursor.next()) {
            assertEquals(visited++, cursor.entry().deliveredAtMillis());
            pending.remove(cursor.id());
        }

        assertEquals(1000, visited);
        assertTrue(pending.isEmpty());
    }

    /** Inserts and removes by a random walk whose steps are often neighbours, and compares everything with a map. */
    @Property(tries = 60)
    void holdsWhatASortedMapHolds(@ForAll Random random, @ForAll @IntRange(min = 1, max = 3000) int steps) {
        NavigableMap<StreamId, PendingEntry> model = new TreeMap<>();
        int spread = 1 + random.nextInt(2000);
        boolean ascending = random.nextBoolean();
        for (int i = 0; i < steps; i++) {
            int place = ascending && random.nextInt(4) > 0 ? i : random.nextInt(spread);
            StreamId id = new StreamId(place / 3, place % 3);
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(id) != null, pending.remove(id));
            } else {
                PendingEntry entry = entry(i);
                assertEquals(model.putIfAbsent(id, entry) == null, pending.insert(id, entry));
            }
        }

        assertEquals(model.size(), pending.size());
        assertEquals(new ArrayList<>(model.values()), fromThere(StreamId.ZERO));
        StreamId bound = new StreamId(random.nextInt(spread) / 3, random.nextInt(3));
        assertEquals(new ArrayList<>(model.tailMap(bound).values()), fromThere(bound));
        for (Map.Entry<StreamId, PendingEntry> expected : model.entrySet()) {
            assertSame(expected.getValue(), pending.find(expected.getKey()));
        }
        PendingEntries.Cursor cursor = pending.cursor();
        assertEquals(!model.isEmpty(), cursor.seekLast());
        if (!model.isEmpty()) {
            assertEquals(model.lastKey(), cursor.id());
        }
        for (StreamId id : List.copyOf(model.keySet())) {
            assertTrue(pending.remove(id));
        }
        assertTrue(pending.isEmpty());
    }

    private List<PendingEntry> fromThere(StreamId start) {
        List<PendingEntry> entries = new ArrayList<>();
        PendingEntries.Cursor cursor = pending.cursor();
        for (boolean found = cursor.seek(start); found; found = cursor.next()) {
            entries.add(cursor.entry());
        }
        return entries;
    }
}
