package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DumpCommandsTest {
    /** What redis-server 7.0.15 answers to DUMP of the string "10". */
    private static final String TEN = "\"\\x00\\xc0\\n\\n\\x00n\\x9fWE\\x0e\\xaec\\xbb\"";

    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void stop() {
        redis.close();
    }

    private String restore(String key, String rest) {
        return redis.show("RESTORE " + key + " " + rest.replace("TEN", TEN));
    }

    @Nested
    class Dump {
        @Test
        void givesWhatRedisGives() {
            redis.show("SET k 10");

            assertEquals(TEN, redis.show("DUMP k"));
            assertEquals("(nil)", redis.show("DUMP nothing"));
        }

        @Test
        void ofEveryTypeIsTakenByRestore() {
            redis.show("SET string value");
            redis.show("RPUSH list a b 3");
            redis.show("SADD intset 1 2 3");
            redis.show("SADD set a 2 c");
            redis.show("ZADD zset 1.5 a inf b");
            redis.show("HSET hash f v g 7");
            redis.show("XADD stream 1-1 a b");
            redis.show("XGROUP CREATE stream group 0");
            redis.show("XREADGROUP GROUP group alice STREAMS stream >");
            for (String key : List.of("string", "list", "intset", "set", "zset", "hash", "stream")) {
                RespValue payload = redis.run("DUMP", key);

                redis.peer()
                        .run(
                                ByteString.of("RESTORE"),
                                ByteString.of("copy"),
                                ByteString.of("0"),
                                ((RespValue.Bulk) payload).bytes(),
                                ByteString.of("REPLACE"));

                assertEquals(
                        redis.show("DEBUG DIGEST-VALUE " + key), redis.show("DEBUG DIGEST-VALUE copy"), "of " + key);
                assertEquals(redis.show("OBJECT ENCODING " + key), redis.show("OBJECT ENCODING copy"));
            }
        }
    }

    @Nested
    class Restore {
        @Test
        void makesTheKeyWithItsTimeToLive() {
            assertEquals("OK", restore("a", "0 TEN"));
            assertEquals("OK", restore("b", "5000 TEN"));
            assertEquals("OK", restore("c", (ServerFixture.START_MILLIS + 7000) + " TEN ABSTTL"));

            assertEquals("\"10\"", redis.show("GET a"));
            assertEquals("(integer) -1", redis.show("PTTL a"));
            assertEquals("(integer) 5000", redis.show("PTTL b"));
            assertEquals("(integer) 7000", redis.show("PTTL c"));
            assertEquals(List.of("restore a", "restore b", "restore c"), redis.events());
        }

        @Test
        void isPropagatedWithTheMomentItExpires() {
            restore("b", "5000 TEN");
            redis.show("GET b");

            List<String> propagated = redis.propagated();
            assertEquals(1, propagated.size());
            String command = propagated.get(0);
            assertTrue(command.startsWith("0 RESTORE b " + (ServerFixture.START_MILLIS + 5000)), command);
            assertTrue(command.endsWith(" ABSTTL"), command);
        }

        @Test
        void replacesOnlyWhenTold() {
            redis.show("SET a old");
            assertEquals("(error) BUSYKEY Target key name already exists.", restore("a", "0 TEN"));
            assertEquals("\"old\"", redis.show("GET a"));

            assertEquals("OK", restore("a", "0 TEN REPLACE"));
            assertEquals("\"10\"", redis.show("GET a"));
        }

        @Test
        void ofWhatHasExpiredAlreadyIsADeletion() {
            redis.advance(Duration.ofSeconds(1));
            redis.show("SET a old");
            redis.events();
            redis.propagated();

            assertEquals("OK", restore("a", "1 TEN ABSTTL REPLACE"));
            assertEquals("(nil)", redis.show("GET a"));
            assertEquals(List.of("del a"), redis.events());
            assertEquals(List.of("0 DEL a"), redis.propagated());

            assertEquals("OK", restore("b", "1 TEN ABSTTL"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void setsWhenTheKeyWasUsed() {
            assertEquals("OK", restore("a", "0 TEN IDLETIME 1000"));
            assertEquals("(integer) 1000", redis.show("OBJECT IDLETIME a"));

            redis.show("CONFIG SET maxmemory-policy allkeys-lfu");
            assertEquals("OK", restore("b", "0 TEN FREQ 100"));
            assertEquals("(integer) 100", redis.show("OBJECT FREQ b"));
        }

        @Test
        void refusesWhatIsOutOfRange() {
            assertEquals("(error) ERR Invalid TTL value, must be >= 0", restore("a", "-1 TEN"));
            assertEquals("(error) ERR value is not an integer or out of range", restore("a", "x TEN"));
            assertEquals("(error) ERR Invalid IDLETIME value, must be >= 0", restore("a", "0 TEN IDLETIME -1"));
            assertEquals("(error) ERR Invalid FREQ value, must be >= 0 and <= 255", restore("a", "0 TEN FREQ 256"));
            assertEquals("(error) ERR Invalid FREQ value, must be >= 0 and <= 255", restore("a", "0 TEN FREQ -1"));
            assertEquals("(error) ERR syntax error", restore("a", "0 TEN FREQ 1 IDLETIME 1"));
            assertEquals("(error) ERR syntax error", restore("a", "0 TEN FREQ"));
            assertEquals("(error) ERR syntax error", restore("a", "0 TEN NONSENSE"));
        }

        @Test
        void refusesWhatIsNoPayload() {
            String wrong = "(error) ERR DUMP payload version or checksum are wrong";
            assertEquals(wrong, redis.show("RESTORE a 0 short"));
            assertEquals(wrong, redis.show("RESTORE a 0 \"a longer one that is no payload\""));

            redis.show("DEBUG SET-SKIP-CHECKSUM-VALIDATION 1");
            assertEquals(
                    "(error) ERR Bad data format", redis.show("RESTORE a 0 \"\\x99\\x01\\x01\\x0a\\x00........\""));
            assertEquals(wrong, redis.show("RESTORE a 0 \"\\x00\\x01a\\x0d\\x00........\""));
            assertEquals("OK", redis.show("RESTORE a 0 \"\\x00\\x01a\\x0c\\x00........\""));
            assertEquals("\"a\"", redis.show("GET a"));
        }
    }
}
