package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.miniredis.datastructures.BitField.Overflow;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitFieldTest {
    private static BitField field(String text) {
        BitField field = BitField.parse(Ascii.bytes(text));
        assertNotNull(field, text);
        return field;
    }

    @Example
    void readsItsName() {
        assertEquals(new BitField(true, 64), field("i64"));
        assertEquals(new BitField(false, 63), field("u63"));
        assertEquals("u1", field("u1").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i", "u", "i0", "u0", "i65", "u64", "I8", "x8", "i08", "i-1", "i 8", "8", "u1.0"})
    void knowsNoOtherNames(String text) {
        assertNull(BitField.parse(Ascii.bytes(text)));
    }

    /** In integers that never overflow. */
    @Property(tries = 1000)
    void addsAsIntegersWithoutLimitsWouldAndThenFits(
            @ForAll boolean signed,
            @ForAll @IntRange(min = 1, max = 64) int anyWidth,
            @ForAll long random,
            @ForAll long increment) {
        int width = signed ? anyWidth : Math.min(anyWidth, 63);
        BitField field = new BitField(signed, width);
        byte[] bytes = new byte[8];
        Bits.write(bytes, 0, width, random);
        long value = field.read(bytes, 8, 0);
        BigInteger max = BigInteger.ONE.shiftLeft(signed ? width - 1 : width).subtract(BigInteger.ONE);
        BigInteger min = signed ? max.negate().subtract(BigInteger.ONE) : BigInteger.ZERO;
        BigInteger sum = BigInteger.valueOf(value).add(BigInteger.valueOf(increment));
        boolean fits = sum.compareTo(min) >= 0 && sum.compareTo(max) <= 0;
        BigInteger wrapped =
                sum.subtract(min).mod(BigInteger.ONE.shiftLeft(width)).add(min);

        assertEquals(!fits, field.overflows(value, increment));
        assertEquals(sum.min(max).max(min).longValueExact(), field.sum(value, increment, Overflow.SAT));
        assertEquals(wrapped.longValueExact(), field.sum(value, increment, Overflow.WRAP));
    }

    @Property(tries = 300)
    void readsBackWhatWasWritten(@ForAll @IntRange(min = 1, max = 64) int width, @ForAll long value) {
        BitField field = new BitField(true, width);
        byte[] bytes = new byte[10];
        long fitting = field.sum(value, 0, Overflow.WRAP);

        Bits.write(bytes, 5, width, fitting);

        assertEquals(fitting, field.read(bytes, bytes.length, 5));
    }

    @Example
    void takesWhatIsFarTooSmallForTooLargeAsRedisDoes() {
        assertEquals(127, field("i8").sum(Long.MIN_VALUE, 0, Overflow.SAT));
        assertEquals(-128, field("i8").sum(-129, 0, Overflow.SAT));
        assertEquals(255, field("u8").sum(-1, 0, Overflow.SAT));
    }
}
