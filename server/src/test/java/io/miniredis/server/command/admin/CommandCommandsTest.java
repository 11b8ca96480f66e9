package io.miniredis.server.command.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Info {
        @Test
        void tellsFlagsKeysAndCategories() {
            assertEquals("""
                    1)  1) "get"
                        2) (integer) 2
                        3) 1) readonly
                           2) fast
                        4) (integer) 1
                        5) (integer) 1
                        6) (integer) 1
                        7) 1) @read
                           2) @string
                           3) @fast
                        8) (empty array)
                        9) 1) 1) "flags"
                              2) 1) RO
                                 2) access
                              3) "begin_search"
                              4) 1) "type"
                                 2) "index"
                                 3) "spec"
                                 4) 1) "index"
                                    2) (integer) 1
                              5) "find_keys"
                              6) 1) "type"
                                 2) "range"
                                 3) "spec"
                                 4) 1) "lastkey"
                                    2) (integer) 0
                                    3) "keystep"
                                    4) (integer) 1
                                    5) "limit"
                                    6) (integer) 0
                       10) (empty array)""", redis.show("COMMAND INFO GET"));
        }

        @Test
        void answersNilForUnknownNames() {
            assertEquals("1) (nil)\n2) (nil)", redis.show("COMMAND INFO nosuch get|x"));
        }

        @Test
        void findsSubcommandsByTheirFullNames() {
            assertTrue(redis.show("COMMAND INFO command|count").startsWith("1)  1) \"command|count\"\n"));
        }
    }

    @Nested
    class Docs {
        @Test
        void tellsArguments() {
            assertEquals("""
                    1) "command|getkeys"
                    2)  1) "summary"
                        2) "Finds the keys among the words of a command."
                        3) "since"
                        4) "2.8.13"
                        5) "group"
                        6) "server"
                        7) "complexity"
                        8) "O(N) with N arguments of the command"
                        9) "arguments"
                       10) 1) 1) "name"
                              2) "command"
                              3) "type"
                              4) "string"
                              5) "display_text"
                              6) "command"
                           2) 1) "name"
                              2) "arg"
                              3) "type"
                              4) "string"
                              5) "display_text"
                              6) "arg"
                              7) "flags"
                              8) 1) optional
                                 2) multiple""", redis.show("COMMAND DOCS command|getkeys"));
        }

        @Test
        void leavesUnknownNamesOut() {
            assertEquals("(empty array)", redis.show("COMMAND DOCS nosuch"));
        }

        @Test
        void nestsSubcommandsUnderTheirFullNames() {
            assertTrue(redis.show("COMMAND DOCS command").contains("\"command|docs\""));
        }
    }

    @Nested
    class ListNames {
        @Test
        void listsSubcommandsToo() {
            String names = redis.show("COMMAND LIST");

            assertTrue(names.contains("\"get\""), names);
            assertTrue(names.contains("\"command|list\""), names);
        }

        @Test
        void filtersByPattern() {
            assertEquals(
                    "1) \"command|getkeys\"\n2) \"command|getkeysandflags\"",
                    redis.show("COMMAND LIST FILTERBY PATTERN COMMAND|GETK*"));
        }

        @Test
        void filtersByCategory() {
            String names = redis.show("COMMAND LIST FILTERBY ACLCAT string");

            assertTrue(names.contains("\"set\""), names);
            assertFalse(names.contains("\"ping\""), names);
            assertEquals("(empty array)", redis.show("COMMAND LIST FILTERBY ACLCAT nosuch"));
        }

        @Test
        void noModuleHasCommands() {
            assertEquals("(empty array)", redis.show("COMMAND LIST FILTERBY MODULE any"));
        }

        @Test
        void refusesOtherFilters() {
            assertEquals("(error) ERR syntax error", redis.show("COMMAND LIST FILTERBY NAME x"));
            assertEquals("(error) ERR syntax error", redis.show("COMMAND LIST FILTERBY PATTERN"));
            assertEquals("(error) ERR syntax error", redis.show("COMMAND LIST FILTERBY PATTERN a b"));
            assertEquals("(error) ERR syntax error", redis.show("COMMAND LIST x"));
        }
    }

    @Nested
    class Getkeys {
        @Test
        void namesTheKeys() {
            assertEquals("1) \"a\"", redis.show("COMMAND GETKEYS get a"));
        }

        @Test
        void tellsWhatIsDoneWithThem() {
            assertEquals("1) 1) \"a\"\n   2) 1) RO\n      2) access", redis.show("COMMAND GETKEYSANDFLAGS get a"));
        }

        @Test
        void refusesWhatHasNoKeys() {
            assertEquals("(error) ERR Invalid command specified", redis.show("COMMAND GETKEYS nosuch a"));
            assertEquals("(error) ERR The command has no key arguments", redis.show("COMMAND GETKEYS ping a"));
            assertEquals(
                    "(error) ERR Invalid number of arguments specified for command",
                    redis.show("COMMAND GETKEYS get a b"));
        }
    }

    @Test
    void countLeavesSubcommandsOut() {
        assertEquals("(integer) " + redis.server().commands().size(), redis.show("COMMAND COUNT"));
    }

    @Test
    void helpIsMadeFromTheSubcommands() {
        String help = redis.show("command help");

        assertTrue(help.startsWith(" 1) COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:\n"), help);
        assertTrue(help.contains("\n 2) (no subcommand)\n"), help);
        assertTrue(help.contains(") GETKEYS command [arg [arg ...]]\n"), help);
        assertTrue(help.contains(") HELP\n"), help);
        assertTrue(help.endsWith(")     Print this help."), help);
    }
}
