package io.miniredis.server.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SortedSetAlgebraCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void givenTwoSets() {
        redis.show("ZADD a 1 one 2 two 3 three");
        redis.show("ZADD b 10 two 20 three 30 four");
        redis.events();
        redis.propagated();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private String row(String line) {
        return redis.show(line).replaceAll("\\d+\\) \"([^\"]*)\"\\n?", "$1 ").trim();
    }

    @Test
    void scoresAreAddedWeightedOrChosen() {
        assertEquals("one 1 two 12 three 23 four 30", row("ZUNION 2 a b WITHSCORES"));
        assertEquals("one 2 two 14 three 26 four 30", row("ZUNION 2 a b WEIGHTS 2 1 WITHSCORES"));
        assertEquals("one 1 two 2 three 3 four 30", row("ZUNION 2 a b AGGREGATE MIN WITHSCORES"));
        assertEquals("two 10 three 20", row("ZINTER 2 a b AGGREGATE MAX WITHSCORES"));
        assertEquals("one 1", row("ZDIFF 2 a b WITHSCORES"));
    }

    @Test
    void infinitiesOfBothSignsMakeZero() {
        redis.show("ZADD p inf x");
        redis.show("ZADD q -inf x");

        assertEquals("x 0", row("ZUNION 2 p q WITHSCORES"));
        assertEquals("x 0", row("ZINTER 2 p q WITHSCORES"));
        assertEquals("x 0", row("ZUNION 1 p WEIGHTS 0 WITHSCORES"));
    }

    @Test
    void countsUpToALimit() {
        assertEquals("(integer) 2", redis.show("ZINTERCARD 2 a b"));
        assertEquals("(integer) 1", redis.show("ZINTERCARD 2 a b LIMIT 1"));
        assertEquals("(integer) 2", redis.show("ZINTERCARD 2 a b LIMIT 0"));
        assertEquals("(integer) 0", redis.show("ZINTERCARD 2 a missing"));
    }

    @Test
    void resultsAreStored() {
        assertEquals("(integer) 4", redis.show("ZUNIONSTORE d 2 a b"));
        assertEquals("(integer) 2", redis.show("ZINTERSTORE d 2 a b"));
        assertEquals("(integer) 1", redis.show("ZDIFFSTORE d 2 a b"));
        assertEquals("(integer) 0", redis.show("ZDIFFSTORE d 2 a a"));
        assertEquals("(integer) 0", redis.show("ZDIFFSTORE d 2 a a"));

        assertEquals(List.of("zunionstore d", "zinterstore d", "zdiffstore d", "del d"), redis.events());
        assertEquals(
                List.of(
                        "0 ZUNIONSTORE d 2 a b",
                        "0 ZINTERSTORE d 2 a b",
                        "0 ZDIFFSTORE d 2 a b",
                        "0 ZDIFFSTORE d 2 a a"),
                redis.propagated());
    }

    @Test
    void aSourceMayBeTheDestination() {
        assertEquals("(integer) 4", redis.show("ZUNIONSTORE a 2 a b"));
        assertEquals("one 1 two 12 three 23 four 30", row("ZRANGE a 0 -1 WITHSCORES"));
    }

    @Test
    void membersOfSetsHaveTheScoreOne() {
        redis.show("SADD numbers 1 2 3");
        redis.show("SADD words two four x");
        redis.show("ZADD n 5 2");

        assertEquals("1 1 3 1 2 6", row("ZUNION 2 numbers n WITHSCORES"));
        assertEquals("two 11 four 31", row("ZINTER 2 words b WITHSCORES"));
        assertEquals("four 7 two 7 x 7", row("ZUNION 1 words WEIGHTS 7 WITHSCORES"));
        assertEquals("one 1 three 3", row("ZDIFF 2 a words WITHSCORES"));
        assertEquals("x 1", row("ZDIFF 2 words b WITHSCORES"));
        assertEquals("(integer) 3", redis.show("ZUNIONSTORE d 1 numbers"));
        assertEquals("(integer) 1", redis.show("ZINTERCARD 2 numbers n"));
    }

    @Test
    void wrongTypesComeBeforeWrongOptions() {
        redis.show("SET text x");

        assertEquals(WRONG_TYPE, redis.show("ZUNION 2 a text foo"));
        assertEquals("(error) ERR syntax error", redis.show("ZUNION 2 a b foo"));
        assertEquals(
                "(error) ERR at least 1 input key is needed for 'zunionstore' command",
                redis.show("ZUNIONSTORE d 0 a"));
    }

    @Test
    void smallResultsAreListpacks() {
        for (int i = 0; i < 200; i++) {
            redis.show("ZADD big " + i + " m" + i);
        }
        redis.show("ZINTERSTORE d 2 big big");
        assertEquals("\"skiplist\"", redis.show("OBJECT ENCODING d"));

        redis.show("ZUNIONSTORE d 1 a");
        assertEquals("\"listpack\"", redis.show("OBJECT ENCODING d"));
    }
}
