package io.miniredis.lua;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LuaStringTest {
    @Property(tries = 200)
    void aChainOfConcatenationsIsTheConcatenation(@ForAll @Size(max = 40) List<byte[]> pieces) {
        LuaString chain = LuaString.EMPTY;
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            chain = chain.concat(LuaString.of(piece));
            model.writeBytes(piece);
        }
        assertArrayEquals(model.toByteArray(), chain.bytes());
        assertEquals(LuaString.of(model.toByteArray()), chain);
        assertEquals(LuaString.of(model.toByteArray()).hashCode(), chain.hashCode());
    }

    @Test
    void twoContinuationsOfOneStringDoNotDisturbEachOther() {
        LuaString stem = LuaString.of(new byte[300]).concat(LuaString.of("stem"));
        LuaString a = stem.concat(LuaString.of("aaa"));
        LuaString b = stem.concat(LuaString.of("bbbb"));
        assertTrue(a.text().endsWith("stemaaa"));
        assertTrue(b.text().endsWith("stembbbb"));
        assertTrue(stem.text().endsWith("stem"));
        assertEquals(304, stem.bytes().length);
    }

    @Property(tries = 200)
    void ordersByUnsignedBytes(@ForAll byte[] a, @ForAll byte[] b) {
        int expected = Integer.signum(Arrays.compareUnsigned(a, b));
        assertEquals(expected, Integer.signum(LuaString.of(a).compareTo(LuaString.of(b))));
        assertEquals(expected == 0, LuaString.of(a).equals(LuaString.of(b)));
    }

    @Test
    void hashesAsLua() {
        // lstring.c by hand: h = 1; h ^= (1 << 5) + (1 >> 2) + 'a'
        assertEquals(1 ^ (32 + 'a'), LuaString.of("a").hashCode());
        // of long strings every (length / 32 + 1)th byte from the end counts: here only those at odd indices
        byte[] text = new byte[40];
        int hash = LuaString.of(text.clone()).hashCode();
        text[0] = 1;
        assertEquals(hash, LuaString.of(text.clone()).hashCode());
        text[1] = 1;
        assertNotEquals(hash, LuaString.of(text.clone()).hashCode());
    }
}
