package io.miniredis.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LuaTableTest {
    /** One assignment. */
    record Put(Object key, @Nullable Object value) {}

    @Provide
    Arbitrary<List<Put>> puts() {
        Arbitrary<Object> keys = Arbitraries.oneOf(
                Arbitraries.integers().between(-3, 40).map(i -> (Object) (double) i),
                Arbitraries.of(0.5, 1e15, -7.25).map(d -> (Object) d),
                Arbitraries.strings().alpha().ofMaxLength(2).map(s -> (Object) LuaString.of(s)),
                Arbitraries.of(true, false).map(b -> (Object) b));
        Arbitrary<@Nullable Object> values = Arbitraries.oneOf(
                Arbitraries.doubles().map(d -> (Object) d),
                Arbitraries.of("a", "b").map(s -> (Object) LuaString.of(s)),
                Arbitraries.just((Object) true),
                Arbitraries.just((Object) Double.NaN),
                Arbitraries.of("nil").map(s -> null));
        return Combinators.combine(keys, values).as(Put::new).list().ofMaxSize(120);
    }

    /**
     * A queue or stack that scripts make of a table: added at the end, taken from the end, and its length asked for.
     */
    @Property(tries = 300)
    void theLengthOfWhatHasNoGapsIsItsNumberOfElements(@ForAll List<Boolean> adds) {
        LuaTable table = new LuaTable();
        int length = 0;
        for (boolean add : adds) {
            if (add) {
                table.set(++length, (Object) (double) length);
            } else if (length > 0) {
                table.set(length--, (Object) null);
            }
            assertEquals(length, table.length());
        }
    }

    @Test
    void withGapsTheBorderIsWhereABinarySearchEnds() {
        LuaTable table = new LuaTable(8, 0);
        for (int i : new int[] {1, 2, 4, 6, 7}) {
            table.set(i, (Object) true);
        }
        assertEquals(7, table.length());
        table.set(4, (Object) null);
        assertEquals(2, table.length());
        table.set(3, (Object) true);
        table.set(4, (Object) true);
        assertEquals(7, table.length());
        table.set(5, (Object) true);
        assertEquals(7, table.length());
    }

    @Property(tries = 300)
    void behavesAsAMap(@ForAll("puts") List<Put> puts) {
        LuaTable table = new LuaTable();
        Map<Object, Object> model = new HashMap<>();
        for (Put put : puts) {
            table.set(put.key(), put.value());
            if (put.value() == null) {
                model.remove(put.key());
            } else {
                model.put(put.key(), put.value());
            }
        }
        assertEquals(model, walk(table));
        for (Map.Entry<Object, Object> entry : model.entrySet()) {
            assertEquals(entry.getValue(), table.get(entry.getKey()));
        }
        int border = table.length();
        assertTrue(border == 0 || table.get(border) != null);
        assertNull(table.get(border + 1));
    }

    @Property(tries = 200)
    void walkingByKeysIsWalkingByPlaces(@ForAll("puts") List<Put> puts) {
        LuaTable table = new LuaTable();
        for (Put put : puts) {
            table.set(put.key(), put.value());
        }
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            assertEquals(place, table.placeOf(table.keyAt(place)));
        }
    }

    private static Map<Object, Object> walk(LuaTable table) {
        Map<Object, Object> found = new LinkedHashMap<>();
        for (int place = table.nextPlace(-1); place >= 0; place = table.nextPlace(place)) {
            Object before =
                    found.put(Objects.requireNonNull(table.keyAt(place)), Objects.requireNonNull(table.valueAt(place)));
            assertNull(before);
        }
        return found;
    }

    @Test
    void numbersComeBackWithoutBoxes() {
        LuaTable table = new LuaTable();
        for (int i = 1; i <= 10; i++) {
            table.set(i, (double) i * i);
        }
        Numeral out = new Numeral();
        assertSame(Numeral.NUMBER, table.get(7.0, out));
        assertEquals(49, out.number);
        assertNull(table.get(11.0, out));
    }

    @Test
    void aNumberThatIsNoNumberIsAValueAndNotNil() {
        LuaTable table = new LuaTable();
        table.set(1, 1.0);
        table.set(1, Double.longBitsToDouble(0x7ff8_6e69_6c00_0000L));
        assertTrue(Double.isNaN((Double) Objects.requireNonNull(table.get(1))));
        assertEquals(1, table.length());
    }

    @Test
    void refusesNilAndNaNAsKeys() {
        LuaTable table = new LuaTable();
        assertEquals(
                "table index is nil",
                assertThrows(LuaError.class, () -> table.set((Object) null, 1.0))
                        .getMessage());
        assertEquals(
                "table index is NaN",
                assertThrows(LuaError.class, () -> table.set(Double.NaN, 1.0)).getMessage());
    }

    @Test
    void aReadOnlyTableRefusesEveryChange() {
        LuaTable table = new LuaTable();
        table.set("a", 1.0);
        table.readonly(true);
        for (Object key : new Object[] {LuaString.of("a"), LuaString.of("b"), 1.0, true}) {
            LuaError error = assertThrows(LuaError.class, () -> table.set(key, 2.0));
            assertEquals("Attempt to modify a readonly table", error.getMessage());
        }
        assertThrows(LuaError.class, () -> table.metatable(null));
        assertEquals(1.0, table.get("a"));
    }

    @Test
    void showsItsContent() {
        LuaTable table = new LuaTable(1, 1);
        table.set(1, 5.0);
        table.set("a", LuaString.of("b"));
        assertEquals("LuaTable[1+1 1.0=5.0 \"a\"=\"b\"]", table.toString());
    }
}
