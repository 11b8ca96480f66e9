package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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

class KeyspaceTest {
    private static final SipHash SIP = new SipHash(1, 2);

    private final Keyspace keys = new Keyspace(SIP);
    private final RandomSource random = new RandomSource(9);

    private static byte[] key(int number) {
        return Ascii.bytes("key" + number);
    }

    private KeyEntry put(String key, String value) {
        return keys.put(Ascii.bytes(key), Ascii.bytes(value));
    }

    @Nested
    class TimeToLive {
        @Test
        void exchangesTheEntryAndKeepsWhatItHolds() {
            KeyEntry plain = keys.insert(Ascii.bytes("k"), keys.hash(Ascii.bytes("k")), Ascii.bytes("v"), 77);
            assertEquals(KeyEntry.NO_EXPIRE, plain.expireAtMillis());
            KeyEntry expiring = keys.expireAt(plain, 1000);
            assertNotSame(plain, expiring);
            assertSame(expiring, keys.find(Ascii.bytes("k")));
            assertSame(plain.key(), expiring.key());
            assertSame(plain.value(), expiring.value());
            assertEquals(77, expiring.lru());
            assertEquals(1000, expiring.expireAtMillis());
            assertSame(expiring, keys.expireAt(expiring, 2000));
            assertEquals(2000, expiring.expireAtMillis());
            assertEquals(1, keys.volatileCount());

            KeyEntry persisted = keys.persist(expiring);
            assertSame(persisted, keys.find(Ascii.bytes("k")));
            assertSame(persisted, keys.persist(persisted));
            assertEquals(KeyEntry.NO_EXPIRE, persisted.expireAtMillis());
            assertEquals(0, keys.volatileCount());
            assertEquals(1, keys.size());
        }

        @Test
        void aNewKeyMayHaveOneFromTheStart() {
            byte[] name = Ascii.bytes("k");
            VolatileKeyEntry entry = keys.insert(name, keys.hash(name), name, 0, 5000);
            assertSame(entry, keys.find(name));
            assertSame(entry, keys.volatileAt(0));
            assertSame(entry, keys.remove(name));
            assertEquals(0, keys.volatileCount());
        }

        @Test
        void aNewValueLeavesItAlone() {
            KeyEntry expiring = keys.expireAt(put("k", "old"), 1000);
            assertSame(expiring, put("k", "new"));
            assertEquals("\"k\" = \"new\" until 1000", expiring.toString());
        }

        @Test
        void anIndexBeyondTheLastIsRefused() {
            assertThrows(IndexOutOfBoundsException.class, () -> keys.volatileAt(0));
            assertNull(keys.randomVolatile(random));
        }

        @Test
        void theIndexGrowsAndShrinksOverManyPieces() {
            int count = 20_000;
            for (int i = 0; i < count; i++) {
                keys.insert(key(i), keys.hash(key(i)), key(i), 0, i);
            }
            for (int i = 0; i < count; i++) {
                assertEquals(i, keys.volatileAt(i).expireAtMillis());
            }
            for (int left = count; left > 0; left--) {
                VolatileKeyEntry entry = keys.randomVolatile(random);
                assertNotNull(entry);
                assertSame(entry, keys.remove(entry.key()));
                assertEquals(left - 1, keys.volatileCount());
            }
            keys.expireAt(put("again", "v"), 1);
            assertEquals(1, keys.volatileCount());
        }

        @Test
        void clearForgetsItToo() {
            keys.expireAt(put("k", "v"), 1000);
            keys.clear();
            assertEquals(0, keys.volatileCount());
            assertEquals(0, keys.size());
            assertEquals("Keyspace[keys=0, expires=0]", keys.toString());
        }
    }

    @Test
    void chanceReachesEveryKey() {
        assertNull(keys.randomEntry(random));
        for (int i = 0; i < 30; i++) {
            keys.put(key(i), key(i));
        }
        Set<KeyEntry> seen = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            KeyEntry entry = keys.randomEntry(random);
            assertNotNull(entry);
            seen.add(entry);
        }
        assertEquals(30, seen.size());
    }

    /** What a key's life looks like to the model: its value's number and its expiry. */
    private record Life(int value, long expireAtMillis) {}

    @Property(tries = 300)
    void behavesLikeAMapWithExpiryTimes(@ForAll @Size(max = 300) List<@IntRange(max = 699) Integer> operations) {
        Keyspace keyspace = new Keyspace(SIP);
        Map<Integer, Life> model = new HashMap<>();
        int serial = 0;
        for (int operation : operations) {
            apply(operation / 100, operation % 100, ++serial, keyspace, model);
        }
        assertSameKeys(model, keyspace);
    }

    private static void apply(int what, int number, int serial, Keyspace keyspace, Map<Integer, Life> model) {
        KeyEntry entry = keyspace.find(key(number));
        Life life = model.get(number);
        assertEquals(life == null, entry == null);
        if (what < 3 || entry == null || life == null) {
            keyspace.put(key(number), IntValue.of(serial));
            model.put(number, new Life(serial, life == null ? KeyEntry.NO_EXPIRE : life.expireAtMillis));
        } else if (what < 5) {
            KeyEntry now = keyspace.expireAt(entry, serial);
            assertSame(now, keyspace.find(key(number)));
            model.put(number, new Life(life.value, serial));
        } else if (what == 5) {
            KeyEntry now = keyspace.persist(entry);
            assertSame(now, keyspace.find(key(number)));
            model.put(number, new Life(life.value, KeyEntry.NO_EXPIRE));
        } else {
            assertSame(entry, keyspace.remove(key(number)));
            model.remove(number);
        }
    }

    private static void assertSameKeys(Map<Integer, Life> model, Keyspace keyspace) {
        assertEquals(model.size(), keyspace.size());
        Set<KeyEntry> expiring = new HashSet<>();
        for (int i = 0; i < keyspace.volatileCount(); i++) {
            assertTrue(expiring.add(keyspace.volatileAt(i)));
        }
        model.forEach((number, life) -> {
            KeyEntry entry = keyspace.find(key(number));
            assertNotNull(entry);
            assertEquals(life.value, ((IntValue) entry.value()).longValue());
            assertEquals(life.expireAtMillis, entry.expireAtMillis());
            assertEquals(life.expireAtMillis != KeyEntry.NO_EXPIRE, expiring.remove(entry));
        });
        assertEquals(Set.of(), expiring);
    }

    @Nested
    class Memory {
        @Test
        void anEntryTakes32BytesAnd48WithATimeToLive() {
            byte[] name = Ascii.bytes("k");
            assertEquals(32, bytesPerObject(() -> new KeyEntry(name, 1, name, 1, 1)));
            assertEquals(48, bytesPerObject(() -> new VolatileKeyEntry(name, 1, name, 1, 1, 1)));
            assertEquals(40, bytesPerObject(() -> new SlotKeyEntry(name, 1, name, 1, 1)));
            assertEquals(56, bytesPerObject(() -> new VolatileSlotKeyEntry(name, 1, name, 1, 1, 1)));
        }

        private long bytesPerObject(java.util.function.Supplier<Object> maker) {
            int count = 1000;
            Object[] kept = new Object[count];
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < count; i++) {
                kept[i] = maker.get();
            }
            long used = threads.getCurrentThreadAllocatedBytes() - before;
            assertNotNull(kept[count - 1]);
            return used / count;
        }

        @Test
        void aSmallKeyAndValueStayBelowTheEstimateOfRedis() {
            for (int i = 0; i < 1000; i++) {
                byte[] name = Ascii.bytes(Long.toString(1_000_000_000_000_000L + i));
                keys.put(name, new byte[3]);
            }
            long[] total = {keys.dict().tableBytes()};
            keys.forEach(entry -> total[0] += entry.sizeBytes() + Values.sizeBytes(entry.value()));
            assertTrue(total[0] / 1000 <= 93, "bytes per key " + total[0] / 1000);
        }
    }
}
