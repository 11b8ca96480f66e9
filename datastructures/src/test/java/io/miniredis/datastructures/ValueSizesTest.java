package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Sizes that values keep while they change, held against a look at all of their parts. */
class ValueSizesTest {
    private static CollectionSettings settings(RandomSource random) {
        return new CollectionSettings(new SipHash(1, 2), random);
    }

    private static byte[] element(RandomSource random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(300) : 1 + random.nextInt(6);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(3));
        }
        return bytes;
    }

    @Property(tries = 60)
    void aQuickListCountsItsNodes(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int depth) {
        RandomSource random = new RandomSource(seed);
        CollectionSettings settings = settings(random);
        settings.listMaxListpackSize = 5;
        settings.listCompressDepth = depth;
        settings.listPackedThresholdBytes = 250;
        QuickList list = new QuickList(settings);
        for (int i = 0; i < 300; i++) {
            change(list, random);
            long sum = 0;
            for (QuickListNode node = list.head(); node != null; node = node.next()) {
                sum += node.heapBytes();
            }
            QuickList empty = new QuickList(settings);
            assertEquals(sum, list.sizeBytes() - empty.sizeBytes(), list::dump);
        }
    }

    private static void change(QuickList list, RandomSource random) {
        int size = list.size();
        switch (size == 0 ? 0 : random.nextInt(7)) {
            case 0, 1 -> list.push(element(random), random.nextInt(2) == 0);
            case 2 -> list.set(random.nextInt(size), element(random));
            case 3 ->
                list.insert(list.cursor(random.nextInt(size), false).get(), element(random), random.nextInt(2) == 0);
            case 4 -> list.remove(element(random), 1 + random.nextInt(3), random.nextInt(2) == 0);
            case 5 -> list.removeRange(random.nextInt(size), 1);
            default -> {
                int from = random.nextInt(size);
                list.removeRange(from, Math.min(size - from, random.nextInt(6)));
            }
        }
    }

    @Property(tries = 40)
    void aTableCountsItsElements(@ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        CompactDict dict = new CompactDict(new SipHash(1, 2));
        for (int i = 0; i < 400; i++) {
            byte[] element = element(random);
            int slot = dict.find(element);
            if (slot == CompactDict.NONE) {
                dict.insert(element);
            } else if (random.nextInt(2) == 0) {
                dict.remove(slot);
            } else {
                dict.replace(slot, element);
            }
        }
        long sum = 0;
        for (int slot = dict.nextSlot(CompactDict.NONE); slot != CompactDict.NONE; slot = dict.nextSlot(slot)) {
            sum += Values.arrayBytes(dict.element(slot).length);
        }
        assertEquals(sum, dict.elementBytes());
    }

    @Test
    void lookingSomethingUpChangesNoSize() {
        CompactDict dict = new CompactDict(new SipHash(1, 2));
        int elements = 0;
        while (!dict.rehashing() || elements < 1_000) {
            dict.insert(Integer.toString(elements++).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        long before = dict.tableBytes();
        while (dict.rehashing()) {
            dict.find(new byte[] {'x'});
        }

        assertEquals(before, dict.tableBytes());
    }

    @Test
    void aTreeFindsTheKeysThatAKeyBeginsWith() {
        RadixTree<String> tree = new RadixTree<>();
        for (String prefix : new String[] {"", "f", "foo", "foobar", "fob", "bar"}) {
            tree.insert(ByteString.of(prefix).bytes(), "<" + prefix + ">");
        }

        assertEquals(List.of("<>", "<f>", "<foo>"), prefixes(tree, "footer"));
        assertEquals(List.of("<>", "<f>", "<foo>", "<foobar>"), prefixes(tree, "foobar"));
        assertEquals(List.of("<>", "<f>"), prefixes(tree, "f"));
        assertEquals(List.of("<>"), prefixes(tree, "x"));
        assertEquals(List.of("<>"), prefixes(tree, ""));
        assertTrue(prefixes(new RadixTree<>(), "x").isEmpty());
    }

    private static List<String> prefixes(RadixTree<String> tree, String key) {
        List<String> found = new ArrayList<>();
        tree.findPrefixes(ByteString.of(key).bytes(), found);
        return found;
    }

    @Test
    void aTableThatWouldNotFitStaysAsItIs() {
        Dict<DictEntry> dict = new Dict<>();
        dict.growthGate(bytes -> false);
        for (int i = 0; i < 6; i++) {
            dict.insert(new DictEntry(new byte[] {(byte) i}, i * 7));
        }
        assertEquals(4, dict.slots());

        dict.insert(new DictEntry(new byte[] {99}, 99));
        dict.insert(new DictEntry(new byte[] {98}, 98));
        assertTrue(dict.slots() > 4 || dict.rehashing(), dict.toString());
    }
}
