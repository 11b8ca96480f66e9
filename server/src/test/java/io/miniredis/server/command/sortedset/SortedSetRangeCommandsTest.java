package io.miniredis.server.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedSetRangeCommandsTest {
    private final ServerFixture redis = new ServerFixture();

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

    /** The elements of a flat array of strings in a row. */
    private String row(String line) {
        return redis.show(line).replaceAll("\\d+\\) \"([^\"]*)\"\\n?", "$1 ").trim();
    }

    @ParameterizedTest
    @CsvSource({
        "0 -1, a b c d e",
        "1 2, b c",
        "0 1 REV, e d",
        "2 4 BYSCORE, b c d",
        "(2 +inf BYSCORE, c d e",
        "4 (2 BYSCORE REV, d c",
        "-inf +inf BYSCORE LIMIT 1 2, b c",
        "+inf -inf BYSCORE REV LIMIT 1 2, d c",
        "-inf +inf BYSCORE LIMIT 3 -1, d e",
        "-inf +inf BYSCORE LIMIT -1 2, (empty array)",
        "-inf +inf BYSCORE LIMIT 5 2, (empty array)",
        "4 2 BYSCORE, (empty array)",
        "0 0 WITHSCORES, a 1",
        "3 3 BYSCORE WITHSCORES, c 3",
    })
    void rangesAreTheSameInBothEncodings(String range, String expected) {
        given("ZADD z 1 a 2 b 3 c 4 d 5 e");
        assertEquals(expected, row("ZRANGE z " + range));

        given("CONFIG SET zset-max-listpack-entries 0", "ZADD s 1 a 2 b 3 c 4 d 5 e");
        assertEquals(expected, row("ZRANGE s " + range));
    }

    @ParameterizedTest
    @CsvSource({
        "- +, a aa b c",
        "[a [b, a aa b",
        "(a (b, aa",
        "(aa +, b c",
        "- (a, (empty array)",
        "+ -, (empty array)",
        "- + LIMIT 1 2, aa b",
    })
    void strings(String range, String expected) {
        given("ZADD z 0 a 0 aa 0 b 0 c");
        assertEquals(expected, row("ZRANGEBYLEX z " + range));

        given("CONFIG SET zset-max-listpack-entries 0", "ZADD s 0 a 0 aa 0 b 0 c");
        assertEquals(expected, row("ZRANGEBYLEX s " + range));
    }

    @Test
    void membersAndScoresArePairsInResp3() {
        given("ZADD z 1 a 2.5 b", "HELLO 3");

        assertEquals(
                "1) 1) \"a\"\n   2) (double) 1\n2) 1) \"b\"\n   2) (double) 2.5",
                redis.show("ZRANGE z 0 -1 WITHSCORES"));
        assertEquals("1) \"a\"\n2) \"b\"", redis.show("ZRANGE z 0 -1"));
    }

    @Nested
    class Zrangestore {
        @Test
        void replacesWhateverWasThere() {
            given("ZADD z 1 a 2 b 3 c", "SET d text EX 100");

            assertEquals("(integer) 2", redis.show("ZRANGESTORE d z 0 1"));

            assertEquals("(integer) -1", redis.show("TTL d"));
            assertEquals("a 1 b 2", row("ZRANGE d 0 -1 WITHSCORES"));
            assertEquals(List.of("zrangestore d"), redis.events());
            assertEquals(List.of("0 ZRANGESTORE d z 0 1"), redis.propagated());
        }

        @Test
        void deletesTheKeyIfNothingIsInRange() {
            given("ZADD z 1 a", "SET d text");

            assertEquals("(integer) 0", redis.show("ZRANGESTORE d z 5 6"));
            assertEquals("(integer) 0", redis.show("ZRANGESTORE d missing 5 6"));

            assertEquals(List.of("del d"), redis.events());
            assertEquals(List.of("0 ZRANGESTORE d z 5 6"), redis.propagated());
        }

        @Test
        void chosesTheEncodingThatFits() {
            for (int i = 0; i < 130; i++) {
                redis.show("ZADD z " + i + " m" + i);
            }
            given("ZRANGESTORE few z 0 127", "ZRANGESTORE many z 0 128");

            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING few"));
            assertEquals("\"skiplist\"", redis.show("OBJECT ENCODING many"));
        }
    }

    @Nested
    class Removal {
        @Test
        void reportsHowManyWent() {
            given("ZADD z 1 a 2 b 3 c 4 d", "ZADD y 0 a 0 b");

            assertEquals("(integer) 2", redis.show("ZREMRANGEBYRANK z 0 1"));
            assertEquals("(integer) 1", redis.show("ZREMRANGEBYSCORE z 4 5"));
            assertEquals("(integer) 0", redis.show("ZREMRANGEBYSCORE z 4 5"));
            assertEquals("(integer) 1", redis.show("ZREMRANGEBYLEX y [b +"));

            assertEquals(List.of("zremrangebyrank z", "zremrangebyscore z", "zremrangebylex y"), redis.events());
            assertEquals(
                    List.of("0 ZREMRANGEBYRANK z 0 1", "0 ZREMRANGEBYSCORE z 4 5", "0 ZREMRANGEBYLEX y [b +"),
                    redis.propagated());
        }

        @Test
        void deletesTheKeyWithTheLastMember() {
            given("ZADD z 1 a 2 b");

            assertEquals("(integer) 2", redis.show("ZREMRANGEBYRANK z 0 -1"));

            assertEquals(List.of("zremrangebyrank z", "del z"), redis.events());
        }

        @Test
        void ofAHundredFromASkipListLeavesTheOthers() {
            for (int i = 0; i < 400; i++) {
                redis.show("ZADD z " + i + " m" + i);
            }

            assertEquals("(integer) 100", redis.show("ZREMRANGEBYSCORE z 100 199"));
            assertEquals("(integer) 100", redis.show("ZRANK z m200"));
            assertEquals("m99 m200", row("ZRANGE z 99 100"));
            assertEquals("(integer) 300", redis.show("ZCARD z"));
        }
    }
}
