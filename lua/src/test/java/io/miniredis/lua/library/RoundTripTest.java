package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import io.miniredis.lua.LuaTable;
import io.miniredis.lua.LuaType;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What one function packs the other unpacks, and what nobody packed is refused with a Lua error. */
class RoundTripTest {
    private final LuaState lua = LuaStates.withLibraries();

    @Property(tries = 300)
    void messagePackGivesBackTheSameValue(@ForAll("values") Object value) {
        Object packed = call("cmsgpack", "pack", value);
        assertTrue(same(value, call("cmsgpack", "unpack", packed)), value::toString);
    }

    @Property(tries = 300)
    void jsonGivesBackTheSameValue(@ForAll("jsonValues") Object value) {
        Object encoded = call("cjson", "encode", value);
        assertTrue(same(value, call("cjson", "decode", encoded)), encoded::toString);
    }

    @Property(tries = 1000)
    void anyBytesAreMessagePackOrAnError(@ForAll byte[] bytes) {
        valueOrError("cmsgpack", LuaString.of(bytes));
    }

    @Property(tries = 1000)
    void anyTextIsJsonOrAnError(@ForAll("jsonLike") String text) {
        valueOrError("cjson", LuaString.of(text));
    }

    @Property(tries = 300)
    void structGivesBackTheSameIntegers(
            @ForAll long value, @ForAll @IntRange(min = 1, max = 8) int size, @ForAll boolean big) {
        long kept = value >> (64 - 8 * size);
        double number = kept;
        LuaString format = LuaString.of((big ? ">" : "<") + "i" + size);
        Object packed = call("struct", "pack", format, number);
        Object unpacked = call("struct", "unpack", format, packed);
        if ((long) number == kept && number < 0x1p63) {
            assertEquals(number, unpacked);
        }
    }

    @Provide
    Arbitrary<Object> values() {
        return tables(Arbitraries.oneOf(
                Arbitraries.doubles().map(d -> (Object) d),
                Arbitraries.integers().map(i -> (Object) (double) i),
                Arbitraries.longs().map(i -> (Object) (double) i),
                Arbitraries.of(true, false).map(b -> (Object) b),
                Arbitraries.strings().ofMaxLength(300).map(s -> (Object) LuaString.of(s))));
    }

    @Provide
    Arbitrary<Object> jsonValues() {
        return tables(Arbitraries.oneOf(
                Arbitraries.integers().map(i -> (Object) (double) i),
                Arbitraries.integers().map(i -> (Object) (i / 64.0)),
                Arbitraries.of(true, false).map(b -> (Object) b),
                Arbitraries.just(JsonLibrary.NULL).map(n -> (Object) n),
                Arbitraries.strings().ofMaxLength(60).map(s -> (Object) LuaString.of(s))));
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.strings()
                .withChars('{', '}', '[', ']', ',', ':', '"', '\\', 'u', '0', '1', '-', '.', 'e', 't', 'n', ' ', '\0')
                .ofMaxLength(20);
    }

    private static Arbitrary<Object> tables(Arbitrary<Object> leaves) {
        Arbitrary<Object> inner = Arbitraries.oneOf(
                leaves,
                leaves.list().ofMaxSize(20).map(RoundTripTest::array),
                leaves.list().ofMaxSize(20).map(RoundTripTest::map));
        return Arbitraries.oneOf(
                leaves,
                inner.list().ofMaxSize(20).map(RoundTripTest::array),
                inner.list().ofMaxSize(20).map(RoundTripTest::map));
    }

    private static Object array(List<Object> items) {
        LuaTable table = new LuaTable();
        for (int i = 0; i < items.size(); i++) {
            table.set(i + 1, items.get(i));
        }
        return table;
    }

    private static Object map(List<Object> items) {
        LuaTable table = new LuaTable();
        for (int i = 0; i < items.size(); i++) {
            table.set("key " + i, items.get(i));
        }
        return table;
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (!(a instanceof LuaTable x) || !(b instanceof LuaTable y)) {
            return LuaType.rawEquals(a, b);
        }
        int fields = 0;
        for (int place = x.nextPlace(-1); place >= 0; place = x.nextPlace(place)) {
            if (!same(x.valueAt(place), y.get(x.keyAt(place)))) {
                return false;
            }
            fields++;
        }
        for (int place = y.nextPlace(-1); place >= 0; place = y.nextPlace(place)) {
            fields--;
        }
        return fields == 0;
    }

    private void valueOrError(String library, LuaString text) {
        LuaTable table = (LuaTable) Objects.requireNonNull(lua.globals().get(library));
        try {
            lua.call(table.get(library.equals("cjson") ? "decode" : "unpack"), text);
        } catch (LuaError e) {
            assertTrue(e.value() instanceof LuaString, e::toString);
        }
    }

    private Object call(String library, String function, Object... arguments) {
        LuaTable table = (LuaTable) Objects.requireNonNull(lua.globals().get(library));
        return Objects.requireNonNull(LuaState.first(lua.callAll(table.get(function), arguments)));
    }
}
