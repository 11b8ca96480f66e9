package io.miniredis.server.command.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private String list(String key) {
        return redis.show("LRANGE " + key + " 0 -1").replaceAll("\\d+\\) ", "").replace("\n", " ");
    }

    private String encoding(String key) {
        return redis.show("OBJECT ENCODING " + key);
    }

    private void forgetEffects() {
        redis.events();
        redis.propagated();
    }

    private long changes() {
        return redis.onMain(() -> redis.server().effects().dirty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LPUSH s x",
                "RPUSH s x",
                "LPUSHX s x",
                "RPUSHX s x",
                "LPOP s",
                "RPOP s",
                "LPOP s 1",
                "LLEN s",
                "LRANGE s 0 1",
                "LTRIM s 0 1",
                "LINDEX s 0",
                "LSET s 0 x",
                "LINSERT s BEFORE a b",
                "LREM s 0 x",
                "LPOS s x",
                "LMOVE s d LEFT LEFT",
                "RPOPLPUSH s d",
                "LMPOP 1 s LEFT",
                "BLPOP s 0",
                "BRPOP s 0",
                "BLMOVE s d LEFT LEFT 0",
                "BRPOPLPUSH s d 0",
                "BLMPOP 0 1 s LEFT",
                "LMOVE l s LEFT LEFT",
                "RPOPLPUSH l s",
                "BLMOVE l s LEFT LEFT 0",
                "BRPOPLPUSH l s 0",
                "LMPOP 2 none s LEFT"
            })
    void aStringIsNoList(String command) {
        redis.show("SET s string");
        redis.show("RPUSH l a");
        forgetEffects();
        assertEquals(WRONG_TYPE, redis.show(command));
        assertEquals("\"a\"", list("l"));
        assertEquals(List.of(), redis.propagated());
        assertEquals(List.of(), redis.events());
    }

    @Nested
    class Push {
        @Test
        void addsOneAfterTheOther() {
            assertEquals("(integer) 3", redis.show("RPUSH l a 1 \"\""));
            assertEquals("(integer) 5", redis.show("LPUSH l b 2"));
            assertEquals("\"2\" \"b\" \"a\" \"1\" \"\"", list("l"));
            assertEquals(List.of("rpush l", "lpush l"), redis.events());
            assertEquals(List.of("0 RPUSH l a 1 ", "0 LPUSH l b 2"), redis.propagated());
            assertEquals(5, changes());
        }

        @Test
        void withXOnlyToAListThatIsThere() {
            assertEquals("(integer) 0", redis.show("LPUSHX l a"));
            assertEquals("(integer) 0", redis.show("RPUSHX l a"));
            assertEquals("(integer) 0", redis.show("EXISTS l"));
            redis.show("RPUSH l a");
            forgetEffects();
            assertEquals("(integer) 3", redis.show("LPUSHX l b c"));
            assertEquals("(integer) 5", redis.show("RPUSHX l d e"));
            assertEquals("\"c\" \"b\" \"a\" \"d\" \"e\"", list("l"));
            assertEquals(List.of("lpush l", "rpush l"), redis.events());
            assertEquals(List.of("0 LPUSHX l b c", "0 RPUSHX l d e"), redis.propagated());
        }

        @Test
        void beyondTheLimitMakesAQuickList() {
            redis.show("CONFIG SET list-max-listpack-size 3");
            redis.show("RPUSH l a b c");
            assertEquals("\"listpack\"", encoding("l"));
            redis.show("LPUSH l d");
            assertEquals("\"quicklist\"", encoding("l"));
            redis.show("RPUSH many a b c d");
            assertEquals("\"quicklist\"", encoding("many"));
            redis.show("LPOP l 2");
            assertEquals("\"quicklist\"", encoding("l"));
            redis.show("RPOP l");
            assertEquals("\"listpack\"", encoding("l"));
            assertEquals("\"b\"", list("l"));
        }

        @Test
        void keepsTheTimeToLive() {
            redis.show("RPUSH l a");
            redis.show("EXPIRE l 100");
            redis.show("RPUSH l " + "x".repeat(9000));
            assertEquals("\"quicklist\"", encoding("l"));
            assertEquals("(integer) 100", redis.show("TTL l"));
        }
    }

    @Nested
    class Pop {
        @Test
        void takesFromItsEnd() {
            redis.show("RPUSH l a 2 c");
            forgetEffects();
            assertEquals("\"a\"", redis.show("LPOP l"));
            assertEquals("\"c\"", redis.show("RPOP l"));
            assertEquals("\"2\"", redis.show("LPOP l"));
            assertEquals("(integer) 0", redis.show("EXISTS l"));
            assertEquals("(nil)", redis.show("RPOP l"));
            assertEquals(List.of("lpop l", "rpop l", "lpop l", "del l"), redis.events());
            assertEquals(List.of("0 LPOP l", "0 RPOP l", "0 LPOP l"), redis.propagated());
            assertEquals(6, changes());
        }

        @Test
        void severalComeAsAnArray() {
            redis.show("RPUSH l a b c d e");
            forgetEffects();
            assertEquals("1) \"a\"\n2) \"b\"", redis.show("LPOP l 2"));
            assertEquals("1) \"e\"\n2) \"d\"\n3) \"c\"", redis.show("RPOP l 9"));
            assertEquals(List.of("lpop l", "rpop l", "del l"), redis.events());
            assertEquals(List.of("0 LPOP l 2", "0 RPOP l 9"), redis.propagated());
            assertEquals(10, changes());
            assertEquals("(nil)", redis.show("LPOP l 2"));
        }

        @Test
        void noneIsNoChange() {
            redis.show("RPUSH l a");
            forgetEffects();
            assertEquals("(empty array)", redis.show("LPOP l 0"));
            assertEquals("(nil)", redis.show("LPOP none 0"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void refusesWhatIsNoCount() {
            String notPositive = "(error) ERR value is out of range, must be positive";
            assertEquals(notPositive, redis.show("LPOP l -1"));
            assertEquals(notPositive, redis.show("LPOP l x"));
            assertEquals("(error) ERR wrong number of arguments for 'rpop' command", redis.show("RPOP l 1 2"));
        }
    }

    @Nested
    class Range {
        @Test
        void clampsIndexes() {
            redis.show("RPUSH l a b c d");
            assertEquals("1) \"b\"\n2) \"c\"", redis.show("LRANGE l 1 2"));
            assertEquals("1) \"c\"\n2) \"d\"", redis.show("LRANGE l -2 100"));
            assertEquals("1) \"a\"", redis.show("LRANGE l -100 0"));
            assertEquals("(empty array)", redis.show("LRANGE l 2 1"));
            assertEquals("(empty array)", redis.show("LRANGE l 4 5"));
            assertEquals("(empty array)", redis.show("LRANGE l 0 -9223372036854775808"));
            assertEquals("(empty array)", redis.show("LRANGE none 0 -1"));
            assertEquals("(integer) 4", redis.show("LLEN l"));
            assertEquals("(integer) 0", redis.show("LLEN none"));
            assertEquals(
                    "(error) ERR value is not an integer or out of range",
                    redis.show("LRANGE l 0 9223372036854775808"));
        }

        @Test
        void crossesNodes() {
            redis.show("CONFIG SET list-max-listpack-size 2 list-compress-depth 1");
            redis.show("RPUSH l a b c d e f g h i");
            assertEquals("1) \"b\"\n2) \"c\"\n3) \"d\"\n4) \"e\"", redis.show("LRANGE l 1 4"));
            assertEquals("1) \"h\"\n2) \"i\"", redis.show("LRANGE l -2 -1"));
        }
    }

    @Nested
    class Trim {
        @Test
        void keepsTheRange() {
            redis.show("RPUSH l a b c d e");
            forgetEffects();
            assertEquals("OK", redis.show("LTRIM l 1 -2"));
            assertEquals("\"b\" \"c\" \"d\"", list("l"));
            assertEquals(7, changes());
            assertEquals("OK", redis.show("LTRIM l 5 9"));
            assertEquals("(integer) 0", redis.show("EXISTS l"));
            assertEquals("OK", redis.show("LTRIM l 0 1"));
            assertEquals(List.of("ltrim l", "ltrim l", "del l"), redis.events());
            assertEquals(List.of("0 LTRIM l 1 -2", "0 LTRIM l 5 9"), redis.propagated());
        }

        @Test
        void ofNothingIsAnEventButNoChange() {
            redis.show("RPUSH l a b");
            forgetEffects();
            redis.show("LTRIM l 0 -1");
            assertEquals(List.of("ltrim l"), redis.events());
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void mayMakeAListPack() {
            redis.show("CONFIG SET list-max-listpack-size 4");
            redis.show("RPUSH l a b c d e f");
            redis.show("LTRIM l 1 2");
            assertEquals("\"listpack\"", encoding("l"));
            assertEquals("\"b\" \"c\"", list("l"));
        }
    }

    @Test
    void copiesAreIndependentUnderEachEncoding() {
        redis.show("RPUSH small a b");
        redis.show("RPUSH large a " + "x".repeat(9000));
        redis.show("COPY small small2");
        redis.show("COPY large large2");
        redis.show("LPOP small");
        redis.show("LPOP large");
        assertEquals("\"a\" \"b\"", list("small2"));
        assertEquals("\"a\"", redis.show("LINDEX large2 0"));
        assertEquals("\"quicklist\"", encoding("large2"));
    }
}
