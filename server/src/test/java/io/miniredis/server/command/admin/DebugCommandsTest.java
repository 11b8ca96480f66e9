package io.miniredis.server.command.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugCommandsTest {
    private static final String NOTHING = "0000000000000000000000000000000000000000";

    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Permission {
        private static final String REFUSAL =
                "(error) ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
                        + " can run it from a local connection, otherwise you need to set this option in the configuration"
                        + " file, and then restart the server.";

        @Test
        void isNotGivenByDefault() {
            try (ServerFixture strict = new ServerFixture()) {
                assertEquals(REFUSAL, strict.show("DEBUG SLEEP 0"));
                assertEquals(
                        "(error) ERR wrong number of arguments for 'debug' command",
                        strict.show("DEBUG"),
                        "the number of arguments is checked first");
            }
        }

        @Test
        void canBeGivenToThisMachineOnly() {
            try (ServerFixture local =
                    new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "local"))) {
                assertEquals("OK", local.show("DEBUG SLEEP 0"));
            }
        }
    }

    @Nested
    class Digest {
        @Test
        void ofNothingIsZero() {
            assertEquals(NOTHING, redis.show("DEBUG DIGEST"));
            assertEquals("1) " + NOTHING, redis.show("DEBUG DIGEST-VALUE nope"));
            assertEquals("(empty array)", redis.show("DEBUG DIGEST-VALUE"));
        }

        /** The values are those of redis-server 7.0.15. */
        @Test
        void isThatOfARealServer() {
            redis.show("SET n 5");
            redis.show("SET s hello");
            redis.show("SET t x");
            redis.show("EXPIRE t 10000");
            redis.show("COPY s u DB 3");

            assertEquals("e1a2fa63dc9fc1a12f264a57ec919af53b7c93bb", redis.show("DEBUG DIGEST"));
            assertEquals("""
                    1) f8c2498ca74cdde7d02de23246736a661485b50e
                    2) 36b23a1456b2dce2c3ed252c456761301dba8060
                    3) 0745672cb1bf060476eedeb8a28f5ffe1ff5a2be""", redis.show("DEBUG DIGEST-VALUE n s t"));
        }

        @Test
        void dependsOnTheDatabase() {
            redis.show("SET a 1");
            String inFirst = redis.show("DEBUG DIGEST");

            redis.show("SWAPDB 0 1");

            assertFalse(inFirst.equals(redis.show("DEBUG DIGEST")));
        }
    }

    /** What a real server says. */
    @Nested
    class DigestOfCollections {
        private String digest(String key) {
            return redis.show("DEBUG DIGEST-VALUE " + key).replace("1) ", "");
        }

        @Test
        void isRedissWhateverTheEncoding() {
            for (String limit : List.of("128", "0")) {
                redis.show("FLUSHALL");
                redis.show("CONFIG SET list-max-listpack-size " + (limit.equals("0") ? "1" : limit));
                redis.show("CONFIG SET hash-max-listpack-entries " + limit);
                redis.show("CONFIG SET zset-max-listpack-entries " + limit);
                redis.show("CONFIG SET set-max-listpack-entries " + limit);
                redis.show("RPUSH l a b 1");
                redis.show("SADD s a b 1");
                redis.show("HSET h f v 1 2");
                redis.show("ZADD z 1 a 2.5 b");
                redis.show("XADD x 1-2 f v g w");

                assertEquals("981fd62c1655c074205cff40b800bd5a5bfdcd41", digest("l"));
                assertEquals("e8f32bbb1ad9bf537c8867de4f19fec9e001296d", digest("s"));
                assertEquals("78186da816517abac4ec4b92f608dd6059a76ae9", digest("h"));
                assertEquals("c45c5b051acd64070e5ed1a949939d5145f806c5", digest("z"));
                assertEquals("34837dc08bfb0c3907659ba46d6292d7de2d4eb8", digest("x"));
                assertEquals("c3e1510ef19ed9add22be2ac2bff54e2f972e1a6", redis.show("DEBUG DIGEST"));
            }
        }

        @Test
        void tellsWhetherAFieldExpires() {
            redis.show("HSET h f v");
            String before = digest("h");
            redis.show("HEXPIRE h 100 FIELDS 1 f");
            assertNotEquals(before, digest("h"));
            redis.show("HPERSIST h FIELDS 1 f");
            assertEquals(before, digest("h"));
        }
    }

    @Nested
    class Populate {
        @Test
        void makesNumberedKeysThatAreNotPropagated() {
            redis.show("SET key:1 kept");
            redis.propagated();

            assertEquals("OK", redis.show("DEBUG POPULATE 3"));

            assertEquals("(integer) 3", redis.show("DBSIZE"));
            assertEquals("\"value:0\"", redis.show("GET key:0"));
            assertEquals("\"kept\"", redis.show("GET key:1"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void takesAPrefixAndASize() {
            redis.show("DEBUG POPULATE 1 short 3");
            redis.show("DEBUG POPULATE 1 long 10");

            assertEquals("\"val\"", redis.show("GET short:0"));
            assertEquals("\"value:0\\x00\\x00\\x00\"", redis.show("GET long:0"));
        }

        @ParameterizedTest
        @CsvSource({
            "-1, 'ERR value is out of range, must be positive'",
            "x, 'ERR value is out of range, must be positive'",
            "1 k -1, 'ERR value is out of range, must be positive'",
            "1 k 1 1, ERR unknown subcommand or wrong number of arguments for 'populate'. Try DEBUG HELP."
        })
        void refusesWrongArguments(String arguments, String error) {
            assertEquals("(error) " + error, redis.show("DEBUG populate " + arguments));
        }
    }

    @Nested
    class Objects {
        @Test
        void areDescribed() {
            redis.show("SET n 5");
            redis.advance(Duration.ofSeconds(30));

            String text = redis.show("DEBUG OBJECT n");

            assertTrue(text.startsWith("Value at:0x"), text);
            assertTrue(text.contains(" refcount:2147483647 encoding:int serializedlength:2 lru:"), text);
            assertTrue(text.endsWith(" lru_seconds_idle:30"), text);
        }

        @Test
        void areDescribedEvenIfTheirTimeHasPassed() {
            redis.show("SET a abc");
            redis.show("PEXPIRE a 10");
            redis.advance(Duration.ofMillis(11));

            assertTrue(redis.show("DEBUG OBJECT a").contains("encoding:embstr serializedlength:4 "));
            redis.show("SET a " + "1234567890".repeat(4) + "12345");
            assertTrue(redis.show("DEBUG OBJECT a").contains("encoding:raw serializedlength:21 "), "compressed");
            redis.show("CONFIG SET rdbcompression no");
            assertTrue(redis.show("DEBUG OBJECT a").contains("encoding:raw serializedlength:46 "));
            assertEquals("(error) ERR no such key", redis.show("DEBUG OBJECT nope"));
        }
    }

    @Nested
    class Encodings {
        @Test
        void ofAQuickListAreDescribed() {
            redis.show("CONFIG SET list-max-listpack-size 2");
            redis.show("RPUSH q 1 2 3 4 5");
            String text = redis.show("DEBUG OBJECT q");
            assertTrue(
                    text.endsWith(" ql_nodes:3 ql_avg_node:1.67 ql_listpack_max:2 ql_compressed:0"
                            + " ql_uncompressed_size:31"),
                    text);
        }

        @Test
        void areDrawnInTheLog() {
            redis.show("CONFIG SET list-max-listpack-size 2");
            redis.show("RPUSH q 1 2 3 4 5");
            redis.show("HSET h f v");
            assertEquals("Quicklist structure printed on stdout", redis.show("DEBUG QUICKLIST q"));
            assertEquals("(error) ERR Not a quicklist encoded object.", redis.show("DEBUG QUICKLIST h 1"));
            assertEquals("Listpack structure printed on stdout", redis.show("DEBUG LISTPACK h"));
            assertEquals("(error) ERR Not a listpack encoded object.", redis.show("DEBUG LISTPACK q"));
            assertEquals("(error) ERR no such key", redis.show("DEBUG LISTPACK nothing"));
        }

        @Test
        void ofAStringAreMeasured() {
            redis.show("SET foo abc");
            redis.show("SET n 1");
            assertTrue(redis.show("DEBUG SDSLEN foo").startsWith("key_sds_len:3, key_sds_avail:0, key_zmalloc: "));
            assertTrue(redis.show("DEBUG SDSLEN foo").contains("val_sds_len:3, val_sds_avail:0, val_zmalloc: "));
            assertEquals("(error) ERR Not an sds encoded string.", redis.show("DEBUG SDSLEN n"));
        }

        @ParameterizedTest
        @CsvSource({"1, OK", "200, OK", "0, OK", "2gb, OK", "4gb, error", "x, error", "-1, error"})
        void giveLargeElementsNodesOfTheirOwn(String size, String outcome) {
            String error = "(error) ERR argument must be a memory value bigger than 1 and smaller than 4gb";
            assertEquals(outcome.equals("OK") ? "OK" : error, redis.show("DEBUG QUICKLIST-PACKED-THRESHOLD " + size));
        }
    }

    @Nested
    class HashTables {
        @Test
        void ofADatabase() {
            redis.show("SET a 1");
            redis.show("EXPIRE a 10");

            String text = ((RespValue.Bulk) redis.run("DEBUG", "HTSTATS", "0", "full"))
                    .bytes()
                    .utf8();

            assertTrue(
                    text.startsWith("[Dictionary HT]\nHash table 0 stats (main hash table):\n table size: 4\n"), text);
            assertTrue(text.contains(" max chain length: 1\n"), text);
            assertTrue(text.endsWith("[Expires HT]\nDense array stats:\n number of elements: 1\n"), text);
        }

        @Test
        void needADatabaseOrAKeyThatHasOne() {
            redis.show("SET a 1");

            assertEquals("(error) ERR Out of range database", redis.show("DEBUG HTSTATS 16"));
            assertEquals("(error) ERR no such key", redis.show("DEBUG HTSTATS-KEY nope"));
            assertEquals(
                    "(error) ERR The value stored at the specified key is not represented using an hash table",
                    redis.show("DEBUG HTSTATS-KEY a"));
        }
    }

    @Nested
    class Protocol {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "string | \"Hello World\"",
                    "integer | (integer) 12345",
                    "double | \"3.141\"",
                    "bignum | \"1234567999999999999999999999999999999\"",
                    "null | (nil)",
                    "true | (integer) 1",
                    "FALSE | (integer) 0",
                    "verbatim | \"This is a verbatim\\nstring\"",
                    "attrib | \"Some real reply following the attribute\"",
                    "push | (error) ERR RESP2 is not supported by this command"
                })
        void hasASampleOfEachType(String type, String shown) {
            assertEquals(shown, redis.show("DEBUG PROTOCOL " + type));
        }

        @Test
        void hasAggregates() {
            String three = "1) (integer) 0\n2) (integer) 1\n3) (integer) 2";

            assertEquals(three, redis.show("DEBUG PROTOCOL array"));
            assertEquals(three, redis.show("DEBUG PROTOCOL set"));
            assertEquals(
                    6,
                    ((RespValue.Array) redis.run("DEBUG", "PROTOCOL", "map"))
                            .elements()
                            .size());
        }

        @Test
        void hasMoreTypesInResp3() {
            ServerFixture.Peer peer = redis.connect();
            redis.onMain(() -> {
                peer.client().protocol(3);
                return true;
            });

            assertEquals("(double) 3.141", peer.show("DEBUG PROTOCOL double"));
            assertEquals("(true)", peer.show("DEBUG PROTOCOL true"));
            assertEquals(
                    "\"Some real reply following the push reply\"",
                    peer.send("DEBUG PROTOCOL push").get(0).toString());
            assertTrue(
                    peer.run(ByteString.of("DEBUG"), ByteString.of("PROTOCOL"), ByteString.of("attrib"))
                            instanceof RespValue.Attribute);
        }

        @Test
        void refusesOtherTypes() {
            assertEquals(
                    "(error) ERR Wrong protocol type name. Please use one of the following:"
                            + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false",
                    redis.show("DEBUG PROTOCOL nonsense"));
        }
    }

    @Nested
    class Server {
        @Test
        void sleepsAndTimePasses() {
            redis.show("SET a 1");
            redis.show("PEXPIRE a 100");

            assertEquals("OK", redis.show("DEBUG SLEEP 0.1"));
            assertEquals("(integer) 0", redis.show("PTTL a"));
            assertEquals("OK", redis.show("DEBUG SLEEP 0.001"));
            assertEquals("(integer) -2", redis.show("PTTL a"));
            assertEquals("OK", redis.show("DEBUG SLEEP nonsense"));
        }

        @Test
        void expiresKeysOnItsOwnUnlessToldNotTo() {
            redis.startCron();
            redis.show("DEBUG SET-ACTIVE-EXPIRE 0");
            redis.show("SET a 1");
            redis.show("PEXPIRE a 10");
            redis.advance(Duration.ofSeconds(1));
            assertEquals("(integer) 1", redis.show("DBSIZE"));

            redis.show("DEBUG SET-ACTIVE-EXPIRE 1");
            redis.advance(Duration.ofSeconds(1));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
        }

        @Test
        void doesNothingOnItsOwnWhileCronIsPaused() {
            redis.startCron();
            redis.show("DEBUG PAUSE-CRON 1");
            redis.show("SET a 1");
            redis.show("PEXPIRE a 10");
            redis.advance(Duration.ofSeconds(1));
            assertEquals("(integer) 1", redis.show("DBSIZE"));

            redis.show("DEBUG PAUSE-CRON 0");
            redis.advance(Duration.ofSeconds(1));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
        }

        @Test
        void answersWithAnErrorOfOnesOwn() {
            assertEquals("(error) MINE it is", redis.show("DEBUG ERROR \"MINE it\\nis\""));
        }

        @ParameterizedTest
        @CsvSource({"LOG hello", "SET-DISABLE-DENY-SCRIPTS 1", "DICT-RESIZING 0"})
        void saysOk(String subcommand) {
            assertEquals("OK", redis.show("DEBUG " + subcommand));
        }

        @Test
        void letsScriptsCallWhatNoScriptMay() {
            String script = "EVAL \"return redis.call('config', 'get', 'hz')\" 0";
            assertTrue(redis.show(script).startsWith("(error) ERR This Redis command is not allowed from script"));

            redis.show("DEBUG SET-DISABLE-DENY-SCRIPTS 1");
            assertEquals("1) \"hz\"\n2) \"10\"", redis.show(script));
        }

        @Test
        void matchesRandomPatterns() {
            assertEquals("Apparently Redis did not crash: test passed", redis.show("DEBUG STRINGMATCH-TEST"));
        }

        @Test
        void showsTheHeap() {
            String text = redis.show("DEBUG JMAP");
            assertTrue(text.startsWith("\"heap_used:"), text);
        }
    }

    @Test
    void writesEveryParameterToTheConfigurationFile(@TempDir Path root) throws IOException {
        Path file = Files.writeString(root.resolve("redis.conf"), "enable-debug-command yes\nmaxmemory 1gb\n");
        try (ServerFixture other = new ServerFixture(ServerConfig.defaults().load(file))) {
            assertEquals("OK", other.show("DEBUG CONFIG-REWRITE-FORCE-ALL"));
        }
        String written = Files.readString(file);
        assertTrue(written.startsWith("enable-debug-command yes\nmaxmemory 1gb\n\n# Generated"), written);
        assertTrue(written.contains("\ntimeout 0\n"), written);
        assertEquals("1073741824", ServerConfig.defaults().load(file).get("maxmemory"));
    }

    @Test
    void hasNoConfigurationFileToWriteToWithoutOne() {
        assertEquals(
                "(error) ERR The server is running without a config file",
                redis.show("DEBUG CONFIG-REWRITE-FORCE-ALL"));
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "SLEEP", "OBJECT", "DIGEST x"})
    void refusesWhatItDoesNotKnow(String subcommand) {
        String name = subcommand.split(" ", 2)[0];
        assertEquals(
                "(error) ERR unknown subcommand or wrong number of arguments for '" + name + "'. Try DEBUG HELP.",
                redis.show("DEBUG " + subcommand));
    }

    @Test
    void helpNamesEverySubcommand() {
        String help = redis.show("DEBUG HELP");

        assertTrue(help.contains("DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"), help);
        assertTrue(help.contains(" DIGEST-VALUE "), help);
        assertTrue(help.contains(" SLEEP "), help);
    }
}
