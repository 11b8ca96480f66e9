package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringRangeCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String TOO_LONG = "(error) ERR string exceeds maximum allowed size (proto-max-bulk-len)";
    private static final int LIMIT = 1 << 20;

    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("proto-max-bulk-len", "1mb"));
    private final Stored stored = new Stored(redis);

    @AfterEach
    void stop() {
        redis.close();
    }

    private void given(String... lines) {
        for (String line : lines) {
            redis.show(line);
        }
        redis.events();
        redis.propagated();
    }

    @Nested
    class Strlen {
        @Test
        void countsBytesInEveryEncoding() {
            given("SET i -12", "SET e \"\\xff\\x00a\"", "SET r " + "x".repeat(45), "SET c ab", "APPEND c cde");
            stored.putOther("l");

            assertEquals("(integer) 3", redis.show("STRLEN i"));
            assertEquals("(integer) 3", redis.show("STRLEN e"));
            assertEquals("(integer) 45", redis.show("STRLEN r"));
            assertEquals("(integer) 5", redis.show("STRLEN c"));
            assertEquals("(integer) 0", redis.show("STRLEN missing"));
            assertEquals(WRONG_TYPE, redis.show("STRLEN l"));
        }
    }

    @Nested
    class Getrange {
        @ParameterizedTest
        @CsvSource({
            "0,0,1",
            "0,-1,12345",
            "1,3,234",
            "-2,-1,45",
            "-100,1,12",
            "3,100,45",
            "4,3,''",
            "5,9,''",
            "-1,-2,''",
            "-9,-8,1",
            "0,-9,1",
            "-1,0,''",
            "9223372036854775807,-1,''",
            "-9223372036854775808,9223372036854775807,12345"
        })
        void cutsTheSamePieceOutOfEveryEncoding(String start, String end, String piece) {
            given("SET i 12345", "SETRANGE r 0 12345", "SETNX e \"12345\"", "APPEND i \"\"", "SET n 12345");
            String range = " " + start + " " + end;

            assertEquals('"' + piece + '"', redis.show("GETRANGE i" + range));
            assertEquals('"' + piece + '"', redis.show("GETRANGE n" + range));
            assertEquals('"' + piece + '"', redis.show("GETRANGE r" + range));
            assertEquals('"' + piece + '"', redis.show("SUBSTR e" + range));
        }

        @Test
        void givesAnEmptyStringWithoutTheKey() {
            assertEquals("\"\"", redis.show("GETRANGE a 0 -1"));
        }

        @Test
        void readsItsNumbersBeforeItLooks() {
            stored.putOther("l");

            assertEquals("(error) ERR value is not an integer or out of range", redis.show("GETRANGE l x 1"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("GETRANGE l 1 x"));
            assertEquals(WRONG_TYPE, redis.show("GETRANGE l 0 1"));
        }
    }

    @Nested
    class Setrange {
        @Test
        void overwritesAndLengthens() {
            given("SET a \"Hello World\"");

            assertEquals("(integer) 11", redis.show("SETRANGE a 6 Redis"));
            assertEquals("\"Hello Redis\"", redis.show("GET a"));
            assertEquals("(integer) 14", redis.show("SETRANGE a 13 !"));
            assertEquals("\"Hello Redis\\x00\\x00!\"", redis.show("GET a"));
            assertEquals(List.of("setrange a", "setrange a"), redis.events());
            assertEquals(List.of("0 SETRANGE a 6 Redis", "0 SETRANGE a 13 !"), redis.propagated());
        }

        @Test
        void fillsANewKeyWithZeroBytes() {
            assertEquals("(integer) 4", redis.show("SETRANGE a 3 x"));
            assertEquals("\"\\x00\\x00\\x00x\"", redis.show("GET a"));
            assertEquals("raw", stored.encoding("a"));
        }

        @Test
        void makesEveryEncodingRawAndKeepsTheTimeToLive() {
            given("SET i 12345 EX 10", "SET e text EX 10");

            assertEquals("(integer) 5", redis.show("SETRANGE i 0 9"));
            assertEquals("(integer) 4", redis.show("SETRANGE e 1 E"));

            assertEquals("\"92345\"", redis.show("GET i"));
            assertEquals("\"tExt\"", redis.show("GET e"));
            assertEquals("raw", stored.encoding("i"));
            assertEquals("raw", stored.encoding("e"));
            assertEquals(10_000, stored.ttlMillis("i"));
        }

        @Test
        void leavesTheBytesOfAnEarlierRequestAlone() {
            given("MSET a same b same", "SETRANGE a 0 S");

            assertEquals("1) \"Same\"\n2) \"same\"", redis.show("MGET a b"));
        }

        @Test
        void doesNothingWithNothing() {
            given("SET a text");

            assertEquals("(integer) 0", redis.show("SETRANGE b 5 \"\""));
            assertEquals("(integer) 4", redis.show("SETRANGE a 999999999 \"\""));

            assertFalse(stored.exists("b"));
            assertEquals("embstr", stored.encoding("a"));
            assertEquals(List.of(), redis.propagated());
            assertEquals(List.of(), redis.events());
        }

        @Test
        void refusesAnOffsetBelowZeroBeforeItLooks() {
            stored.putOther("l");

            assertEquals("(error) ERR offset is out of range", redis.show("SETRANGE l -1 x"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("SETRANGE l x x"));
            assertEquals(WRONG_TYPE, redis.show("SETRANGE l 0 \"\""));
        }

        @Test
        void stopsAtTheLargestString() {
            assertEquals("(integer) " + LIMIT, redis.show("SETRANGE a " + (LIMIT - 1) + " x"));
            assertEquals(TOO_LONG, redis.show("SETRANGE a " + LIMIT + " x"));
            assertEquals(TOO_LONG, redis.show("SETRANGE b 9223372036854775807 x"));
            assertFalse(stored.exists("b"));
        }
    }

    @Nested
    class Append {
        @Test
        void addsInEveryEncodingAndAlwaysMakesRaw() {
            given("SET i 12 EX 10", "SET e text", "SET r " + "x".repeat(45), "SET c a", "APPEND c b");

            assertEquals("(integer) 3", redis.show("APPEND i 3"));
            assertEquals("(integer) 5", redis.show("APPEND e s"));
            assertEquals("(integer) 46", redis.show("APPEND r y"));
            assertEquals("(integer) 4", redis.show("APPEND c cd"));

            assertEquals("\"123\"", redis.show("GET i"));
            assertEquals("\"abcd\"", redis.show("GET c"));
            assertEquals("raw", stored.encoding("i"));
            assertEquals("raw", stored.encoding("e"));
            assertEquals(10_000, stored.ttlMillis("i"));
        }

        @Test
        void setsANewKeyAsSetDoes() {
            assertEquals("(integer) 2", redis.show("APPEND a 12"));

            assertEquals("int", stored.encoding("a"));
            assertEquals(List.of("append a"), redis.events());
            assertEquals(List.of("0 APPEND a 12"), redis.propagated());
        }

        @Test
        void reportsEvenIfNothingIsAdded() {
            given("SET a 1");

            assertEquals("(integer) 1", redis.show("APPEND a \"\""));
            assertEquals("(integer) 0", redis.show("APPEND b \"\""));

            assertEquals(List.of("append a", "append b"), redis.events());
            assertEquals("raw", stored.encoding("a"));
            assertEquals("embstr", stored.encoding("b"));
        }

        @Test
        void stopsAtTheLargestString() {
            given("SETRANGE a " + (LIMIT - 2) + " x");

            assertEquals("(integer) " + LIMIT, redis.show("APPEND a y"));
            assertEquals(TOO_LONG, redis.show("APPEND a z"));
            assertEquals("(integer) " + LIMIT, redis.show("APPEND a \"\""));
        }

        @Test
        void refusesAnotherType() {
            stored.putOther("l");

            assertEquals(WRONG_TYPE, redis.show("APPEND l x"));
        }
    }
}
