package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ListValueTest {
    private final CollectionSettings settings = settings();

    private static CollectionSettings settings() {
        return new CollectionSettings(new SipHash(1, 2), new RandomSource(3));
    }

    private static List<String> contents(ListValue list) {
        List<String> result = new ArrayList<>();
        if (list.size() > 0) {
            for (ListCursor at = list.cursor(0, false); at.isValid(); at.advance()) {
                result.add(Ascii.text(at.get()));
            }
        }
        return result;
    }

    private ListValue push(ListValue list, String element) {
        ListValue ready = list.readyFor(1, element.length(), settings);
        ready.push(Ascii.bytes(element), false);
        return ready;
    }

    private ListValue listOf(int elements) {
        ListValue list = new ListPackList();
        for (int i = 0; i < elements; i++) {
            list = push(list, "element" + i);
        }
        return list;
    }

    private QuickList quickListOf(int elements) {
        QuickList list = new QuickList(settings);
        for (int i = 0; i < elements; i++) {
            list.push(
                    Ascii.bytes("element number " + i + " is long enough to be worth compressing, worth compressing"),
                    false);
        }
        return list;
    }

    private static String forms(QuickList list) {
        StringBuilder result = new StringBuilder();
        for (QuickListNode node = list.head(); node != null; node = node.next()) {
            result.append(node.isCompressed() ? 'c' : node.isPlain() ? 'P' : 'r')
                    .append(node.count());
        }
        return result.toString();
    }

    @Nested
    class EncodingLimits {
        @Test
        void eightKilobytesMakeAQuickList() {
            ListValue list = new ListPackList();
            while (list instanceof ListPackList) {
                list = push(list, "0123456789");
            }
            assertEquals(683, list.size());
            assertEquals(Encoding.QUICKLIST, list.encoding());
            assertSame(list, list.shrunk(settings));
            list.removeRange(340, 343);
            ListValue small = list.shrunk(settings);
            assertEquals(Encoding.LISTPACK, small.encoding());
            assertEquals(contents(list), contents(small));
        }

        @Test
        void aNumberOfEntriesMakesOneToo() {
            settings.listMaxListpackSize = 4;
            assertEquals(Encoding.LISTPACK, listOf(4).encoding());
            ListValue five = listOf(5);
            assertEquals(
                    "QuickList[5 elements, 2 nodes: \"element0\" \"element1\" \"element2\" \"element3\" \"element4\"]",
                    five.toString());
            five.removeRange(3, 2);
            assertSame(five, five.shrunk(settings));
            five.removeRange(0, 1);
            assertEquals(
                    "ListPackList[2 entries, 27 B: \"element1\" \"element2\"]",
                    five.shrunk(settings).toString());
        }

        @Test
        void aBuiltListIsConvertedAtTheFullLimit() {
            settings.listMaxListpackSize = 4;
            assertInstanceOf(ListPackList.class, quickListOf(4).built(settings));
            assertInstanceOf(QuickList.class, quickListOf(5).built(settings));
        }

        @Test
        void theLimitsOfEachFill() {
            assertEquals(4096, ListFill.maxBytes(-1));
            assertEquals(65_536, ListFill.maxBytes(-5));
            assertEquals(65_536, ListFill.maxBytes(Integer.MIN_VALUE));
            assertFalse(ListFill.isExceeded(-1, 4096, 1_000_000));
            assertTrue(ListFill.isExceeded(-1, 4097, 1));
            assertFalse(ListFill.isExceeded(0, 8192, 1));
            assertTrue(ListFill.isExceeded(0, 1, 2));
            assertTrue(ListFill.isExceeded(100, 8193, 1));
        }
    }

    @Nested
    class Compression {
        @Test
        void onlyTheOuterNodesStayAsTheyAre() {
            settings.listMaxListpackSize = 2;
            settings.listCompressDepth = 1;
            QuickList list = quickListOf(10);
            assertEquals("r2c2c2c2r2", forms(list));
            assertEquals(10, contents(list).size());
            assertEquals("r2c2c2c2r2", forms(list));
            list.removeRange(0, 2);
            assertEquals("r2c2c2r2", forms(list));
            list.set(3, Ascii.bytes("x"));
            assertEquals("r2c2c2r2", forms(list));
            list.removeRange(2, 4);
            assertEquals("r2r2", forms(list));
        }

        @Test
        void moreNodesByTheEndsMayBeSpared() {
            settings.listMaxListpackSize = 1;
            settings.listCompressDepth = 2;
            assertEquals("r1r1c1c1r1r1", forms(quickListOf(6)));
            assertEquals("r1r1r1r1", forms(quickListOf(4)));
            settings.listCompressDepth = 0;
            assertEquals("r1r1r1r1r1r1", forms(quickListOf(6)));
        }

        @Test
        void aDamagedNodeIsNoticed() {
            settings.listMaxListpackSize = 1;
            settings.listCompressDepth = 1;
            QuickList list = quickListOf(3);
            QuickListNode head = list.head();
            assertNotNull(head);
            QuickListNode inner = head.next();
            assertNotNull(inner);
            inner.compressedBytes()[0] = (byte) 0xFF;
            assertThrows(IllegalStateException.class, inner::readOnly);
            assertThrows(IllegalStateException.class, head::compressedBytes);
        }
    }

    @Nested
    class LargeElements {
        @Test
        void liveInPlainNodes() {
            settings.listPackedThresholdBytes = 10;
            QuickList list = new QuickList(settings);
            list.push(Ascii.bytes("small"), false);
            list.push(Ascii.bytes("a large one"), false);
            list.push(Ascii.bytes("another"), false);
            assertEquals("r1P1r1", forms(list));
            list.set(0, Ascii.bytes("now large too"));
            assertEquals("P1P1r1", forms(list));
            list.set(1, Ascii.bytes("small now"));
            assertEquals("P1r2", forms(list));
            assertTrue(list.insert(Ascii.bytes("small now"), Ascii.bytes("large in between"), true));
            assertEquals("P1r1P1r1", forms(list));
            assertEquals(List.of("now large too", "small now", "large in between", "another"), contents(list));
            assertEquals(1, list.remove(Ascii.bytes("large in between"), 5, true));
            assertSame(list, list.built(settings));
            assertEquals("""
                    quicklist of 3 elements, 3 nodes, fill -2, depth 0
                      QuickListNode[plain, 1 entries, 13 B]
                      QuickListNode[packed, 1 entries, 18 B]
                      QuickListNode[packed, 1 entries, 16 B]
                    """, list.dump());
        }

        @Test
        void splitTheNodeTheyReplaceAnElementOf() {
            settings.listPackedThresholdBytes = 10;
            QuickList list = new QuickList(settings);
            for (int i = 0; i < 5; i++) {
                list.push(Ascii.bytes("e" + i), false);
            }
            list.set(2, Ascii.bytes("a large element"));
            assertEquals("r2P1r2", forms(list));
            list.set(4, Ascii.bytes("and another one"));
            assertEquals("r2P1r1P1", forms(list));
            list.set(3, Ascii.bytes("and a third one"));
            assertEquals("r2P1P1P1", forms(list));
            assertEquals(5, list.size());
        }
    }

    @Test
    void aSavedListIsReadNodeByNode() {
        ListPack pack = new ListPack();
        pack.append(1);
        pack.append(2);
        QuickList list = new QuickList(settings);
        list.append(pack);
        list.appendPlain(Ascii.bytes("plain"));
        assertEquals(List.of("1", "2", "plain"), contents(list));
        assertEquals("r2P1", forms(list));
        assertEquals(2, list.freeEffort());
        assertTrue(list.sizeBytes() > 100);
    }

    @Test
    void anIndexBeyondTheLastIsRefused() {
        QuickList list = quickListOf(3);
        assertThrows(IndexOutOfBoundsException.class, () -> list.cursor(3, false));
        assertNull(new QuickList(settings).head());
        assertEquals("QuickList[0 elements, 0 nodes:]", new QuickList(settings).toString());
    }

    @Test
    void fullNodesAreSplitAndSmallOnesMerged() {
        settings.listMaxListpackSize = 4;
        QuickList list = new QuickList(settings);
        for (int i = 0; i < 12; i++) {
            list.push(Ascii.bytes("e" + i), false);
        }
        assertEquals("r4r4r4", forms(list));
        list.insert(Ascii.bytes("e5"), Ascii.bytes("new"), false);
        assertEquals("r4r2r3r4", forms(list));
        list.removeRange(0, 2);
        list.insert(Ascii.bytes("e9"), Ascii.bytes("new2"), true);
        assertEquals(12, list.size());
        assertEquals(
                List.of("e2", "e3", "e4", "new", "e5", "e6", "e7", "e8", "e9", "new2", "e10", "e11"), contents(list));
    }

    // ---- against a list ----

    record Step(int action, int where, String value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> few = Arbitraries.of("a", "b", "1", "-5", "70000", "");
        Arbitrary<String> longer = Arbitraries.integers().between(20, 90).map("yes "::repeat);
        Arbitrary<String> values =
                Arbitraries.oneOf(few, few, Arbitraries.integers().map(String::valueOf), longer);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 999),
                        values)
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 150)
    void behavesLikeAListWithSmallNodes(@ForAll("steps") List<Step> steps) {
        check(steps, 3, 0, 1 << 30);
    }

    @Property(tries = 150)
    void behavesLikeAListWithCompressedNodes(@ForAll("steps") List<Step> steps) {
        check(steps, 2, 1, 1 << 30);
        check(steps, 1, 2, 1 << 30);
    }

    @Property(tries = 150)
    void behavesLikeAListWithPlainNodes(@ForAll("steps") List<Step> steps) {
        check(steps, 4, 1, 100);
        check(steps, -1, 0, 100);
    }

    private static void check(List<Step> steps, int fill, int depth, int threshold) {
        CollectionSettings settings = settings();
        settings.listMaxListpackSize = fill;
        settings.listCompressDepth = depth;
        settings.listPackedThresholdBytes = threshold;
        ListValue subject = new ListPackList();
        List<String> model = new ArrayList<>();
        for (Step step : steps) {
            subject = apply(step, subject, model, settings);
            assertEquals(model.size(), subject.size());
            assertEquals(model, contents(subject));
            if (subject instanceof QuickList quickList) {
                assertSound(quickList);
            }
        }
        assertSameBackwards(model, subject);
        ListValue copy = subject.copy();
        subject.push(Ascii.bytes("only in the original"), false);
        assertEquals(model, contents(copy));
    }

    private static ListValue apply(Step step, ListValue list, List<String> model, CollectionSettings settings) {
        byte[] value = Ascii.bytes(step.value());
        int index = model.isEmpty() ? 0 : step.where() % model.size();
        ListValue subject = step.action() <= 5 ? list.readyFor(1, value.length, settings) : list;
        boolean flag = step.where() % 2 == 0;
        switch (step.action()) {
            case 0, 1, 2 -> {
                subject.push(value, flag);
                model.add(flag ? 0 : model.size(), step.value());
            }
            case 3, 4 -> {
                String pivot = model.isEmpty() ? "nothing" : model.get(index);
                assertEquals(!model.isEmpty(), subject.insert(Ascii.bytes(pivot), value, flag));
                if (!model.isEmpty()) {
                    model.add(model.indexOf(pivot) + (flag ? 1 : 0), step.value());
                }
            }
            case 5 -> {
                if (!model.isEmpty()) {
                    subject.set(index, value);
                    model.set(index, step.value());
                }
            }
            case 6 -> {
                int limit = 1 + step.where() % 3;
                assertEquals(removed(model, step.value(), limit, flag), subject.remove(value, limit, flag));
            }
            case 7 -> {
                if (!model.isEmpty()) {
                    int count = Math.min(step.where() % 4, model.size() - index);
                    subject.removeRange(index, count);
                    model.subList(index, index + count).clear();
                }
            }
            default -> {
                return subject.shrunk(settings);
            }
        }
        return subject;
    }

    private static int removed(List<String> model, String value, int limit, boolean fromTail) {
        int removed = 0;
        while (removed < limit && model.contains(value)) {
            model.remove(fromTail ? model.lastIndexOf(value) : model.indexOf(value));
            removed++;
        }
        return removed;
    }

    private static void assertSameBackwards(List<String> model, ListValue subject) {
        List<String> backwards = new ArrayList<>();
        if (!model.isEmpty()) {
            for (ListCursor at = subject.cursor(model.size() - 1, true); at.isValid(); at.advance()) {
                assertTrue(at.holds(at.get()));
                assertFalse(at.holds(Ascii.bytes("another")));
                byte[] content = at.isInteger()
                        ? Numbers.digits(at.integer())
                        : Arrays.copyOfRange(at.bytes(), at.offset(), at.offset() + at.length());
                backwards.add(Ascii.text(content));
            }
        }
        Collections.reverse(backwards);
        assertEquals(model, backwards);
        for (int i = 0; i < model.size(); i++) {
            assertEquals(model.get(i), Ascii.text(subject.cursor(i, i % 2 == 0).get()));
        }
    }

    /** Links, counts and the rule of compression. */
    private static void assertSound(QuickList list) {
        int nodes = 0;
        int elements = 0;
        QuickListNode previous = null;
        for (QuickListNode node = list.head(); node != null; node = node.next()) {
            assertSame(previous, node.previous());
            assertTrue(node.count() > 0);
            if (!node.isPlain()) {
                assertEquals(node.count(), node.readOnly().size());
                assertEquals(node.sizeBytes(), node.readOnly().totalBytes());
            }
            boolean outer = nodes < list.compressDepth() || nodes >= list.nodes() - list.compressDepth();
            assertFalse(outer && node.isCompressed(), "an outer node is compressed: " + list.dump());
            nodes++;
            elements += node.count();
            previous = node;
        }
        assertEquals(list.nodes(), nodes);
        assertEquals(list.size(), elements);
    }
}
