package io.miniredis.compat.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.compat.reply.Reply;
import io.miniredis.compat.script.Modifiers.Capture;
import io.miniredis.compat.servers.Setting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptParserTest {
    @Nested
    class Commands {
        @Test
        void areSplitAndUnquotedAsByRedisCli() {
            assertEquals(
                    new Step.Command(List.of("SET", "key", "a b\n\u00ff\"", "it's")),
                    step("SET key \"a b\\n\\xff\\\"\" 'it\\'s'").action());
        }

        @Test
        void goOnInLinesThatBeginWithABlank() {
            Script script = parse("EVAL \"\n  return 1\n  \" 0\nPING");
            assertEquals(
                    new Step.Command(List.of("EVAL", "\n  return 1\n  ", "0")),
                    script.steps().get(0).action());
            assertEquals(4, script.steps().get(1).line());
        }

        @Test
        void areEverythingThatIsNoDirective() {
            assertEquals(
                    new Step.Command(List.of("CONFIG", "GET", "port")),
                    step("CONFIG GET port").action());
            assertEquals(
                    new Step.Command(List.of("config", "get", "port")),
                    step("\"config\" get port").action());
        }

        @Test
        void mayFollowCommentsAndEmptyLines() {
            assertEquals(3, step("# a comment\n\nPING").line());
        }
    }

    @Nested
    class Directives {
        @Test
        void setUpTheServer() {
            Script script = parse("config save 900 1\nconfig dir \"\"\nprotocol 3\nPING");
            assertEquals(List.of(Setting.of("save", "900", "1"), Setting.of("dir", "")), script.settings());
            assertEquals(List.of(3), script.protocols());
        }

        @Test
        void playInBothProtocolsIfNoneIsNamed() {
            assertEquals(List.of(2, 3), parse("PING").protocols());
            assertEquals(List.of(2, 3), parse("protocol both\nPING").protocols());
        }

        @Test
        void changeTimeAndConnection() {
            assertEquals(
                    new Step.Advance(Duration.ofMillis(1500)),
                    step("advance 1500ms").action());
            assertEquals(
                    new Step.Advance(Duration.ofSeconds(2)), step("advance 2s").action());
            assertEquals(new Step.Switch("b", false), step("connection b").action());
            assertEquals(new Step.Switch("b", true), step("connection b plain").action());
        }

        @Test
        void sendBytesAndReadReplies() {
            assertEquals(new Step.Raw("PING\r\n"), step("raw \"PING\\r\\n\"").action());
            assertTrue(step("receive").replies());
            assertFalse(step("[later] BLPOP key 0").replies());
        }
    }

    @Nested
    class ModifiersInBrackets {
        @Test
        void combine() {
            Modifiers modifiers =
                    step("[unordered, rounded 0.5, times 3, resp3] KEYS *").modifiers();
            assertEquals(Comparison.EXACT.unordered().rounded(0.5), modifiers.comparison());
            assertEquals(3, modifiers.times());
            assertTrue(modifiers.applies(3, new Version(7, 2, 0)));
            assertFalse(modifiers.applies(2, new Version(7, 2, 0)));
        }

        @Test
        void nameVersionsFieldsAndVariables() {
            assertEquals(
                    new Version(7, 2, 0), step("[since 7.2] PING").modifiers().since());
            assertEquals(
                    List.of("a", "b"),
                    step("[fields a b] INFO").modifiers().comparison().fields());
            assertEquals(
                    new Capture("cursor", List.of(0)),
                    step("[save cursor 0] SCAN 0").modifiers().capture());
        }
    }

    @Nested
    class Expectations {
        @Test
        void belongToTheCommandBeforeThem() {
            Step step = step("GET key\n>2 nil\n>3 \"three\"");
            assertEquals(
                    List.of(new Expectation(2, Reply.nil()), new Expectation(3, Reply.of(Reply.Type.BULK, "three"))),
                    step.expectations());
        }

        @Test
        void mayBePushMessages() {
            assertEquals(
                    ">[\"message\"]",
                    step("receive\n> >[\"message\"]")
                            .expectations()
                            .get(0)
                            .reply()
                            .toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PING;SET 'a            | 2: no command, or quotes that do not match",
                "[wrong] PING           | 1: unknown modifier: wrong",
                "[times] PING           | 1: one parameter expected: []",
                "[unordered 3] PING     | 1: no parameter expected: [3]",
                "advance soon           | 1: a time such as 1500ms or 2s",
                "protocol 4             | 1: protocol 2, 3 or both",
                "PING;advance 1s;> :1   | 3: an expectation without a command before it",
            })
    void mistakesAreReportedWithTheirPlace(String text, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(text.replace(';', '\n')));
        assertEquals("test.redis:" + message, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"> yes", "> [\"a\"", "> \"a", "> :1 :2", "> "})
    void expectationsThatAreNoRepliesAreReported(String expectation) {
        assertThrows(IllegalArgumentException.class, () -> parse("PING\n" + expectation));
    }

    private static Script parse(String text) {
        return ScriptParser.parse("test", text);
    }

    private static Step step(String text) {
        return parse(text).steps().get(0);
    }
}
