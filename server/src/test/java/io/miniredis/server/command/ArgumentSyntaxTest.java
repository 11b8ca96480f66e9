package io.miniredis.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentSyntaxTest {
    private static CommandArgument only(String notation) {
        List<CommandArgument> arguments = ArgumentSyntax.parse(notation);
        assertEquals(1, arguments.size(), notation);
        return arguments.get(0);
    }

    @Nested
    class Words {
        @Test
        void nameAndType() {
            CommandArgument argument = only("unix-time-seconds:unix-time");

            assertEquals("unix-time-seconds", argument.name());
            assertEquals(CommandArgument.Type.UNIX_TIME, argument.type());
            assertEquals("unix-time-seconds", argument.displayText());
            assertEquals(-1, argument.keySpecIndex());
            assertNull(argument.token());
            assertEquals(CommandArgument.Traits.NONE, argument.traits());
        }

        @Test
        void displayTextMayHoldColons() {
            CommandArgument argument = only("addr/ip:port:string");

            assertEquals("addr", argument.name());
            assertEquals("ip:port", argument.displayText());
        }

        @Test
        void keysRefersToSpecZeroUnlessTheySayAnother() {
            assertEquals(0, only("key:key").keySpecIndex());
            assertEquals(2, only("destination:key#2").keySpecIndex());
            assertEquals(1, only("by-pattern/pattern:pattern#1").keySpecIndex());
        }

        @Test
        void upperCaseAloneIsAPureToken() {
            CommandArgument argument = only("WITHSCORES");

            assertEquals(CommandArgument.Type.PURE_TOKEN, argument.type());
            assertEquals("withscores", argument.name());
            assertEquals("WITHSCORES", argument.token());
        }

        @ParameterizedTest
        @CsvSource({"equal==, equal, '='", "auto-id=*, auto-id, *", "change=CH, change, CH", "empty=\"\", empty, ''"})
        void pureTokensMayHaveAnotherName(String notation, String name, String token) {
            assertEquals(name, only(notation).name());
            assertEquals(token, only(notation).token());
        }

        @Test
        void aPureTokenWithoutAKnownToken() {
            assertEquals(
                    CommandArgument.Type.PURE_TOKEN, only("help:pure-token").type());
            assertNull(only("help:pure-token").token());
        }

        @Test
        void upperCaseBeforeAValueIsItsToken() {
            CommandArgument argument = only("COUNT count:integer");

            assertEquals("count", argument.name());
            assertEquals("COUNT", argument.token());
            assertEquals(CommandArgument.Type.INTEGER, argument.type());
        }

        @Test
        void upperCaseBeforeAChoiceOrABlockIsItsToken() {
            assertEquals("TYPE", only("TYPE (client-type: NORMAL | PUBSUB)").token());
            assertEquals(
                    "LIMIT", only("LIMIT {limit: offset:integer count:integer}").token());
        }

        @Test
        void upperCaseBeforeSomethingElseStandsAlone() {
            List<CommandArgument> arguments = ArgumentSyntax.parse("NX GET key:key XX [ANY] change=CH");

            assertEquals("[NX, GET key, XX, [ANY], CH]", arguments.toString());
        }
    }

    @Nested
    class Marks {
        @Test
        void optionalStandsInBrackets() {
            assertTrue(only("[NX]").traits().optional());
            assertTrue(only("[COUNT count:integer]").traits().optional());
        }

        @Test
        void dotsSayThatAnArgumentRepeats() {
            assertTrue(only("element:string...").traits().multiple());
            assertTrue(only("[element:string]...").traits().multiple());
            assertTrue(only("[element:string...]").traits().optional());
        }

        @Test
        void plusAndDotsRepeatTheTokenToo() {
            assertTrue(only("GET pattern:pattern+...").traits().multipleToken());
            assertTrue(only("GET pattern:pattern+...").traits().multiple());
        }

        @Test
        void versionsMayFollowAnything() {
            assertEquals("6.2.0", only("[GET@6.2.0]").traits().since());
            assertEquals(
                    "2.6.12", only("[(condition: NX | XX)@2.6.12]").traits().since());
            assertEquals("7.0.0", only("[NX]@7.0.0").traits().since());
            assertEquals(
                    "2.8.12", only("address/ip:port:string!2.8.12").traits().deprecatedSince());
        }

        @Test
        void marksComeInAnyOrder() {
            CommandArgument.Traits expected = new CommandArgument.Traits(false, true, false, "3.0.6", "7.0.0");

            assertEquals(expected, only("key:key...@3.0.6!7.0.0").traits());
            assertEquals(expected, only("key:key!7.0.0@3.0.6...").traits());
        }
    }

    @Nested
    class Composition {
        @Test
        void choicesAndBlocksNest() {
            CommandArgument trim =
                    only("[{trim: (strategy: MAXLEN | MINID@6.2.0) [(operator: equal== | approximately=~)]"
                            + " threshold:string [LIMIT count:integer@6.2.0]}]");

            assertEquals(CommandArgument.Type.BLOCK, trim.type());
            assertEquals(4, trim.children().size());
            assertEquals(CommandArgument.Type.ONEOF, trim.children().get(0).type());
            assertEquals(
                    "6.2.0", trim.children().get(0).children().get(1).traits().since());
            assertEquals("~", trim.children().get(1).children().get(1).token());
        }

        @Test
        void nothingIsNoArguments() {
            assertEquals(List.of(), ArgumentSyntax.parse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key",
                "key:thing",
                "key:block",
                "Key:key",
                "[a:key b:key]",
                "[]",
                "[a:key",
                "a:key]",
                "(NX | XX)",
                "(c: NX | )",
                "{b: a:key",
                "a:key | b:key",
                "[a:key]b:key"
            })
    void malformedNotationsAreRefused(String notation) {
        assertThrows(IllegalArgumentException.class, () -> ArgumentSyntax.parse(notation));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "key:key value:string [(condition: NX | XX)] [GET]; key value [NX | XX] [GET]",
                "{data: key:key value:string}...; key value [key value ...]",
                "[element:string...]; [element [element ...]]",
                "GET pattern:pattern+...; GET pattern [GET pattern ...]",
                "(where: LEFT | RIGHT); <LEFT | RIGHT>",
                "(key-selector: key:key | empty=\"\"); <key | \"\">"
            })
    void synopsesShowWhatNotationsMean(String notation, String synopsis) {
        assertEquals(synopsis, Synopsis.of(ArgumentSyntax.parse(notation)));
    }
}
