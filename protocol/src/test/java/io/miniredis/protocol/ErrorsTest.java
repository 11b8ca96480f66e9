package io.miniredis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every expected text was answered by a redis-server to these requests. */
class ErrorsTest {
    @Nested
    class UnknownCommand {
        private static final String NAME = "n".repeat(130);

        private static void assertLine(String expected, String... argv) {
            assertEquals(expected, Errors.unknownCommand(Requests.of(argv)).line());
        }

        @Test
        void quotesNameAndArguments() {
            assertLine("ERR unknown command 'foo', with args beginning with: ", "foo");
            assertLine("ERR unknown command 'foo', with args beginning with: 'a' 'b' ", "foo", "a", "b");
        }

        @Test
        void lineEndsBecomeBlanks() {
            assertLine("ERR unknown command 'foo', with args beginning with: 'a  ' 'b' ", "foo", "a\r\n", "b");
        }

        @Test
        void bytesStayBytes() {
            assertLine("ERR unknown command '\377\376', with args beginning with: 'a' ", "\377\376", "a");
        }

        @Test
        void zeroBytesEndWhatIsQuoted() {
            assertLine(
                    "ERR unknown command 'fo', with args beginning with: 'a' '' '" + "x".repeat(121) + "' ",
                    "fo\0",
                    "a\0b",
                    "",
                    "x".repeat(126));
        }

        @Test
        void theNameIsCutAt128BytesAndSoAreTheArgumentsTogether() {
            String start = "ERR unknown command '" + "n".repeat(128) + "', with args beginning with: '";
            assertLine(start + "y".repeat(123) + "' 'ab' ", NAME, "y".repeat(123), "ab", "c");
            assertLine(start + "y".repeat(124) + "' 'a' ", NAME, "y".repeat(124), "ab", "c");
            assertLine(start + "y".repeat(125) + "' ", NAME, "y".repeat(125), "ab", "c");
            assertLine(start + "y".repeat(128) + "' ", NAME, "y".repeat(300), "ab", "c");
        }
    }

    @Test
    void unknownSubcommandNamesItsContainerInUpperCase() {
        assertEquals(
                "ERR unknown subcommand '  x'. Try CLIENT HELP.",
                Errors.unknownSubcommand(Requests.of("cLient", "\r\nx")).line());
        assertEquals(
                "ERR unknown subcommand '" + "s".repeat(128) + "'. Try CONFIG HELP.",
                Errors.unknownSubcommand(ByteString.of("config"), ByteString.of("s".repeat(129)))
                        .line());
        assertEquals(
                "ERR unknown subcommand or wrong number of arguments for 'x'. Try OBJECT HELP.",
                Errors.subcommandSyntax(Requests.of("object", "x")).line());
    }

    @Test
    void commandsAreNamedInLowerCase() {
        assertEquals(
                "ERR wrong number of arguments for 'client|kill' command",
                Errors.wrongArity("client|kill").line());
        assertEquals(
                "ERR invalid expire time in 'set' command",
                Errors.invalidExpire("set").line());
    }

    @Test
    void theFirstWordIsTheCode() {
        assertEquals("WRONGTYPE", Errors.WRONG_TYPE.code());
        assertEquals("ERR", Errors.SYNTAX.code());
    }
}
