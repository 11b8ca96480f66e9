package io.miniredis.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.Ascii;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of unit/introspection of Redis's own suite, and more; each was compared with a real redis-server. */
class CommandLineTest {
    private static String options(String... arguments) {
        return Ascii.text(CommandLine.parse(arguments).options());
    }

    private static ServerConfig startWithInput(String input, String... arguments) {
        return ServerConfig.defaults()
                .load(
                        CommandLine.parse(arguments),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        FileDirectives.REMEMBERED);
    }

    private static ServerConfig start(String... arguments) {
        return startWithInput("", arguments);
    }

    private static String failure(String... arguments) {
        return assertThrows(ConfigException.class, () -> start(arguments)).text();
    }

    private static void assertFailure(String line, String reason, String... arguments) {
        String text = failure(arguments);
        assertTrue(text.contains(">>> '" + line + "'\n" + reason), text);
    }

    @Nested
    class Actions {
        @Test
        void firstArgumentDecides() {
            assertEquals(CommandLine.Action.VERSION, CommandLine.parse("-v").action());
            assertEquals(
                    CommandLine.Action.VERSION, CommandLine.parse("--version").action());
            assertEquals(CommandLine.Action.HELP, CommandLine.parse("-h").action());
            assertEquals(CommandLine.Action.HELP, CommandLine.parse("--help").action());
            assertEquals(
                    CommandLine.Action.TEST_MEMORY,
                    CommandLine.parse("--test-memory", "4").action());
            assertEquals(
                    CommandLine.Action.CHECK_SYSTEM,
                    CommandLine.parse("--check-system").action());
        }

        @Test
        void sentinelMayStandAnywhere() {
            assertEquals(
                    CommandLine.Action.SENTINEL,
                    CommandLine.parse("x.conf", "--sentinel").action());
        }

        @Test
        void nothingAtAllStartsWithTheDefaults() {
            CommandLine none = CommandLine.parse();
            assertEquals(CommandLine.Action.START, none.action());
            assertNull(none.configFile());
            assertFalse(none.readsStandardInput());
            assertEquals(0, none.options().length);
        }
    }

    @Nested
    class Options {
        @Test
        void eachOptionBecomesALine() {
            assertEquals("port \"1\" \nloglevel \"debug\" ", options("--port", "1", "--loglevel", "debug"));
        }

        @Test
        void nameAndValueMayShareAnArgument() {
            assertEquals("maxmemory 700mb \nhz 5 ", options("--maxmemory 700mb", "--hz 5"));
        }

        @Test
        void valueMayBeginWithTwoHyphens() {
            assertEquals(
                    "proc-title-template \"--a\" \nhz \"5\" ", options("--proc-title-template", "--a", "--hz", "5"));
        }

        @Test
        void wordsWithoutAnOptionFormTheFirstLine() {
            assertEquals("\"loglevel\" \"verbose\" ", options("a.conf", "loglevel", "verbose"));
        }

        @Test
        void saveMayDoWithoutAValue() {
            assertEquals("", start("--save").get("save"));
            assertEquals("", start("--save", "--loglevel", "verbose").get("save"));
            assertEquals("", start("--loglevel", "verbose", "--save").get("save"));
            assertEquals("", start("--save", "", "--loglevel", "verbose").get("save"));
        }

        @Test
        void saveAsAValueIsNoOption() {
            ServerConfig config = start("--proc-title-template", "--save", "--save", "", "--loglevel", "verbose");
            assertEquals("--save", config.get("proc-title-template"));
            assertEquals("", config.get("save"));
            assertEquals("verbose", config.get("loglevel"));
        }

        @Test
        void severalValuesMayComeAsOneOrAsMany() {
            ServerConfig config =
                    start("--shutdown-on-sigint", "nosave", "force", "now", "--shutdown-on-sigterm", "nosave force");
            assertEquals("nosave now force", config.get("shutdown-on-sigint"));
            assertEquals("nosave force", config.get("shutdown-on-sigterm"));
        }

        @Test
        void anyTextOfAnArgumentArrivesUnchanged() {
            assertEquals("a b\"c\\é", start("--requirepass", "a b\"c\\é").get("requirepass"));
        }
    }

    @Nested
    class Sources {
        @Test
        void fileComesFirstThenInputThenOptions(@TempDir Path directory) throws Exception {
            Path file = Files.writeString(directory.resolve("a.conf"), "port 1\ntimeout 1\nhz 11\nsave 900 1");
            ServerConfig config =
                    startWithInput("timeout 2\nhz 12\n", file.toString(), "--hz", "13", "--save", "5 5", "-");
            assertEquals("1", config.get("port"));
            assertEquals("2", config.get("timeout"));
            assertEquals("13", config.get("hz"));
            assertEquals("900 1 5 5", config.get("save"));
            assertEquals(file, config.file());
        }

        @Test
        void hyphenAmongTheOptionsIsAValue() {
            assertFalse(CommandLine.parse("--requirepass", "-", "--hz", "5").readsStandardInput());
            assertTrue(CommandLine.parse("-", "--hz", "5").readsStandardInput());
        }
    }

    @Nested
    class Errors {
        @Test
        void nameTheLineWithItsQuotes() {
            assertEquals(
                    "\n*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***\nReading the configuration file, at line 2\n"
                            + ">>> 'port \"6379\" \"6380\"'\nwrong number of arguments",
                    failure("--port", "6379", "6380"));
        }

        @Test
        void optionWithoutValue() {
            assertFailure("port", "wrong number of arguments", "--port");
            assertFailure("loglevel", "wrong number of arguments", "--port", "6380", "--loglevel");
        }

        @Test
        void optionTakenForAValue() {
            assertFailure("port \"--loglevel\" \"verbose\"", "wrong number", "--port", "--loglevel", "verbose");
            assertFailure("port \"--bla\"", "argument couldn't be parsed", "--port", "--bla", "--hz", "1");
            assertFailure("loglevel \"--bla\"", "argument(s) must be one of", "--hz", "1", "--loglevel", "--bla");
        }

        @Test
        void emptySeveral() {
            assertFailure("shutdown-on-sigint", "argument(s) must be one of", "--shutdown-on-sigint");
            assertFailure(
                    "shutdown-on-sigterm",
                    "argument(s) must be one of",
                    "--shutdown-on-sigint",
                    "now force",
                    "--shutdown-on-sigterm");
        }

        @Test
        void primaryOfAReplica() {
            assertFailure("replicaof \"127.0.0.1\" \"abc\"", "Invalid master port", "--replicaof", "127.0.0.1", "abc");
            assertFailure("replicaof \"--127.0.0.1\" \"abc\"", "Invalid", "--replicaof", "--127.0.0.1", "abc");
            assertFailure("replicaof \"--127.0.0.1\"", "wrong number", "--replicaof", "--127.0.0.1", "--abc");
        }
    }
}
