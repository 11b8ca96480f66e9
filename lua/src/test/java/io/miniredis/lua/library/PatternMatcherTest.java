package io.miniredis.lua.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.LuaAbort;
import io.miniredis.lua.LuaError;
import io.miniredis.lua.LuaState;
import io.miniredis.lua.LuaString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PatternMatcherTest {
    /** The same pattern in both languages. */
    record Both(String lua, String regex) {}

    @Property
    void matchesWhatARegularExpressionMatches(@ForAll("patterns") Both pattern, @ForAll("texts") String text) {
        Matcher regex = Pattern.compile(pattern.regex(), Pattern.DOTALL).matcher(text);
        PatternMatcher lua = matcher(new LuaState(), text, pattern.lua());
        for (int at = 0; at <= text.length(); at++) {
            boolean expected =
                    regex.region(at, text.length()).useAnchoringBounds(false).lookingAt();
            assertEquals(expected, lua.matches(at), pattern + " at " + at);
            if (expected) {
                assertEquals(regex.end(), lua.end());
                for (int i = 0; i < lua.captures(); i++) {
                    LuaString capture = (LuaString) lua.capture(i, at, lua.end());
                    assertEquals(regex.group(i + 1), capture.text());
                }
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', '1', ' ').ofMaxLength(12);
    }

    @Provide
    Arbitrary<Both> patterns() {
        Arbitrary<Both> single = Arbitraries.of(
                new Both("a", "a"),
                new Both("b", "b"),
                new Both(".", "."),
                new Both("%d", "[0-9]"),
                new Both("%a", "[a-zA-Z]"),
                new Both("%A", "[^a-zA-Z]"),
                new Both("[ab]", "[ab]"),
                new Both("[^a]", "[^a]"),
                new Both("[a-z1]", "[a-z1]"),
                new Both("[%s%d]", "[ 0-9]"));
        Arbitrary<Both> repetition = Arbitraries.of(
                new Both("", ""), new Both("*", "*"), new Both("+", "+"), new Both("-", "*?"), new Both("?", "?"));
        Arbitrary<Both> item = Combinators.combine(single, repetition).as(PatternMatcherTest::join);
        Arbitrary<Both> items = item.list().ofMinSize(1).ofMaxSize(3).map(PatternMatcherTest::joinAll);
        Arbitrary<Both> group = items.map(inner -> new Both("(" + inner.lua() + ")", "(" + inner.regex() + ")"));
        Arbitrary<Both> end = Arbitraries.of(new Both("", ""), new Both("", ""), new Both("$", "\\z"));
        return Combinators.combine(
                        Arbitraries.oneOf(items, group).list().ofMinSize(1).ofMaxSize(4), end)
                .as((parts, last) -> join(joinAll(parts), last));
    }

    private static Both joinAll(List<Both> parts) {
        return parts.stream().reduce(new Both("", ""), PatternMatcherTest::join);
    }

    private static Both join(Both first, Both second) {
        return new Both(first.lua() + second.lua(), first.regex() + second.regex());
    }

    @Test
    void anExponentialPatternCanBeEndedFromOutside() {
        LuaState lua = new LuaState();
        lua.hook(
                state -> {
                    throw new LuaAbort("enough");
                },
                100_000);
        PatternMatcher matcher = matcher(lua, "a".repeat(40), "a?".repeat(40) + "a-".repeat(40) + "b");
        assertThrows(LuaAbort.class, () -> matcher.matches(0));
    }

    @Test
    void aLongPatternIsTooComplexRatherThanTooDeep() {
        PatternMatcher matcher = matcher(new LuaState(), "a".repeat(100_000), "a?".repeat(100_000));
        LuaError error = assertThrows(LuaError.class, () -> matcher.matches(0));
        assertTrue(error.getMessage().endsWith("pattern too complex"), error.getMessage());
    }

    @Test
    void aLongTextIsNoDepth() {
        assertTrue(matcher(new LuaState(), "a".repeat(1_000_000), "^.-$").matches(0));
        assertTrue(matcher(new LuaState(), "a".repeat(1_000_000), "^(a*)(a*)$").matches(0));
    }

    private static PatternMatcher matcher(LuaState lua, String text, String pattern) {
        Arguments call = new Arguments(lua, null, new Object[0]);
        return new PatternMatcher(bytes(text), bytes(pattern), call);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
