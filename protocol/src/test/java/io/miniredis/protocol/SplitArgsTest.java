package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitArgsTest {
    private static void assertSplit(String line, String... arguments) {
        assertEquals(List.of(Requests.argv(List.of(arguments))), split(line));
    }

    private static @Nullable List<ByteString> split(String line) {
        byte[] bytes = Wire.bytes("<<" + line + ">>");
        return SplitArgs.split(bytes, 2, bytes.length - 2);
    }

    @Test
    void blanksPartArguments() {
        assertSplit("");
        assertSplit(" \t\r\n\013\014 ");
        assertSplit("  a  b\tc\r\n", "a", "b", "c");
        assertSplit("\013 \014a", "a");
    }

    @Test
    void verticalTabAndFormFeedPartOnlyBetweenArguments() {
        assertSplit("a\013b\014c", "a\013b\014c");
        assertSplit("\"a\"\013\"b\"", "a", "b");
    }

    @Test
    void doubleQuotesKnowEscapes() {
        assertSplit("\"a b\"", "a b");
        assertSplit("\"\"", "");
        assertSplit("\"\\n\\r\\t\\b\\a\\\\\\\"\\q\"", "\n\r\t\b\007\\\"q");
        assertSplit("\"\\x41\\xfF\\x00\"", "A\377\0");
        assertSplit("\"\\x4\\xg0\\x\"", "x4xg0x");
        assertSplit("\"it's\"", "it's");
    }

    @Test
    void singleQuotesKnowOne() {
        assertSplit("'a\\nb' 'it\\'s' '\"'", "a\\nb", "it's", "\"");
        assertSplit("'a\\\\b'", "a\\\\b");
    }

    @Test
    void quotesMayOpenWithinAnArgument() {
        assertSplit("a\"b c\" d'e f'", "ab c", "de f");
    }

    @Test
    void backslashesOutsideQuotesAreThemselves() {
        assertSplit("a\\nb \\", "a\\nb", "\\");
    }

    @Test
    void aZeroByteEndsTheLine() {
        assertSplit("a b\0c \"", "a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'", "a\"b", "\"a\"b", "'a'b", "\"a\"\"b\"", "\"a\\", "\"a\\\"", "'a\\'", "\"\0\""})
    void unbalancedQuotesGiveNothing(String line) {
        assertNull(split(line));
    }
}
