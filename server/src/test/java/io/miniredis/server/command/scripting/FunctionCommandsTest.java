package io.miniredis.server.command.scripting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCommandsTest {
    private static final String ECHO = "#!lua name=mylib\n"
            + "redis.register_function('first', function(keys, args) return {keys[1], args[1], #keys, #args} end)";
    private static final String OTHER = "#!lua name=other\n"
            + "redis.register_function{function_name='read', callback=function() return redis.call('set','k','v') end,"
            + " description='does not write', flags={'no-writes','Allow-Stale'}}";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private String load(String code) {
        return redis.run("FUNCTION", "LOAD", code).toString();
    }

    @Nested
    class Load {
        @Test
        void registersFunctions() {
            assertEquals("\"mylib\"", load(ECHO));
            assertEquals("1) \"k\"\n2) \"a\"\n3) (integer) 1\n4) (integer) 1", redis.show("FCALL first 1 k a"));
            assertEquals("(empty array)", redis.show("fcall FIRST 0 a"));
        }

        @Test
        void isAChangeOfTheData() {
            load(ECHO);
            assertEquals(List.of("0 FUNCTION LOAD " + ECHO), redis.propagated());
            assertEquals("(error) ERR Library 'mylib' already exists", load(ECHO));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void replacesOnlyIfToldTo() {
            load(ECHO);
            String better = "#!lua name=mylib\nredis.register_function('second', function() return 2 end)";
            assertEquals(
                    "\"mylib\"",
                    redis.run("FUNCTION", "LOAD", "REPLACE", better).toString());
            assertEquals("(integer) 2", redis.show("FCALL second 0"));
            assertEquals("(error) ERR Function not found", redis.show("FCALL first 0"));
        }

        @Test
        void thatFailsLeavesTheOldLibrary() {
            load(ECHO);
            load("#!lua name=third\nredis.register_function('g', function() return 3 end)");
            String colliding = "#!lua name=mylib\nredis.register_function('G', function() return 2 end)";
            assertEquals(
                    "(error) ERR Function G already exists",
                    redis.run("FUNCTION", "LOAD", "REPLACE", colliding).toString());
            assertEquals("(integer) 3", redis.show("FCALL g 0"));
            assertTrue(redis.show("FCALL first 1 k a").contains("\"a\""));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "return 1 | Missing library metadata",
                    "#!lua | Invalid library metadata",
                    "#!lua;return 1 | Library name was not given",
                    "#!lua name=a name=b;x | Invalid metadata value, name argument was given multiple times",
                    "#!lua name=a-b;x | Library names can only contain letters, numbers, or underscores(_) and must be at least one character long",
                    "#!lua name=a foo=b;x | Invalid metadata value given: foo=b",
                    "#!perl name=a;x | Engine 'perl' not found",
                    "#!lua name=a;return 1 | No functions registered",
                    "#!lua name=a;return 1 + | Error compiling function: user_function:2: unexpected symbol near '<eof>'",
                    "#!lua name=a;redis.call('get','k') | Error registering functions: ERR user_function:2: Script attempted to access nonexistent global variable 'call'",
                    "#!lua name=a;x = 1 | Error registering functions: ERR user_function:2: Attempt to modify a readonly table",
                    "#!lua name=a;redis.register_function() | Error registering functions: ERR wrong number of arguments to redis.register_function",
                    "#!lua name=a;redis.register_function('f',1) | Error registering functions: ERR second argument to redis.register_function must be a function",
                    "#!lua name=a;redis.register_function{function_name='f'} | Error registering functions: ERR redis.register_function must get a callback argument",
                    "#!lua name=a;redis.register_function{function_name='f',callback=function() end,flags={'x'}} | Error registering functions: ERR unknown flag given",
                })
        void refusesWithTheWordsOfRedis(String code, String error) {
            assertEquals("(error) ERR " + error, load(code.replace(';', '\n')));
        }
    }

    @Nested
    class Calls {
        @BeforeEach
        void loaded() {
            load(ECHO);
            load(OTHER);
            load("""
                    #!lua name=faulty
                    redis.register_function('boom', function()
                     error('bang') end)
                    redis.register_function('global', function() return foo end)
                    redis.register_function('again', function() redis.register_function('x') end)""");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "FCALL nope 0 | Function not found",
                    "FCALL first x | Bad number of keys provided",
                    "FCALL first -1 | Number of keys can't be negative",
                    "FCALL first 1 | Number of keys can't be greater than number of args",
                    "FCALL_RO first 0 | Can not execute a script with write flag using *_ro command.",
                    "FCALL read 0 | Write commands are not allowed from read-only scripts. script: read, on @user_function:2.",
                    "FCALL boom 0 | user_function:3: bang script: boom, on @user_function:3.",
                    "FCALL global 0 | user_function:4: Script attempted to access nonexistent global variable 'foo' script: global, on @user_function:4.",
                    "FCALL again 0 | user_function:5: attempt to call field 'register_function' (a nil value) script: again, on @user_function:5.",
                })
        void failWithTheWordsOfRedis(String line, String error) {
            assertEquals("(error) ERR " + error, redis.show(line));
        }

        @Test
        void arePropagatedByTheirEffects() {
            load("#!lua name=w\nredis.register_function('w', function(k) return redis.call('set',k[1],'v') end)");
            redis.propagated();
            assertEquals("OK", redis.show("FCALL w 1 key"));
            assertEquals(List.of("0 set key v"), redis.propagated());
        }
    }

    @Nested
    class Listing {
        @Test
        void tellsOfLibrariesAndFunctions() {
            load(ECHO);
            load(OTHER);
            assertEquals("""
                    1) 1) "library_name"
                       2) "other"
                       3) "engine"
                       4) "LUA"
                       5) "functions"
                       6) 1) 1) "name"
                             2) "read"
                             3) "description"
                             4) "does not write"
                             5) "flags"
                             6) 1) no-writes
                                2) allow-stale""", redis.show("FUNCTION LIST LIBRARYNAME OTH*"));
            RespValue all = redis.run("FUNCTION", "LIST", "WITHCODE");
            assertTrue(all.toString().contains("library_code"));
        }

        @Test
        void statsCount() {
            load(ECHO);
            load(OTHER);
            assertEquals(
                    "1) \"running_script\"\n2) (nil)\n3) \"engines\"\n4) 1) \"LUA\"\n   2) 1) \"libraries_count\"\n"
                            + "      2) (integer) 2\n      3) \"functions_count\"\n      4) (integer) 2",
                    redis.show("FUNCTION STATS"));
            String memory = redis.show("INFO memory");
            assertTrue(memory.contains("number_of_functions:2\\r\\nnumber_of_libraries:2\\r"), memory);
        }
    }

    @Nested
    class Deleting {
        @Test
        void takesALibraryAway() {
            load(ECHO);
            redis.propagated();
            assertEquals("OK", redis.show("FUNCTION DELETE mylib"));
            assertEquals("(error) ERR Library not found", redis.show("FUNCTION DELETE mylib"));
            assertEquals("(error) ERR Function not found", redis.show("FCALL first 0"));
            assertEquals(List.of("0 FUNCTION DELETE mylib"), redis.propagated());
        }

        @Test
        void flushCountsManyFunctionsAsFreedLazily() {
            for (int i = 0; i < 65; i++) {
                redis.show("FUNCTION LOAD \"#!lua name=l" + i + "\\nredis.register_function('f" + i
                        + "', function() end)\"");
            }

            redis.show("FUNCTION FLUSH ASYNC");

            assertEquals(65, (long) redis.onMain(() -> redis.server().stats().lazyfreedObjects));
        }

        @Test
        void flushTakesAll() {
            load(ECHO);
            load(OTHER);
            assertEquals("OK", redis.show("FUNCTION FLUSH ASYNC"));
            assertEquals("(empty array)", redis.show("FUNCTION LIST"));
            assertEquals("\"mylib\"", load(ECHO));
            assertTrue(redis.show("FUNCTION FLUSH now").startsWith("(error) ERR FUNCTION FLUSH only supports"));
        }
    }

    @Nested
    class DumpAndRestore {
        private ByteString dump() {
            return ((RespValue.Bulk) redis.run("FUNCTION", "DUMP")).bytes();
        }

        private String restore(ByteString payload, String... policy) {
            ByteString[] argv = new ByteString[3 + policy.length];
            argv[0] = ByteString.of("FUNCTION");
            argv[1] = ByteString.of("RESTORE");
            argv[2] = payload;
            for (int i = 0; i < policy.length; i++) {
                argv[3 + i] = ByteString.of(policy[i]);
            }
            return redis.peer().run(argv).toString();
        }

        @Test
        void bringsLibrariesBack() {
            load(ECHO);
            load(OTHER);
            ByteString payload = dump();
            redis.show("FUNCTION FLUSH");
            assertEquals("OK", restore(payload));
            assertTrue(redis.show("FCALL first 1 k a").contains("\"a\""));
            assertEquals(payload, dump());
        }

        @Test
        void appendRefusesWhatIsThere() {
            load(ECHO);
            ByteString payload = dump();
            assertEquals("(error) ERR Library mylib already exists", restore(payload));
            assertEquals("(error) ERR Library mylib already exists", restore(payload, "APPEND"));
            assertEquals("OK", restore(payload, "REPLACE"));
        }

        @Test
        void flushLeavesNothingElse() {
            load(ECHO);
            ByteString payload = dump();
            load(OTHER);
            assertEquals("OK", restore(payload, "FLUSH"));
            assertEquals("(error) ERR Library not found", redis.show("FUNCTION DELETE other"));
        }

        @Test
        void aCollisionChangesNothing() {
            load("#!lua name=mylib\nredis.register_function('f', function() return 1 end)");
            ByteString payload = dump();
            redis.show("FUNCTION FLUSH");
            load("#!lua name=mylib\nredis.register_function('g', function() return 2 end)");
            load("#!lua name=taken\nredis.register_function('f', function() return 3 end)");
            assertEquals("(error) ERR Function f already exists", restore(payload, "REPLACE"));
            assertEquals("(integer) 2", redis.show("FCALL g 0"));
            assertEquals("(integer) 3", redis.show("FCALL f 0"));
        }

        @Test
        void refusesWhatIsNoPayload() {
            assertEquals("(error) ERR DUMP payload version or checksum are wrong", restore(ByteString.of("abc")));
            redis.show("SET k v");
            ByteString value = ((RespValue.Bulk) redis.run("DUMP", "k")).bytes();
            assertEquals("(error) ERR given type is not a function", restore(value));
            assertEquals(
                    "(error) ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.",
                    restore(value, "KEEP"));
        }

        @Test
        void ofNothingIsAFooter() {
            assertEquals(10, dump().length());
        }
    }
}
