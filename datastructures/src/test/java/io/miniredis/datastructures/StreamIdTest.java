package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamIdTest {
    private static @Nullable StreamId parse(String text) {
        return StreamId.parse(Ascii.bytes(text), 0, 7);
    }

    @Test
    void isReadInFullOrWithoutSequence() {
        assertEquals(new StreamId(12, 3), parse("12-3"));
        assertEquals(new StreamId(12, 7), parse("12"));
        assertEquals(StreamId.MAX, parse("18446744073709551615-18446744073709551615"));
    }

    @Test
    void isReadAsCReadsNumbers() {
        assertEquals(new StreamId(12, 3), parse(" 12-03"));
        assertEquals(new StreamId(12, 3), parse("+12-+3"));
        assertEquals(new StreamId(1, 0), parse("1--0"));
        assertEquals(new StreamId(1, -2), parse("1--02"));
        assertEquals(new StreamId(1, 2), parse("1-2\0x"));
    }

    @Test
    void isNothingElse() {
        for (String text : new String[] {
            "", "-", "+", "$", "*", "a", "1-a", "1-", "-1", "1--2", "1-2-3", "1 -2", "18446744073709551616", "1-*"
        }) {
            assertNull(parse(text), text);
        }
        assertNull(parse("0".repeat(128)));
        assertEquals(new StreamId(0, 7), parse("0".repeat(127)));
    }

    @Test
    void leavesTheSequenceToTheStream() {
        assertEquals(new StreamId(5, 0), StreamId.parseWithoutSequence(Ascii.bytes("5-*")));
        assertNull(StreamId.parseWithoutSequence(Ascii.bytes("5-**")));
        assertNull(StreamId.parseWithoutSequence(Ascii.bytes("5-1")));
        assertNull(StreamId.parseWithoutSequence(Ascii.bytes("-*")));
        assertNull(StreamId.parseWithoutSequence(Ascii.bytes("*")));
    }

    @Test
    void neighboursCarryOver() {
        assertEquals(new StreamId(2, 0), new StreamId(1, -1).next());
        assertEquals(new StreamId(1, -1), new StreamId(2, 0).previous());
        assertEquals(StreamId.ZERO, StreamId.MAX.next());
    }

    @Property(tries = 200)
    void sortsAsNumbersAndAsBytes(@ForAll long ms, @ForAll long seq, @ForAll long otherMs, @ForAll long otherSeq) {
        StreamId one = new StreamId(ms, seq);
        StreamId other = new StreamId(otherMs, otherSeq);
        int expected = new BigInteger(1, one.toBytes()).compareTo(new BigInteger(1, other.toBytes()));

        assertEquals(expected, Integer.signum(one.compareTo(other)));
        assertEquals(expected > 0, one.isAbove(other));
        assertEquals(expected < 0, one.isBelow(other));
    }

    @Property(tries = 200)
    void isReadAsItWasWritten(@ForAll long ms, @ForAll long seq) {
        StreamId id = new StreamId(ms, seq);

        assertEquals(id, StreamId.parse(id.text(), 0, 0));
        assertEquals(id, StreamId.ofBytes(id.toBytes()));
        assertEquals(id.toString(), Ascii.text(id.text()));
        assertTrue(id.text().length <= StreamId.MAX_TEXT_BYTES);
        assertArrayEquals(id.text(), id.next().previous().text());
    }
}
