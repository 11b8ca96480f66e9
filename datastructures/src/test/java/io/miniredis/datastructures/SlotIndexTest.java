package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotIndexTest {
    private static final int SLOTS = 4;

    private final SlotIndex index = new SlotIndex(SLOTS, key -> key[0] & SLOTS - 1);
    private final Keyspace keys = new Keyspace(new SipHash(1, 2), index);

    private void insert(String key) {
        byte[] name = Ascii.bytes(key);
        keys.insert(name, keys.hash(name), name, 0);
    }

    private List<String> keysOf(int slot, int most) {
        List<String> names = new ArrayList<>();
        index.forEach(slot, most, entry -> names.add(new String(entry.key(), StandardCharsets.US_ASCII)));
        return names;
    }

    @Test
    void namesNoMoreKeysThanAskedForTheNewestFirst() {
        insert("a");
        insert("a2");
        insert("b");
        insert("a3");

        assertEquals(List.of("a3", "a2", "a"), keysOf('a' & 3, 10));
        assertEquals(List.of("a3", "a2"), keysOf('a' & 3, 2));
        assertEquals(List.of(), keysOf('a' & 3, 0));
        assertEquals(List.of(), keysOf('c' & 3, 10));
        assertEquals("SlotIndex[4 keys in 2 of 4 slots]", index.toString());
    }

    @Test
    void anEmptyOneHasNoTables() {
        assertEquals(0, index.count(3));
        assertNull(index.first(3));
        assertEquals(0, index.tableBytes());
        insert("a");
        keys.clear();
        assertEquals(0, index.tableBytes());
    }

    @Test
    void itsEntriesTellTheirSize() {
        byte[] name = Ascii.bytes("a");
        Keyspace without = new Keyspace(new SipHash(1, 2));
        without.insert(name, without.hash(name), name, 0);
        insert("a");

        long tables = SLOTS * 8L;
        assertEquals(without.sizeBytes() + SlotIndex.ADDITIONAL_BYTES + tables, keys.sizeBytes());
        assertEquals(without.overheadBytes() + SlotIndex.ADDITIONAL_BYTES + tables, keys.overheadBytes());
    }

    @Test
    void oneWhoseEntriesAreTakenFromTheFrontEmptiesASlot() {
        for (int i = 0; i < 100; i++) {
            insert("a" + i);
        }
        for (KeyEntry entry = index.first('a' & 3); entry != null; entry = index.first('a' & 3)) {
            keys.remove(entry.key());
        }

        assertEquals(0, keys.size());
        assertEquals(0, index.count('a' & 3));
    }

    /** What is done, by the number modulo 8, to one of 16 keys; the model is a list per slot. */
    @Property(tries = 400)
    void isWhatAListPerSlotWouldBe(@ForAll @Size(max = 120) List<@IntRange(max = 127) Integer> steps) {
        keys.clear();
        List<List<String>> model = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            model.add(new ArrayList<>());
        }
        for (int step : steps) {
            apply(step % 8, (char) ('a' + step / 8), model);
        }

        assertNull(index.flaw());
        for (int slot = 0; slot < SLOTS; slot++) {
            List<String> expected = model.get(slot);
            assertEquals(expected, keysOf(slot, 100));
            assertEquals(expected.size(), index.count(slot));
            for (String name : expected) {
                KeyEntry entry = keys.find(Ascii.bytes(name));
                assertTrue(entry != null && keysOf(slot, 100).contains(name));
            }
        }
    }

    private void apply(int action, char name, List<List<String>> model) {
        String key = String.valueOf(name);
        byte[] bytes = Ascii.bytes(key);
        List<String> slot = model.get(name & SLOTS - 1);
        KeyEntry entry = keys.find(bytes);
        if (action == 7 && name == 'a') {
            keys.clear();
            model.forEach(List::clear);
        } else if (entry == null && action < 4) {
            entry = action < 2
                    ? keys.insert(bytes, keys.hash(bytes), bytes, 0)
                    : keys.insert(bytes, keys.hash(bytes), bytes, 0, 1000);
            assertSame(entry, index.first(name & SLOTS - 1));
            slot.add(0, key);
        } else if (entry != null && action < 2) {
            keys.remove(bytes);
            slot.remove(key);
        } else if (entry != null && action < 4) {
            keys.expireAt(entry, 2000);
        } else if (entry != null && action < 6) {
            keys.persist(entry);
        }
    }
}
