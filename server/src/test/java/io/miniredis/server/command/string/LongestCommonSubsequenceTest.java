package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class LongestCommonSubsequenceTest {
    @Property(tries = 300)
    void isAsLongAsAnExhaustiveSearchFinds(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 9) String a,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 9) String b) {
        int longest = longest(a, b);

        assertEquals(longest, of(a, b, false).length());
        assertEquals(longest, of(a, b, true).length());
    }

    @Property(tries = 300)
    void standsInBothStrings(
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 40) String a,
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 40) String b) {
        LongestCommonSubsequence common = of(a, b, false);
        String text = new String(common.bytes(), StandardCharsets.ISO_8859_1);

        assertEquals(common.length(), text.length());
        assertTrue(isWithin(text, a), text);
        assertTrue(isWithin(text, b), text);
    }

    @Property(tries = 300)
    void consistsOfItsMatches(
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 40) String a,
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 40) String b) {
        LongestCommonSubsequence common = of(a, b, false);
        StringBuilder fromA = new StringBuilder();
        StringBuilder fromB = new StringBuilder();
        common.forEachMatch((startInA, startInB, length) -> {
            fromA.insert(0, a, startInA, startInA + length);
            fromB.insert(0, b, startInB, startInB + length);
        });

        assertArrayEquals(common.bytes(), bytes(fromA.toString()));
        assertArrayEquals(common.bytes(), bytes(fromB.toString()));
    }

    @Example
    void rowsThatWereNotKeptCannotBeWalked() {
        assertThrows(IllegalStateException.class, of("a", "a", true)::bytes);
    }

    @Example
    void saysHowMuchATableTakes() {
        assertEquals(4L * (1 << 20) * (1 << 20), LongestCommonSubsequence.tableBytes(million(), million()));
    }

    @Example
    void aTableThatNoArrayHoldsIsTooMuchMemory() {
        assertThrows(OutOfMemoryError.class, () -> new LongestCommonSubsequence(million(), million(), false));
    }

    private static byte[] million() {
        return new byte[(1 << 20) - 1];
    }

    private static LongestCommonSubsequence of(String a, String b, boolean lengthOnly) {
        return new LongestCommonSubsequence(bytes(a), bytes(b), lengthOnly);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The longest of all subsequences of a that are one of b. */
    private static int longest(String a, String b) {
        int[] lengths = new int[1 << a.length()];
        for (int chosen = 0; chosen < lengths.length; chosen++) {
            StringBuilder some = new StringBuilder();
            for (int i = 0; i < a.length(); i++) {
                if ((chosen >> i & 1) == 1) {
                    some.append(a.charAt(i));
                }
            }
            lengths[chosen] = isWithin(some.toString(), b) ? some.length() : 0;
        }
        return Arrays.stream(lengths).max().orElse(0);
    }

    private static boolean isWithin(String part, String whole) {
        int at = 0;
        for (int i = 0; i < whole.length() && at < part.length(); i++) {
            if (whole.charAt(i) == part.charAt(at)) {
                at++;
            }
        }
        return at == part.length();
    }
}
