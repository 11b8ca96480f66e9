package io.miniredis.server.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.ServerFixture;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String NOT_AN_INTEGER = "(error) ERR value is not an integer or out of range";
    private static final String NOT_A_FLOAT = "(error) ERR value is not a valid float";
    private static final String OVERFLOW = "(error) ERR increment or decrement would overflow";
    private static final String NAN_OR_INFINITY = "(error) ERR increment would produce NaN or Infinity";

    private final ServerFixture redis = new ServerFixture();
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

    private Object value(String key) {
        return redis.onMain(() -> {
            KeyEntry entry = redis.server().databases().get(0).peekEntry(ByteString.of(key));
            return Objects.requireNonNull(entry).value();
        });
    }

    @Nested
    class Integers {
        @Test
        void countFromZero() {
            assertEquals("(integer) 1", redis.show("INCR a"));
            assertEquals("(integer) -1", redis.show("DECR b"));
            assertEquals("(integer) 5", redis.show("INCRBY c 5"));
            assertEquals("(integer) -5", redis.show("DECRBY d 5"));

            assertEquals(List.of("incrby a", "incrby b", "incrby c", "incrby d"), redis.events());
            assertEquals(List.of("0 INCR a", "0 DECR b", "0 INCRBY c 5", "0 DECRBY d 5"), redis.propagated());
        }

        @Test
        void countInEveryEncodingAndLeaveAnInteger() {
            given("SET i 20000", "SETRANGE r 0 20000", "SET c 2", "APPEND c 0");

            assertEquals("(integer) 20001", redis.show("INCR i"));
            assertEquals("(integer) 20001", redis.show("INCR r"));
            assertEquals("(integer) 21", redis.show("INCR c"));

            assertEquals("int", stored.encoding("i"));
            assertEquals("int", stored.encoding("r"));
            assertEquals("int", stored.encoding("c"));
        }

        @Test
        void keepTheTimeToLive() {
            given("SET a 5 EX 10", "INCR a", "INCRBY a 1000000");

            assertEquals(10_000, stored.ttlMillis("a"));
        }

        @Test
        void changeALargeNumberWhereItStands() {
            given("SET a 20000");
            Object before = value("a");

            redis.show("INCR a");

            assertSame(before, value("a"));
        }

        @Test
        void neverChangeANumberThatOthersShare() {
            given("MSET a 7 b 7 c 9999", "INCRBY a 10000", "DECR b", "INCR c");

            assertEquals("1) \"10007\"\n2) \"6\"\n3) \"10000\"", redis.show("MGET a b c"));
            given("SET d 7", "SET e 9999");
            assertEquals("1) \"7\"\n2) \"9999\"", redis.show("MGET d e"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"text", "\"\"", "\" 1\"", "1.5", "01", "9223372036854775808", "xxxxxxxxxxxxxxxxxxxxxxxxx"})
        void refuseWhatIsNoInteger(String value) {
            given("SET a " + value);

            assertEquals(NOT_AN_INTEGER, redis.show("INCR a"));
        }

        @ParameterizedTest
        @CsvSource({
            "9223372036854775807,INCR a",
            "-9223372036854775808,DECR a",
            "1,INCRBY a 9223372036854775807",
            "-2,DECRBY a 9223372036854775807",
            "-1,INCRBY a -9223372036854775808"
        })
        void stayWithin64Bits(String value, String command) {
            given("SET a " + value);

            assertEquals(OVERFLOW, redis.show(command));
            assertEquals('"' + value + '"', redis.show("GET a"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void reachTheEndsOf64Bits() {
            given("SET a -1");

            assertEquals("(integer) -9223372036854775808", redis.show("DECRBY a 9223372036854775807"));
            assertEquals("(integer) -1", redis.show("INCRBY a 9223372036854775807"));
        }

        @Test
        void cannotSubtractTheSmallestNumber() {
            assertEquals("(error) ERR decrement would overflow", redis.show("DECRBY a -9223372036854775808"));
        }

        @Test
        void readTheArgumentBeforeTheyLook() {
            stored.putOther("l");

            assertEquals(NOT_AN_INTEGER, redis.show("INCRBY l x"));
            assertEquals(NOT_AN_INTEGER, redis.show("DECRBY l 1.0"));
            assertEquals(WRONG_TYPE, redis.show("INCR l"));
        }
    }

    @Nested
    class Incrbyfloat {
        @ParameterizedTest
        @CsvSource({
            "10.50,0.1,10.6", "10.6,-5,5.6", "5.0e3,2.0e2,5200", "0.1,0.2,0.3", "3,1e-17,3.00000000000000001",
            "1,-1,0", "-0.5,0.25,-0.25", "9223372036854775807,1,9223372036854775808", "0x10,1,17",
                    "1e19,1,10000000000000000001"
        })
        void addsWithAllDigitsOfALongDouble(String value, String increment, String sum) {
            given("SET a " + value + " EX 10");

            assertEquals('"' + sum + '"', redis.show("INCRBYFLOAT a " + increment));

            assertEquals(10_000, stored.ttlMillis("a"));
            assertEquals(List.of("0 SET a " + sum + " KEEPTTL"), redis.propagated());
            assertEquals(List.of("incrbyfloat a"), redis.events());
        }

        @Test
        void startsFromZeroAndStoresText() {
            assertEquals("\"3\"", redis.show("INCRBYFLOAT a 3.0"));
            assertEquals("embstr", stored.encoding("a"));
            assertEquals("(integer) 4", redis.show("INCR a"));
            assertEquals("int", stored.encoding("a"));
        }

        @Test
        void countsInEveryEncoding() {
            given("SET i 5", "SETRANGE r 0 1.5", "SET e 2.5");

            assertEquals("\"5.5\"", redis.show("INCRBYFLOAT i 0.5"));
            assertEquals("\"2\"", redis.show("INCRBYFLOAT r 0.5"));
            assertEquals("\"3\"", redis.show("INCRBYFLOAT e 0.5"));
        }

        @Test
        void refusesWhatIsNoNumber() {
            given("SET a text", "SET b 1");
            stored.putOther("l");

            assertEquals(NOT_A_FLOAT, redis.show("INCRBYFLOAT a 1"));
            assertEquals(NOT_A_FLOAT, redis.show("INCRBYFLOAT b nan"));
            assertEquals(NOT_A_FLOAT, redis.show("INCRBYFLOAT b \"1 \""));
            assertEquals(NOT_A_FLOAT, redis.show("INCRBYFLOAT c \"\""));
            assertEquals(WRONG_TYPE, redis.show("INCRBYFLOAT l x"));
            assertFalse(stored.exists("c"));
        }

        @Test
        void refusesAResultThatIsNotFinite() {
            given("SET a 1e4932", "SET b inf");

            assertEquals(NAN_OR_INFINITY, redis.show("INCRBYFLOAT a 1e4932"));
            assertEquals(NAN_OR_INFINITY, redis.show("INCRBYFLOAT a -inf"));
            assertEquals(NAN_OR_INFINITY, redis.show("INCRBYFLOAT b -inf"));
            assertEquals(NAN_OR_INFINITY, redis.show("INCRBYFLOAT b 1"));
        }
    }
}
