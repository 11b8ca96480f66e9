package io.miniredis.persistence.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.IntValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.SipHash;
import io.miniredis.datastructures.Strings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryBatchTest {
    private static final int LRU = 77;

    private final Keyspace keyspace = new Keyspace(new SipHash(new byte[16]));
    private final Random random = new Random(1);

    @Test
    void stringsComeBackAsTheyWereWhateverIsWrittenOverThemLater() throws IOException {
        EntryBatch batch = new EntryBatch(0);
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < EntryBatch.ROOM; i++) {
            byte[] string = new byte[i == 0 ? Strings.MAX_OWN_BYTES : random.nextInt(Strings.MAX_OWN_BYTES + 1)];
            random.nextBytes(string);
            expected.add(string.clone());
            batch.addString(entry(i, string, KeyEntry.NO_EXPIRE), string);
            Arrays.fill(string, (byte) 0);
        }

        List<Delivered> delivered = deliver(batch, EntryBatch.ROOM);

        assertEquals(EntryBatch.ROOM, delivered.size());
        for (int i = 0; i < EntryBatch.ROOM; i++) {
            assertEquals("key:" + i, delivered.get(i).key);
            assertArrayEquals(expected.get(i), (byte[]) delivered.get(i).value);
            assertEquals(KeyEntry.NO_EXPIRE, delivered.get(i).expireAtMillis);
            assertEquals(LRU, delivered.get(i).lru);
        }
    }

    @Test
    void objectsAndTimesToLiveMayStandAnywhereBetweenStrings() throws IOException {
        for (int object = 0; object < 3; object++) {
            for (int expiring = 0; expiring < 3; expiring++) {
                EntryBatch batch = new EntryBatch(200);
                for (int i = 0; i < 3; i++) {
                    long at = i == expiring ? 1_000 + i : KeyEntry.NO_EXPIRE;
                    if (i == object) {
                        IntValue number = IntValue.of(1_000_000 + i);
                        batch.add(entry(i, number, at), number);
                    } else {
                        byte[] string = {(byte) i};
                        batch.addString(entry(i, string, at), string);
                    }
                }

                List<Delivered> delivered = deliver(batch, EntryBatch.ROOM);

                for (int i = 0; i < 3; i++) {
                    Delivered one = delivered.get(i);
                    assertEquals("key:" + i, one.key);
                    assertEquals(i == object ? "100000" + i : "" + (char) i, text(one.value));
                    assertEquals(i == expiring ? 1_000 + i : KeyEntry.NO_EXPIRE, one.expireAtMillis);
                }
            }
        }
    }

    @Test
    void whatIsTakenIsSaid() {
        EntryBatch batch = new EntryBatch(0);
        byte[] string = new byte[20];

        assertEquals(29, batch.addString(entry(0, string, KeyEntry.NO_EXPIRE), string));
        assertEquals(37, batch.addString(entry(1, string, 5_000), string));
        assertEquals(13, batch.add(entry(2, IntValue.of(7), KeyEntry.NO_EXPIRE), IntValue.of(7)));
        assertEquals(2 * 21 + 1, batch.stringBytes());
    }

    @Test
    void deliveryEndsWhenNoneIsWantedAnyMore() throws IOException {
        EntryBatch batch = new EntryBatch(0);
        for (int i = 0; i < 10; i++) {
            batch.addString(entry(i, new byte[i], KeyEntry.NO_EXPIRE), new byte[i]);
        }

        assertEquals(4, deliver(batch, 4).size());
    }

    private KeyEntry entry(int index, Object value, long expireAtMillis) {
        byte[] key = ("key:" + index).getBytes(StandardCharsets.UTF_8);
        keyspace.remove(key);
        return expireAtMillis == KeyEntry.NO_EXPIRE
                ? keyspace.insert(key, keyspace.hash(key), value, LRU)
                : keyspace.insert(key, keyspace.hash(key), value, LRU, expireAtMillis);
    }

    private static String text(Object value) {
        return new String(Strings.bytes(value), StandardCharsets.ISO_8859_1);
    }

    private static List<Delivered> deliver(EntryBatch batch, int most) throws IOException {
        Target target = new Target();
        batch.deliver(target, () -> target.delivered.size() < most);
        return target.delivered;
    }

    private record Delivered(String key, Object value, long expireAtMillis, int lru) {}

    private static final class Target implements SnapshotTarget {
        final List<Delivered> delivered = new ArrayList<>();

        @Override
        public void entry(byte[] key, Object value, long expireAtMillis, int lru) {
            Object kept = value instanceof byte[] bytes ? bytes.clone() : value;
            delivered.add(new Delivered(new String(key, StandardCharsets.UTF_8), kept, expireAtMillis, lru));
        }

        @Override
        public void begin() {}

        @Override
        public void selectDatabase(int index, long keys, long expires) {}

        @Override
        public void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) {}

        @Override
        public void end() {}
    }
}
