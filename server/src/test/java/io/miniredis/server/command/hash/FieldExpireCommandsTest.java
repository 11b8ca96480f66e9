package io.miniredis.server.command.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldExpireCommandsTest {
    private static final long NOW_MILLIS = ServerFixture.START_MILLIS;
    private static final long NOW_SECONDS = NOW_MILLIS / 1_000;

    private final ServerFixture redis =
            new ServerFixture(ServerConfig.defaults().with("enable-debug-command", "yes"));

    @AfterEach
    void stop() {
        redis.close();
    }

    /** A hash of the fields a, b and c. */
    private void given(String encoding) {
        if (encoding.equals("hashtable")) {
            redis.show("CONFIG SET hash-max-listpack-entries 0");
        }
        redis.show("HSET h a 1 b xyz c 2.5");
        forget();
    }

    private void forget() {
        redis.events();
        redis.propagated();
    }

    private static String integers(int... numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : "\n").append(i + 1).append(") (integer) ").append(numbers[i]);
        }
        return text.toString();
    }

    @Nested
    class Setting {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesFieldsATimeToLive(String encoding) {
            given(encoding);

            assertEquals(integers(1, -2, 1), redis.show("HEXPIRE h 100 FIELDS 3 a x b"));
            assertEquals(integers(100, -2, 100, -1), redis.show("HTTL h FIELDS 4 a x b c"));
            assertEquals(integers(100_000, -1), redis.show("HPTTL h FIELDS 2 a c"));
            assertEquals(integers(1), redis.show("HPEXPIRE h 2500 FIELDS 1 a"));
            assertEquals(integers(3), redis.show("HTTL h FIELDS 1 a"));
            assertEquals(integers(1), redis.show("HEXPIREAT h " + (NOW_SECONDS + 7) + " FIELDS 1 a"));
            assertEquals(integers((int) NOW_SECONDS + 7), redis.show("HEXPIRETIME h FIELDS 1 a"));
            assertEquals(integers(1), redis.show("HPEXPIREAT h " + (NOW_MILLIS + 8) + " FIELDS 1 a"));
            assertEquals("1) (integer) " + (NOW_MILLIS + 8), redis.show("HPEXPIRETIME h FIELDS 1 a"));
            assertEquals(List.of("hexpire h", "hexpire h", "hexpire h", "hexpire h"), redis.events());
            assertEquals(
                    encoding.equals("listpack") ? "\"listpackex\"" : "\"hashtable\"", redis.show("OBJECT ENCODING h"));
        }

        @Test
        void propagatesTheMomentForTheFieldsThatGotIt() {
            given("listpack");
            redis.show("HEXPIRE h 100 NX FIELDS 3 a x b");
            redis.show("HPEXPIREAT h " + (NOW_MILLIS + 8) + " FIELDS 1 c");
            redis.show("HEXPIRE h 200 NX FIELDS 1 a");

            assertEquals(
                    List.of(
                            "0 HPEXPIREAT h " + (NOW_MILLIS + 100_000) + " NX FIELDS 2 a b",
                            "0 HPEXPIREAT h " + (NOW_MILLIS + 8) + " FIELDS 1 c"),
                    redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "NX, 1, 0, 0",
            "XX, 0, 1, 1",
            "GT, 0, 0, 1",
            "LT, 1, 1, 0",
        })
        void mindsAConditionPerField(String condition, int onNone, int onLater, int onEarlier) {
            for (String encoding : List.of("listpack", "hashtable")) {
                given(encoding);
                redis.show("HEXPIRE h 200 FIELDS 1 b");
                redis.show("HEXPIRE h 50 FIELDS 1 c");

                assertEquals(
                        integers(onNone, onLater, onEarlier),
                        redis.show("HEXPIRE h 100 " + condition + " FIELDS 3 a b c"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void deletesAFieldWhoseTimeHasPassedAlready(String encoding) {
            given(encoding);

            assertEquals(integers(2, 2), redis.show("HEXPIREAT h 1 FIELDS 2 a b"));
            assertEquals(List.of("hdel h"), redis.events());
            assertEquals(List.of("0 HDEL h a", "0 HDEL h b"), withoutTransaction());
            assertEquals(integers(2), redis.show("HPEXPIRE h 0 FIELDS 1 c"));
            assertEquals("(integer) 0", redis.show("EXISTS h"));
            assertEquals(List.of("hdel h", "del h"), redis.events());
            assertTrue(redis.show("INFO stats").contains("expired_subkeys:3"));
        }

        private List<String> withoutTransaction() {
            return redis.propagated().stream()
                    .filter(line -> !line.equals("0 MULTI") && !line.equals("0 EXEC"))
                    .toList();
        }

        @Test
        void tellsThatThereIsNoHash() {
            assertEquals(integers(-2, -2), redis.show("HEXPIRE none 10 FIELDS 2 a b"));
            assertEquals(integers(-2), redis.show("HTTL none FIELDS 1 a"));
            assertEquals(integers(-2), redis.show("HPERSIST none FIELDS 1 a"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "HEXPIRE h x FIELDS 1 a, value is not an integer or out of range",
            "HEXPIRE h -1 FIELDS 1 a, 'invalid expire time, must be >= 0'",
            "HEXPIRE h 70368744178 FIELDS 1 a, invalid expire time in ''hexpire'' command",
            "HPEXPIREAT h 70368744177664 FIELDS 1 a, invalid expire time in ''hpexpireat'' command",
            "HEXPIRE h 10 NX GT FIELDS 1 a, Mandatory argument FIELDS is missing or not at the right position",
            "HEXPIRE h 10 a b c d, Mandatory argument FIELDS is missing or not at the right position",
            "HEXPIRE h 10 FIELDS 0 a, Parameter `numFields` should be greater than 0",
            "HEXPIRE h 10 FIELDS x a, Parameter `numFields` should be greater than 0",
            "HEXPIRE h 10 FIELDS 2 a, The `numfields` parameter must match the number of arguments",
            "HEXPIRE h 10 FIELDS 1 a b, The `numfields` parameter must match the number of arguments",
            "HTTL h FIELDS 0 a, Number of fields must be a positive integer",
            "HTTL h NX 1 a, Mandatory argument FIELDS is missing or not at the right position",
            "HPERSIST h FIELDS 2 a, The `numfields` parameter must match the number of arguments",
            "HEXPIRE h 10 FIELDS 1, wrong number of arguments for ''hexpire'' command",
        })
        void refusesWhatMakesNoSense(String line, String error) {
            given("listpack");

            assertEquals("(error) ERR " + error.replace("''", "'"), redis.show(line));
        }
    }

    @Nested
    class Persisting {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void takesTheTimeToLiveAway(String encoding) {
            given(encoding);
            redis.show("HEXPIRE h 100 FIELDS 2 a b");
            forget();

            assertEquals(integers(1, -1, -2), redis.show("HPERSIST h FIELDS 3 a c x"));
            assertEquals(integers(-1, 100), redis.show("HTTL h FIELDS 2 a b"));
            assertEquals(List.of("hpersist h"), redis.events());
            assertEquals(List.of("0 HPERSIST h FIELDS 3 a c x"), redis.propagated());
            redis.show("HPERSIST h FIELDS 1 a");
            assertEquals(List.of(), redis.propagated());
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void happensToAFieldThatIsSet(String encoding) {
            given(encoding);
            redis.show("HEXPIRE h 100 FIELDS 3 a b c");
            redis.show("HSET h a 2");
            redis.show("HINCRBY h b 1");
            redis.show("HSET h b 5");
            redis.show("HEXPIRE h 50 FIELDS 1 b");
            redis.show("HINCRBY h b 1");
            forget();
            redis.show("HINCRBYFLOAT h c 1");

            assertEquals(integers(-1, 50, 100), redis.show("HTTL h FIELDS 3 a b c"));
            String again = "0 HPEXPIREAT h " + (NOW_MILLIS + 100_000) + " FIELDS 1 c";
            assertEquals(List.of("0 MULTI", "0 HSET h c 3.5", again, "0 EXEC"), redis.propagated());
        }
    }

    @Nested
    class Expiring {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void hidesAFieldWhoseTimeHasPassed(String encoding) {
            given(encoding);
            redis.show("HPEXPIRE h 100 FIELDS 2 a b");
            redis.advance(Duration.ofMillis(100));
            assertEquals("\"1\"", redis.show("HGET h a"));
            redis.advance(Duration.ofMillis(1));
            forget();

            assertEquals("1) \"c\"\n2) \"2.5\"", redis.show("HGETALL h"));
            assertEquals("1) \"c\"", redis.show("HKEYS h"));
            assertEquals("1) \"2.5\"", redis.show("HVALS h"));
            assertEquals("1) \"0\"\n2) 1) \"c\"\n   2) \"2.5\"", redis.show("HSCAN h 0"));
            assertEquals(integers(-2, -1), redis.show("HTTL h FIELDS 2 a c"));
            assertEquals(integers(-2), redis.show("HPERSIST h FIELDS 1 a"));
            assertEquals("(integer) 3", redis.show("HLEN h"));
            assertEquals(List.of(), redis.propagated());
        }

        @ParameterizedTest
        @ValueSource(strings = {"HGET h a", "HEXISTS h a", "HSTRLEN h a", "HMGET h a c", "HRANDFIELD h"})
        void deletesAFieldThatIsAskedFor(String line) {
            for (String encoding : List.of("listpack", "hashtable")) {
                given(encoding);
                redis.show("HPEXPIRE h 100 FIELDS 1 a");
                redis.advance(Duration.ofMillis(101));
                forget();

                redis.show(line);

                assertEquals(List.of("hexpired h"), redis.events(), line);
                assertEquals(List.of("0 HDEL h a"), redis.propagated());
                assertEquals("(integer) 2", redis.show("HLEN h"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"HGET h a", "HEXISTS h a", "HSTRLEN h a", "HMGET h a a", "HRANDFIELD h 3"})
        void deletesTheHashWithItsLastField(String line) {
            redis.show("HSET h a 1");
            redis.show("HPEXPIRE h 100 FIELDS 1 a");
            redis.advance(Duration.ofMillis(101));
            forget();

            redis.show(line);

            assertEquals(List.of("hexpired h", "del h"), redis.events());
            assertEquals(List.of("0 HDEL h a"), redis.propagated());
            assertEquals("(integer) 0", redis.show("EXISTS h"));
        }

        @Test
        void createsAHashAnewWhoseLastFieldExpired() {
            redis.show("HSET h a 1");
            redis.show("HPEXPIRE h 100 FIELDS 1 a");
            redis.advance(Duration.ofMillis(101));
            forget();

            assertEquals("(integer) 5", redis.show("HINCRBY h a 5"));
            assertEquals(integers(-1), redis.show("HTTL h FIELDS 1 a"));
            assertEquals(List.of("hexpired h", "del h", "hincrby h"), redis.events());
            assertEquals(List.of("0 MULTI", "0 HDEL h a", "0 HINCRBY h a 5", "0 EXEC"), redis.propagated());

            redis.show("HPEXPIRE h 100 FIELDS 1 a");
            redis.advance(Duration.ofMillis(101));
            assertEquals("(integer) 1", redis.show("HSETNX h a 7"));
            assertEquals("\"7\"", redis.show("HGET h a"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void happensWithoutAnybodyAsking(String encoding) {
            given(encoding);
            redis.startCron();
            redis.show("HPEXPIRE h 100 FIELDS 1 a");
            redis.show("HPEXPIRE h 5000 FIELDS 1 b");
            redis.show("HSET other x 1");
            redis.show("HPEXPIRE other 300 FIELDS 1 x");
            forget();

            redis.advance(Duration.ofSeconds(1));

            assertEquals(List.of("hexpired h", "hexpired other", "del other"), redis.events());
            assertEquals(List.of("0 HDEL h a", "0 HDEL other x"), redis.propagated());
            assertEquals("(integer) 2", redis.show("HLEN h"));
            redis.advance(Duration.ofSeconds(5));
            assertEquals("1) \"c\"", redis.show("HKEYS h"));
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            assertTrue(redis.show("INFO stats").contains("expired_subkeys:3"));
        }

        @Test
        void happensToManyFieldsAtOnce() {
            redis.startCron();
            for (int i = 0; i < 1000; i++) {
                redis.show("HSET big f" + i + " v");
                redis.show("HPEXPIRE big " + (1000 + i % 10) + " FIELDS 1 f" + i);
            }
            redis.show("HSET big stays v");
            redis.advance(Duration.ofSeconds(3));

            assertEquals("1) \"stays\"", redis.show("HKEYS big"));
            assertEquals("(integer) 1", redis.show("HLEN big"));
        }

        @Test
        void waitsWhileActiveExpiryIsOff() {
            given("listpack");
            redis.startCron();
            redis.show("DEBUG SET-ACTIVE-EXPIRE 0");
            redis.show("HPEXPIRE h 100 FIELDS 1 a");
            redis.advance(Duration.ofSeconds(2));

            assertEquals("(integer) 3", redis.show("HLEN h"));
        }

        @Test
        void isToldByInfoWhileFieldsExpire() {
            given("listpack");
            assertFalse(redis.show("INFO keyspace").contains("subexpiry"));
            redis.show("HEXPIRE h 100 FIELDS 1 a");
            assertTrue(redis.show("INFO keyspace").contains("db0:keys=1,expires=0,avg_ttl=0,subexpiry=1"));
            redis.show("HDEL h a");
            assertFalse(redis.show("INFO keyspace").contains("subexpiry"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void followsTheHashThroughTheKeyspace(String encoding) {
            given(encoding);
            redis.startCron();
            redis.show("HPEXPIRE h 1000 FIELDS 1 a");
            redis.show("COPY h copy");
            redis.show("RENAME h renamed");
            redis.show("COPY copy moved");
            redis.show("MOVE moved 1");
            assertEquals(integers(1000), redis.show("HPTTL copy FIELDS 1 a"));
            redis.show("SET copy x");
            forget();

            redis.advance(Duration.ofSeconds(2));

            assertEquals(List.of("hexpired renamed", "hexpired moved"), redis.events());
            assertEquals(List.of("0 HDEL renamed a", "1 HDEL moved a"), redis.propagated());
        }
    }

    @Nested
    class Hgetdel {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesAndRemoves(String encoding) {
            given(encoding);

            assertEquals("1) \"1\"\n2) (nil)\n3) (nil)", redis.show("HGETDEL h FIELDS 3 a x a"));
            assertEquals(List.of("hdel h"), redis.events());
            assertEquals(List.of("0 HDEL h a x a"), redis.propagated());
            redis.show("HGETDEL h FIELDS 2 b c");
            assertEquals(List.of("hdel h", "del h"), redis.events());
            assertEquals("1) (nil)", redis.show("HGETDEL h FIELDS 1 a"));
            assertEquals(List.of(), redis.events());
        }

        @Test
        void reportsExpiredFieldsFirst() {
            given("listpack");
            redis.show("HPEXPIRE h 10 FIELDS 1 a");
            redis.advance(Duration.ofMillis(11));
            forget();

            assertEquals("1) (nil)\n2) \"xyz\"\n3) \"2.5\"", redis.show("HGETDEL h FIELDS 3 a b c"));
            assertEquals(List.of("hexpired h", "hdel h", "del h"), redis.events());
            assertEquals(List.of("0 MULTI", "0 HDEL h a", "0 HDEL h a b c", "0 EXEC"), redis.propagated());
        }
    }

    @Nested
    class Hgetex {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesAndSetsATime(String encoding) {
            given(encoding);

            assertEquals("1) \"1\"\n2) (nil)", redis.show("HGETEX h EX 10 FIELDS 2 a x"));
            assertEquals(integers(10_000), redis.show("HPTTL h FIELDS 1 a"));
            assertEquals(List.of("hexpire h"), redis.events());
            assertEquals(List.of("0 HPEXPIREAT h " + (NOW_MILLIS + 10_000) + " FIELDS 2 a x"), redis.propagated());

            assertEquals("1) \"1\"", redis.show("HGETEX h FIELDS 1 a"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());

            assertEquals("1) \"1\"\n2) \"xyz\"", redis.show("HGETEX h PERSIST FIELDS 2 a b"));
            assertEquals(integers(-1), redis.show("HPTTL h FIELDS 1 a"));
            assertEquals(List.of("hpersist h"), redis.events());
            assertEquals(List.of("0 HPERSIST h FIELDS 2 a b"), redis.propagated());
        }

        @Test
        void deletesWithATimeThatHasPassed() {
            given("listpack");
            assertEquals("1) \"1\"", redis.show("HGETEX h PXAT 1 FIELDS 1 a"));
            assertEquals(List.of("hdel h"), redis.events());
            assertEquals(List.of("0 HDEL h a"), redis.propagated());
            redis.show("HGETEX h EXAT 1 FIELDS 2 b c");
            assertEquals(List.of("hdel h", "del h"), redis.events());
        }

        @ParameterizedTest
        @CsvSource({
            "HGETEX h EX 10 PERSIST FIELDS 1 a, Mandatory argument FIELDS is missing or not at the right position",
            "HGETEX h EX x FIELDS 1 a, value is not an integer or out of range",
            "HGETEX h PX -1 FIELDS 1 a, 'invalid expire time, must be >= 0'",
            "HGETEX h PERSIST FIELDS 1, The `numfields` parameter must match the number of arguments",
            "HGETDEL h FIELDS x a, Number of fields must be a positive integer",
        })
        void refusesWhatMakesNoSense(String line, String error) {
            given("listpack");

            assertEquals("(error) ERR " + error, redis.show(line));
        }
    }

    @Nested
    class Hsetex {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void setsFieldsAndTheirTime(String encoding) {
            given(encoding);

            assertEquals("(integer) 1", redis.show("HSETEX h EX 10 FIELDS 2 a 2 n 3"));
            assertEquals(integers(10, 10, -1), redis.show("HTTL h FIELDS 3 a n b"));
            assertEquals("1) \"2\"\n2) \"3\"", redis.show("HMGET h a n"));
            assertEquals(List.of("hset h", "hexpire h"), redis.events());
            assertEquals(List.of("0 HSETEX h PXAT " + (NOW_MILLIS + 10_000) + " FIELDS 2 a 2 n 3"), redis.propagated());

            redis.show("HSETEX h KEEPTTL FIELDS 1 a 4");
            assertEquals(integers(10), redis.show("HTTL h FIELDS 1 a"));
            redis.show("HSETEX h FIELDS 1 a 5");
            assertEquals(integers(-1), redis.show("HTTL h FIELDS 1 a"));
            assertEquals(List.of("0 HSETEX h KEEPTTL FIELDS 1 a 4", "0 HSETEX h FIELDS 1 a 5"), redis.propagated());
        }

        @Test
        void mindsItsConditionForAllFieldsTogether() {
            given("listpack");
            assertEquals("(integer) 0", redis.show("HSETEX h FNX FIELDS 2 n 1 a 1"));
            assertEquals("(integer) 0", redis.show("HSETEX h FXX FIELDS 2 n 1 a 1"));
            assertEquals("(integer) 0", redis.show("HSETEX none FXX FIELDS 1 a 1"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
            assertEquals("(integer) 1", redis.show("HSETEX h FNX FIELDS 2 n 1 m 1"));
            assertEquals("(integer) 1", redis.show("HSETEX h FXX PX 5 FIELDS 2 n 2 m 2"));
            assertEquals("(integer) 1", redis.show("HSETEX none FNX EX 5 FIELDS 1 a 1"));
        }

        @Test
        void takesAnExpiredFieldForNone() {
            redis.show("HSET h a 1");
            redis.show("HPEXPIRE h 10 FIELDS 1 a");
            redis.advance(Duration.ofMillis(11));
            forget();

            assertEquals("(integer) 0", redis.show("HSETEX h FXX FIELDS 1 a 2"));
            assertEquals(List.of("hexpired h", "del h"), redis.events());
            assertEquals(List.of("0 HDEL h a"), redis.propagated());
        }

        @Test
        void doesNotLookBeyondTheFieldThatDecides() {
            redis.show("HSET h a 1 b 2");
            redis.show("HPEXPIRE h 10 FIELDS 1 b");
            redis.advance(Duration.ofMillis(11));
            forget();

            assertEquals("(integer) 0", redis.show("HSETEX h FNX FIELDS 2 a 2 b 2"));
            assertEquals(List.of(), redis.events());
            assertEquals("(integer) 0", redis.show("HSETEX h FNX FIELDS 2 b 2 a 2"));
            assertEquals(List.of("hexpired h"), redis.events());
            assertEquals(List.of("0 HDEL h b"), redis.propagated());
        }

        @Test
        void leavesNothingOfATimeThatHasPassed() {
            assertEquals("(integer) 1", redis.show("HSETEX h PXAT 1 FIELDS 1 a 2"));
            assertEquals("(integer) 0", redis.show("EXISTS h"));
            assertEquals(List.of("hset h", "hdel h", "del h"), redis.events());
            assertEquals(List.of("0 HDEL h a"), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "HSETEX h FNX FXX FIELDS 1 a 1, Only one of FXX or FNX arguments can be specified",
            "'HSETEX h EX 1 KEEPTTL FIELDS 1 a 1','Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be"
                    + " specified'",
            "HSETEX h NONSENSE FIELDS 1 a 1, unknown argument: NONSENSE",
            "HSETEX h FIELDS 0 a 1 b, invalid number of fields",
            "HSETEX h FIELDS 2 a 1 b, wrong number of arguments for ''hsetex'' command",
            "HSETEX h EX -1 FIELDS 1 a 1, 'invalid expire time, must be >= 0'",
            "HSETEX h FNX EX 1 PX, 'Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified'",
        })
        void refusesWhatMakesNoSense(String line, String error) {
            given("listpack");

            assertEquals("(error) ERR " + error.replace("''", "'"), redis.show(line));
        }
    }
}
