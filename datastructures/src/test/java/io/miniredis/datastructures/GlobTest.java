package io.miniredis.datastructures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void matchesWhatTheKeysCommandOfARedisServerDoes() {
        for (String[] row : Recorded.rows("glob.tsv")) {
            assertEquals(row[2].equals("1"), matches(row[0], row[1]), row[0] + " against " + row[1]);
        }
    }

    @Test
    void starsDoNotMatchTheEmptyText() {
        assertTrue(matches("", ""));
        assertFalse(matches("*", ""));
        assertFalse(matches("**", ""));
    }

    @Test
    void ignoresCaseOnRequest() {
        assertTrue(matchesIgnoringCase("HELLO*", "hello world"));
        assertTrue(matchesIgnoringCase("[A-C]", "b"));
        assertTrue(matchesIgnoringCase("[a-c]", "B"));
        assertTrue(matchesIgnoringCase("[XYZ]", "y"));
        assertTrue(matchesIgnoringCase("\\A", "a"));
        assertFalse(matchesIgnoringCase("[\\A]", "a"), "an escaped byte of a class keeps its case, as in Redis");
        assertTrue(matches("[\u00e9-z]", "b"), "bytes above 127 are negative and stand before all others");
        assertFalse(matchesIgnoringCase("[\u00e9-z]", "b"), "but C's tolower makes them positive");
    }

    @Test
    void aPatternOfManyStarsIsNotExponential() {
        String pattern = "*a".repeat(200) + "*b";
        boolean matched = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> matches(pattern, "a".repeat(10_000)));
        assertFalse(matched);
    }

    @Test
    void moreThanAThousandStarsMatchNothing() {
        assertTrue(matches("*a".repeat(1000) + "*", "a".repeat(1000)));
        assertFalse(matches("*a".repeat(1001) + "*", "a".repeat(1001)));
    }

    @Test
    void knowsPatternsThatNeedNoSearch() {
        assertTrue(Glob.matchesAll(Ascii.bytes("*")));
        assertFalse(Glob.matchesAll(Ascii.bytes("**")));
        assertTrue(Glob.isLiteral(Ascii.bytes("user:{1}:a]b^-")));
        for (String special : new String[] {"a*", "?a", "a[", "a\\b"}) {
            assertFalse(Glob.isLiteral(Ascii.bytes(special)), special);
        }
    }

    @Property(tries = 500)
    void anEscapedTextMatchesItselfAlone(@ForAll byte[] text, @ForAll byte[] other) {
        byte[] pattern = new byte[text.length * 2];
        for (int i = 0; i < text.length; i++) {
            pattern[2 * i] = '\\';
            pattern[2 * i + 1] = text[i];
        }
        assertTrue(Glob.matches(pattern, text, false));
        assertEquals(java.util.Arrays.equals(text, other), Glob.matches(pattern, other, false));
    }

    @Property(tries = 500)
    void agreesWithTheDefinitionForStarsAndMarks(
            @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b'}) @StringLength(min = 1, max = 8) String text) {
        assertEquals(matchesByDefinition(pattern, text), matches(pattern, text), pattern + " against " + text);
    }

    private static boolean matchesByDefinition(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return matchesByDefinition(rest, text)
                    || (!text.isEmpty() && matchesByDefinition(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && matchesByDefinition(rest, text.substring(1));
    }

    private static boolean matches(String pattern, String text) {
        return Glob.matches(Ascii.bytes(pattern), Ascii.bytes(text), false);
    }

    private static boolean matchesIgnoringCase(String pattern, String text) {
        return Glob.matches(Ascii.bytes(pattern), Ascii.bytes(text), true);
    }
}
