package io.miniredis.server.command.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void given(String encoding) {
        if (encoding.equals("hashtable")) {
            redis.show("CONFIG SET hash-max-listpack-entries 0");
        }
        redis.show("HSET h a 1 b xyz c 2.5");
        assertEquals("\"" + encoding + "\"", redis.show("OBJECT ENCODING h"));
        redis.events();
        redis.propagated();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HSET s f v",
                "HMSET s f v",
                "HSETNX s f v",
                "HDEL s f",
                "HGET s f",
                "HMGET s f",
                "HGETALL s",
                "HKEYS s",
                "HVALS s",
                "HLEN s",
                "HSTRLEN s f",
                "HEXISTS s f",
                "HINCRBY s f 1",
                "HINCRBYFLOAT s f 1",
                "HRANDFIELD s",
                "HRANDFIELD s 1",
                "HSCAN s 0",
                "HEXPIRE s 1 FIELDS 1 f",
                "HPEXPIRE s 1 FIELDS 1 f",
                "HEXPIREAT s 1 FIELDS 1 f",
                "HPEXPIREAT s 1 FIELDS 1 f",
                "HTTL s FIELDS 1 f",
                "HPTTL s FIELDS 1 f",
                "HEXPIRETIME s FIELDS 1 f",
                "HPEXPIRETIME s FIELDS 1 f",
                "HPERSIST s FIELDS 1 f",
                "HGETDEL s FIELDS 1 f",
                "HGETEX s FIELDS 1 f",
                "HSETEX s FIELDS 1 f v"
            })
    void refusesAKeyOfAnotherType(String line) {
        redis.show("SET s x");

        assertEquals(WRONG_TYPE, redis.show(line));
    }

    @Nested
    class Setting {
        @Test
        void countsTheFieldsThatAreNew() {
            assertEquals("(integer) 2", redis.show("HSET h a 1 b 2"));
            assertEquals("(integer) 1", redis.show("HSET h b 3 c 4"));
            assertEquals("\"3\"", redis.show("HGET h b"));
            assertEquals("(integer) 3", redis.show("HLEN h"));
            assertEquals(List.of("hset h", "hset h"), redis.events());
            assertEquals(List.of("0 HSET h a 1 b 2", "0 HSET h b 3 c 4"), redis.propagated());
        }

        @Test
        void countsAFieldGivenTwiceOnce() {
            assertEquals("(integer) 1", redis.show("HSET h a 1 a 2"));
            assertEquals("\"2\"", redis.show("HGET h a"));
        }

        @Test
        void wantsAValueForEachField() {
            assertEquals("(error) ERR wrong number of arguments for 'hset' command", redis.show("HSET h a 1 b"));
            assertEquals("(error) ERR wrong number of arguments for 'hmset' command", redis.show("HMSET h a 1 b"));
            assertEquals("(integer) 0", redis.show("EXISTS h"));
        }

        @Test
        void hmsetSaysOk() {
            assertEquals("OK", redis.show("HMSET h a 1 b 2"));
            assertEquals(List.of("hset h"), redis.events());
        }

        @Test
        void addsToTheCountOfChangesAsManyAsFields() {
            long before = redis.onMain(() -> redis.server().effects().dirty());
            redis.show("HSET h a 1 b 2 c 3");

            assertEquals(before + 3, (long)
                    redis.onMain(() -> redis.server().effects().dirty()));
        }

        @Test
        void hsetnxLeavesAFieldThatExists() {
            assertEquals("(integer) 1", redis.show("HSETNX h a 1"));
            assertEquals("(integer) 0", redis.show("HSETNX h a 2"));
            assertEquals("\"1\"", redis.show("HGET h a"));
            assertEquals(List.of("hset h"), redis.events());
            assertEquals(List.of("0 HSETNX h a 1"), redis.propagated());
        }
    }

    @Nested
    class Encodings {
        @Test
        void becomesATableWithOneFieldTooMany() {
            redis.show("CONFIG SET hash-max-listpack-entries 3");
            redis.show("HSET h a 1 b 2 c 3");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING h"));
            redis.show("HSET h c 4");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING h"));
            redis.show("HSET h d 4");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING h"));
            assertEquals("(integer) 4", redis.show("HLEN h"));
            redis.show("HDEL h d c b");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING h"));
        }

        @Test
        void isATableAtOnceIfACommandBringsManyFieldsEvenTheSame() {
            redis.show("CONFIG SET hash-max-listpack-entries 2");
            redis.show("HSET h a 1 a 2 a 3");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING h"));
        }

        @Test
        void becomesATableWithAValueTooLong() {
            redis.show("CONFIG SET hash-max-listpack-value 4");
            redis.show("HSET h abcd 1234");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING h"));
            redis.show("HINCRBY h abcd 10000");
            assertEquals("\"hashtable\"", redis.show("OBJECT ENCODING h"));
            assertEquals("\"11234\"", redis.show("HGET h abcd"));
        }
    }

    @Nested
    class Removing {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void countsWhatWasThere(String encoding) {
            given(encoding);

            assertEquals("(integer) 2", redis.show("HDEL h a x b a"));
            assertEquals("(integer) 1", redis.show("HLEN h"));
            assertEquals(List.of("hdel h"), redis.events());
            assertEquals(List.of("0 HDEL h a x b a"), redis.propagated());
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void deletesTheHashWithItsLastField(String encoding) {
            given(encoding);

            assertEquals("(integer) 3", redis.show("HDEL h a b c d"));
            assertEquals("(integer) 0", redis.show("EXISTS h"));
            assertEquals(List.of("hdel h", "del h"), redis.events());
        }

        @Test
        void saysNothingOfNothing() {
            redis.show("HSET h a 1");
            redis.events();
            redis.propagated();
            assertEquals("(integer) 0", redis.show("HDEL h x"));
            assertEquals("(integer) 0", redis.show("HDEL none x"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }
    }

    @Nested
    class Reading {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesWhatIsThere(String encoding) {
            given(encoding);

            assertEquals("\"1\"", redis.show("HGET h a"));
            assertEquals("(nil)", redis.show("HGET h x"));
            assertEquals("1) \"xyz\"\n2) (nil)\n3) \"1\"", redis.show("HMGET h b x a"));
            assertEquals("(integer) 3", redis.show("HSTRLEN h b"));
            assertEquals("(integer) 1", redis.show("HSTRLEN h a"));
            assertEquals("(integer) 0", redis.show("HSTRLEN h x"));
            assertEquals("(integer) 1", redis.show("HEXISTS h c"));
            assertEquals("(integer) 0", redis.show("HEXISTS h x"));
            assertEquals("1) \"a\"\n2) \"1\"\n3) \"b\"\n4) \"xyz\"\n5) \"c\"\n6) \"2.5\"", redis.show("HGETALL h"));
            assertEquals("1) \"a\"\n2) \"b\"\n3) \"c\"", redis.show("HKEYS h"));
            assertEquals("1) \"1\"\n2) \"xyz\"\n3) \"2.5\"", redis.show("HVALS h"));
        }

        @Test
        void treatsNoKeyAsAnEmptyHash() {
            assertEquals("(nil)", redis.show("HGET none a"));
            assertEquals("1) (nil)\n2) (nil)", redis.show("HMGET none a b"));
            assertEquals("(empty array)", redis.show("HGETALL none"));
            assertEquals("(empty array)", redis.show("HKEYS none"));
            assertEquals("(integer) 0", redis.show("HLEN none"));
            assertEquals("(nil)", redis.show("HRANDFIELD none"));
            assertEquals("(empty array)", redis.show("HRANDFIELD none 4"));
            assertEquals("1) \"0\"\n2) (empty array)", redis.show("HSCAN none 0 nonsense"));
        }
    }

    @Nested
    class Counting {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void addsIntegers(String encoding) {
            given(encoding);

            assertEquals("(integer) 6", redis.show("HINCRBY h a 5"));
            assertEquals("(integer) -4", redis.show("HINCRBY h a -10"));
            assertEquals("(integer) 7", redis.show("HINCRBY h new 7"));
            assertEquals("\"-4\"", redis.show("HGET h a"));
            assertEquals("(error) ERR hash value is not an integer", redis.show("HINCRBY h b 1"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("HINCRBY h a x"));
            redis.show("HSET h a 9223372036854775807");
            assertEquals("(error) ERR increment or decrement would overflow", redis.show("HINCRBY h a 1"));
        }

        @Test
        void createsTheHash() {
            assertEquals("(integer) 3", redis.show("HINCRBY n f 3"));
            assertEquals(List.of("hincrby n"), redis.events());
            assertEquals(List.of("0 HINCRBY n f 3"), redis.propagated());
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void addsDecimals(String encoding) {
            given(encoding);

            assertEquals("\"3.6\"", redis.show("HINCRBYFLOAT h c 1.1"));
            assertEquals("\"1.5\"", redis.show("HINCRBYFLOAT h a 0.5"));
            assertEquals("(error) ERR hash value is not a float", redis.show("HINCRBYFLOAT h b 1"));
            assertEquals("(error) ERR value is not a valid float", redis.show("HINCRBYFLOAT h a x"));
            assertEquals("(error) ERR value is NaN or Infinity", redis.show("HINCRBYFLOAT h a inf"));
            redis.show("HSET h a inf");
            assertEquals("(error) ERR increment would produce NaN or Infinity", redis.show("HINCRBYFLOAT h a 1"));
        }

        @Test
        void propagatesTheResult() {
            redis.show("HINCRBYFLOAT h f 3.0e3");

            assertEquals(List.of("0 HSET h f 3000"), redis.propagated());
            assertEquals(List.of("hincrbyfloat h"), redis.events());
        }
    }

    @Nested
    class Choosing {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesDifferentFieldsForACount(String encoding) {
            given(encoding);
            for (int i = 0; i < 20; i++) {
                String[] two = redis.show("HRANDFIELD h 2").split("\n", -1);
                assertEquals(2, two.length);
                assertEquals(2, Set.of(two[0].substring(3), two[1].substring(3)).size());
            }
            assertEquals(3, redis.show("HRANDFIELD h 10").split("\n", -1).length);
            assertEquals(6, redis.show("HRANDFIELD h 10 WITHVALUES").split("\n", -1).length);
            assertEquals("(empty array)", redis.show("HRANDFIELD h 0"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void givesAnyFieldsForANegativeCount(String encoding) {
            given(encoding);

            assertEquals(50, redis.show("HRANDFIELD h -50").split("\n", -1).length);
            assertEquals(100, redis.show("HRANDFIELD h -50 WITHVALUES").split("\n", -1).length);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                seen.add(redis.show("HRANDFIELD h"));
            }
            assertEquals(Set.of("\"a\"", "\"b\"", "\"c\""), seen);
        }

        @Test
        void choosesAmongManyFieldsWithoutRepetition() {
            for (int i = 0; i < 1000; i++) {
                redis.show("HSET big f" + i + " v" + i);
            }
            for (int count : new int[] {5, 300, 400, 999}) {
                Set<String> fields = new HashSet<>();
                for (String line : redis.show("HRANDFIELD big " + count).split("\n", -1)) {
                    fields.add(line.substring(line.indexOf('"')));
                }
                assertEquals(count, fields.size());
            }
        }

        @Test
        void pairsFieldsAndValuesInResp3() {
            redis.show("HSET h a 1");
            redis.show("HELLO 3");

            assertEquals("1) 1) \"a\"\n   2) \"1\"", redis.show("HRANDFIELD h 1 WITHVALUES"));
            assertEquals("1) 1) \"a\"\n   2) \"1\"", redis.show("HRANDFIELD h 5 WITHVALUES"));
        }

        @Test
        void refusesCountsBeyondAllBounds() {
            redis.show("HSET h a 1");
            assertEquals(
                    "(error) ERR value is out of range, value must between -9223372036854775807 and"
                            + " 9223372036854775807",
                    redis.show("HRANDFIELD h -9223372036854775808"));
            assertEquals(
                    "(error) ERR value is out of range", redis.show("HRANDFIELD h -9223372036854770000 WITHVALUES"));
            assertEquals("(error) ERR syntax error", redis.show("HRANDFIELD h 1 nonsense"));
            assertEquals("(error) ERR syntax error", redis.show("HRANDFIELD h 1 WITHVALUES x"));
        }
    }

    @Nested
    class Scanning {
        @Test
        void givesASmallHashAtOnce() {
            given("listpack");
            assertEquals(
                    "1) \"0\"\n2) 1) \"a\"\n   2) \"1\"\n   3) \"b\"\n   4) \"xyz\"\n   5) \"c\"\n   6) \"2.5\"",
                    redis.show("HSCAN h 0 COUNT 1"));
            assertEquals("1) \"0\"\n2) 1) \"b\"\n   2) \"xyz\"", redis.show("HSCAN h 0 MATCH b*"));
            assertEquals("1) \"0\"\n2) 1) \"a\"\n   2) \"b\"\n   3) \"c\"", redis.show("HSCAN h 0 NOVALUES"));
            assertEquals("(error) ERR syntax error", redis.show("HSCAN h 0 NONSENSE"));
            assertEquals("(error) ERR invalid cursor", redis.show("HSCAN h x"));
        }

        @Test
        void givesALargeHashInSteps() {
            for (int i = 0; i < 1000; i++) {
                redis.show("HSET big f" + i + " v" + i);
            }
            Set<String> seen = new HashSet<>();
            int steps = 0;
            String cursor = "0";
            do {
                String[] lines = redis.show("HSCAN big " + cursor + " NOVALUES").split("\n", -1);
                cursor = lines[0].substring(4, lines[0].length() - 1);
                for (int i = 1; i < lines.length; i++) {
                    seen.add(lines[i].substring(lines[i].indexOf('"')));
                }
                steps++;
            } while (!cursor.equals("0"));

            assertEquals(1000, seen.size());
            assertTrue(steps > 50, "steps: " + steps);
        }
    }

    @Nested
    class WithOtherCommands {
        @ParameterizedTest
        @ValueSource(strings = {"listpack", "hashtable"})
        void isCopiedRenamedAndDeleted(String encoding) {
            given(encoding);
            redis.show("COPY h copy");
            redis.show("HSET copy a 100");
            assertEquals("\"1\"", redis.show("HGET h a"));
            redis.show("RENAME h other");
            assertEquals("\"xyz\"", redis.show("HGET other b"));
            assertEquals("\"" + encoding + "\"", redis.show("OBJECT ENCODING other"));
            assertEquals("hash", redis.show("TYPE other"));
            assertEquals("(integer) 1", redis.show("DEL copy"));
            assertEquals("1) \"0\"\n2) 1) \"other\"", redis.show("SCAN 0 TYPE hash"));
        }
    }
}
