package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RadixCursor.Seek;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RadixTreeTest {
    private static RadixTree<String> treeOf(String... keys) {
        RadixTree<String> tree = new RadixTree<>();
        for (String key : keys) {
            tree.insert(Ascii.bytes(key), key);
        }
        return tree;
    }

    @Nested
    class Shape {
        @Test
        void anEmptyTreeIsItsRoot() {
            RadixTree<String> tree = new RadixTree<>();

            assertEquals(1, tree.nodes());
            assertEquals(0, tree.size());
            assertFalse(tree.cursor().seekFirst());
        }

        @Test
        void aLoneKeyIsARunAndALeaf() {
            assertEquals("""
                    radix tree of 1 keys, 2 nodes
                      "first"
                           () * first
                    """, treeOf("first").dump());
        }

        @Test
        void keysThatDifferMakeABranch() {
            assertEquals("""
                    radix tree of 3 keys, 7 nodes
                      "f"
                       [io]
                        "rst"
                           () * first
                        "o"
                         "ter" * foo
                            () * footer
                    """, treeOf("first", "footer", "foo").dump());
        }

        @Test
        void aKeyMayEndInsideARunOrBehindALeaf() {
            assertEquals("""
                    radix tree of 3 keys, 4 nodes
                      "fi"
                        "rst" * fi
                           "hand" * first
                               () * firsthand
                    """, treeOf("first", "fi", "firsthand").dump());
        }

        @Test
        void removalJoinsRunsAgain() {
            RadixTree<String> tree = treeOf("first", "fi", "firsthand", "fox");

            tree.remove(Ascii.bytes("fox"));
            tree.remove(Ascii.bytes("first"));
            tree.remove(Ascii.bytes("fi"));

            assertEquals(treeOf("firsthand").dump(), tree.dump());
        }

        @Test
        void theEmptyKeyIsAKey() {
            RadixTree<String> tree = treeOf("", "a");

            assertEquals("", tree.find(new byte[0]));
            assertEquals("", tree.remove(new byte[0]));
            assertEquals(1, tree.size());
        }
    }

    // ---- against a sorted map ----

    record Step(boolean removal, String key) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> key = Arbitraries.strings()
                .withChars('\u0000', 'a', 'b', 'c', '\u00ff')
                .ofMaxLength(7);
        return Combinators.combine(Arbitraries.of(false, false, true), key)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private static NavigableMap<ByteString, String> model(RadixTree<String> tree, List<Step> steps) {
        NavigableMap<ByteString, String> model = new TreeMap<>();
        int round = 0;
        for (Step step : steps) {
            byte[] key = Ascii.bytes(step.key);
            String value = step.key + round++;
            if (step.removal) {
                assertEquals(model.remove(ByteString.wrap(key)), tree.remove(key));
            } else {
                assertEquals(model.put(ByteString.wrap(key), value), tree.insert(key, value));
            }
        }
        return model;
    }

    @Property(tries = 400)
    void findsWhatASortedMapFinds(@ForAll("steps") List<Step> steps) {
        RadixTree<String> tree = new RadixTree<>();
        NavigableMap<ByteString, String> model = model(tree, steps);

        assertEquals(model.size(), tree.size());
        for (Step step : steps) {
            assertEquals(model.get(ByteString.wrap(Ascii.bytes(step.key))), tree.find(Ascii.bytes(step.key)));
        }
    }

    @Property(tries = 300)
    void seeksAsASortedMapDoes(@ForAll("steps") List<Step> steps, @ForAll("steps") List<Step> bounds) {
        RadixTree<String> tree = new RadixTree<>();
        NavigableMap<ByteString, String> model = model(tree, steps);
        for (Step step : bounds) {
            byte[] bytes = Ascii.bytes(step.key);
            ByteString bound = ByteString.wrap(bytes);

            same(tree, Seek.AT_LEAST, bytes, model.ceilingEntry(bound));
            same(tree, Seek.ABOVE, bytes, model.higherEntry(bound));
            same(tree, Seek.AT_MOST, bytes, model.floorEntry(bound));
            same(tree, Seek.BELOW, bytes, model.lowerEntry(bound));
            String equal = model.get(bound);
            same(tree, Seek.EQUAL, bytes, equal == null ? null : Map.entry(bound, equal));
            same(tree, Seek.FIRST, bytes, model.firstEntry());
            same(tree, Seek.LAST, bytes, model.lastEntry());
        }
    }

    private static void same(
            RadixTree<String> tree, Seek how, byte[] bound, Map.@Nullable Entry<ByteString, String> expected) {
        RadixCursor<String> cursor = tree.cursor();
        assertEquals(expected != null, cursor.seek(how, bound), how::name);
        if (expected != null) {
            assertEquals(expected.getKey(), ByteString.wrap(cursor.key()), how::name);
            assertEquals(expected.getValue(), cursor.value());
        }
    }

    @Property(tries = 300)
    void walksInOrderBothWays(@ForAll("steps") List<Step> steps) {
        RadixTree<String> tree = new RadixTree<>();
        NavigableMap<ByteString, String> model = model(tree, steps);
        RadixCursor<String> cursor = tree.cursor();

        boolean found = cursor.seekFirst();
        for (Map.Entry<ByteString, String> entry : model.entrySet()) {
            assertTrue(found);
            assertEquals(entry.getKey(), ByteString.wrap(cursor.key()));
            found = cursor.next();
        }
        assertFalse(found);

        found = cursor.seekLast();
        for (Map.Entry<ByteString, String> entry : model.descendingMap().entrySet()) {
            assertTrue(found);
            assertEquals(entry.getValue(), cursor.value());
            found = cursor.previous();
        }
        assertFalse(found);
    }

    @Property(tries = 300)
    void theShapeFollowsFromTheKeysAlone(@ForAll("steps") List<Step> steps) {
        RadixTree<String> tree = new RadixTree<>();
        NavigableMap<ByteString, String> model = model(tree, steps);
        RadixTree<String> fresh = new RadixTree<>();
        model.forEach((key, value) -> fresh.insert(key.bytes(), value));

        assertEquals(fresh.dump(), tree.dump());
        assertEquals((int) tree.dump().lines().count() - 1, tree.nodes());
    }
}
