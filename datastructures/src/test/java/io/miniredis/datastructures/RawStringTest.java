package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RawStringTest {
    @Property(tries = 300)
    void appendsLikeAByteArrayOutputStream(@ForAll byte[] initial, @ForAll @Size(max = 20) List<byte[]> parts) {
        RawString string = new RawString(initial.clone());
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        model.writeBytes(initial);
        for (byte[] part : parts) {
            string.append(part);
            model.writeBytes(part);
        }
        assertArrayEquals(model.toByteArray(), string.toByteArray());
        assertEquals(model.size(), string.length());
    }

    @Property(tries = 300)
    void overwritesAndFillsGapsWithZeros(
            @ForAll byte[] initial, @ForAll @IntRange(max = 300) int offset, @ForAll byte[] replacement) {
        byte[] untouched = initial.clone();
        RawString string = new RawString(initial);
        string.setRange(offset, replacement);
        byte[] expected = replacement.length == 0
                ? untouched
                : Arrays.copyOf(untouched, Math.max(untouched.length, offset + replacement.length));
        System.arraycopy(replacement, 0, expected, replacement.length == 0 ? 0 : offset, replacement.length);
        assertArrayEquals(expected, string.toByteArray());
        assertArrayEquals(untouched, initial, "the array it started from was written to");
    }

    @Property(tries = 300)
    void replacesAPieceByALongerOrShorterOne(
            @ForAll byte[] initial,
            @ForAll int one,
            @ForAll int other,
            @ForAll byte[] piece,
            @ForAll boolean reserved) {
        byte[] untouched = initial.clone();
        int from = Math.floorMod(Math.min(one, other), initial.length + 1);
        int to = Math.max(from, Math.floorMod(Math.max(one, other), initial.length + 1));
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        model.write(initial, 0, from);
        model.writeBytes(piece);
        model.write(initial, to, initial.length - to);
        RawString string = new RawString(initial);
        if (reserved) {
            string.reserve(initial.length + 7);
        }

        string.splice(from, to - from, piece, piece.length);

        assertArrayEquals(model.toByteArray(), string.toByteArray());
        assertArrayEquals(untouched, initial, "the array it started from was written to");
    }

    @Test
    void writesToAnArrayThatIsItsOwn() {
        byte[] own = {1, 2, 3};
        RawString string = RawString.owning(own);
        string.growTo(3);
        assertSame(own, string.bytes());
        byte[] other = {4};
        string.become(other);
        string.growTo(1);
        assertSame(other, string.bytes());
        assertEquals(1, string.length());
    }

    @Test
    void bytesLeftByAnEarlierLongerStringNeverShow() {
        RawString string = new RawString(new byte[0]);
        string.append(Ascii.bytes("abcdef"));
        string.growTo(10);
        assertArrayEquals(Ascii.bytes("abcdef\0\0\0\0"), string.toByteArray());
    }

    @Test
    void roomDoublesUpToAMegabyteAndGrowsByOneAbove() {
        RawString string = new RawString(new byte[10]);
        string.append(new byte[10]);
        assertEquals(40, string.bytes().length);
        byte[] before = string.bytes();
        string.append(new byte[20]);
        assertSame(before, string.bytes());
        string.append(new byte[RawString.MAX_PREALLOCATION_BYTES]);
        assertEquals(40 + 2 * RawString.MAX_PREALLOCATION_BYTES, string.bytes().length);
    }

    @Test
    void readsTheArrayItStartsFromUntilTheFirstChange() {
        byte[] initial = Ascii.bytes("abc");
        RawString string = new RawString(initial);
        assertSame(initial, string.bytes());
        string.growTo(3);
        assertNotSame(initial, string.bytes());
        string.bytes()[0] = 'x';
        assertEquals("abc", Ascii.text(initial));
        assertEquals("xbc", Ascii.text(string.toByteArray()));
    }

    @Test
    void appendsAPartOfAnArray() {
        RawString string = new RawString(Ascii.bytes("a"));
        string.append(Ascii.bytes("xbcx"), 1, 2);
        assertEquals("raw 3 B (room for 6): \"abc\"", string.toString());
    }

    @Test
    void showsOnlyItsBeginningWhenLong() {
        RawString string = new RawString(new byte[5000]);
        assertTrue(string.toString().length() <= 120, string.toString());
    }
}
