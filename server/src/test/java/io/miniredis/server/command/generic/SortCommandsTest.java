package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void fill() {
        redis.show("RPUSH l 3 1 2 10");
        redis.show("RPUSH words banana Apple cherry");
        redis.show("SADD s c a b");
        redis.show("ZADD z 3 1 2 2 1 3");
        redis.show("MSET w_1 30 w_2 20 w_3 10 w_10 1");
        redis.show("HSET o_1 name one rank 3");
        redis.show("HSET o_2 name two rank 1");
        redis.show("HSET o_3 name three rank 2");
        redis.events();
        redis.propagated();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    /** The reply's elements, separated by blanks. */
    private String sorted(String command) {
        return redis.show(command)
                .replaceAll("(?m)^ *\\d+\\) ", "")
                .replace("\n", " ")
                .replace("\"", "");
    }

    @ParameterizedTest
    @CsvSource({
        "SORT l, 1 2 3 10",
        "SORT l DESC, 10 3 2 1",
        "SORT l ALPHA, 1 10 2 3",
        "SORT words ALPHA, Apple banana cherry",
        "SORT words ALPHA DESC, cherry banana Apple",
        "SORT l LIMIT 1 2, 2 3",
        "SORT l LIMIT -5 2, 1 2",
        "SORT l LIMIT 2 -1, 3 10",
        "SORT l LIMIT 9 1, (empty array)",
        "SORT l LIMIT 0 0, (empty array)",
        "SORT l BY w_*, 10 3 2 1",
        "SORT l BY w_* DESC ASC, 10 3 2 1",
        "SORT l BY o_*->rank, 10 2 3 1",
        "SORT l BY nosort, 3 1 2 10",
        "SORT l BY nosort DESC, 10 2 1 3",
        "SORT l BY nosort LIMIT 1 2, 1 2",
        "SORT l BY nosort DESC LIMIT 1 2, 2 1",
        "SORT z BY nosort, 3 2 1",
        "SORT z BY nosort DESC LIMIT 0 2, 1 2",
        "SORT z, 1 2 3",
        "SORT s ALPHA, a b c",
        "SORT l GET #, 1 2 3 10",
        "SORT l GET # GET o_*->name LIMIT 0 2, 1 one 2 two",
        "SORT l GET o_*->none LIMIT 0 1, (nil)",
        "SORT l GET w_* , 30 20 10 1",
        "SORT l GET fixed LIMIT 0 1, (nil)",
        "SORT l GET o_* LIMIT 0 1, (nil)",
        "SORT l GET w_*->f LIMIT 0 1, (nil)",
        "SORT l BY o_*->name ALPHA, 10 1 3 2",
        "SORT none, (empty array)",
        "SORT_RO l DESC GET w_*, 1 10 20 30",
    })
    void givesElementsInOrder(String command, String elements) {
        assertEquals(elements, sorted(command));
        assertEquals(List.of(), redis.propagated());
    }

    @ParameterizedTest
    @CsvSource({
        "SORT w_1, WRONGTYPE Operation against a key holding the wrong kind of value",
        "SORT o_1, WRONGTYPE Operation against a key holding the wrong kind of value",
        "SORT words, ERR One or more scores can't be converted into double",
        "SORT l BY o_*->name, ERR One or more scores can't be converted into double",
        "SORT l LIMIT 1, ERR syntax error",
        "SORT l LIMIT a b, ERR value is not an integer or out of range",
        "SORT l BY, ERR syntax error",
        "SORT l STORE, ERR syntax error",
        "SORT l SIDEWAYS, ERR syntax error",
        "SORT_RO l STORE d, ERR syntax error",
    })
    void tellsWhatIsWrong(String command, String error) {
        assertEquals("(error) " + error, redis.show(command));
    }

    @Test
    void readsNumbersAsStrtodDoes() {
        redis.run("RPUSH", "n", " 7", "", "0x10", "-inf", "1e2");
        assertEquals("-inf   7 0x10 1e2", sorted("SORT n"));
        redis.run("RPUSH", "c", "2", "1\0x", "\0");
        assertEquals("\\x00 1\\x00x 2", sorted("SORT c"));
        redis.run("RPUSH", "n", "1e999");
        assertEquals("(error) ERR One or more scores can't be converted into double", redis.show("SORT n"));
    }

    @Test
    void deletesExpiredFieldsThatItMeets() {
        redis.show("DEBUG SET-ACTIVE-EXPIRE 0");
        redis.show("HPEXPIRE o_2 10 FIELDS 1 rank");
        redis.show("HPEXPIRE o_3 10 FIELDS 2 rank name");
        redis.advance(Duration.ofMillis(11));
        redis.events();
        redis.propagated();

        assertEquals("(nil) 3 (nil) (nil)", sorted("SORT l BY nosort GET o_*->rank"));
        assertEquals(List.of("hexpired o_3", "hexpired o_2"), redis.events());
        assertEquals(List.of("0 MULTI", "0 HDEL o_3 rank", "0 HDEL o_2 rank", "0 EXEC"), redis.propagated());
        assertEquals("(nil) one two (nil)", sorted("SORT l BY nosort GET o_*->name"));
        assertEquals(List.of("hexpired o_3", "del o_3"), redis.events());
    }

    @Nested
    class Store {
        @Test
        void makesAList() {
            redis.show("SET d old EX 100");
            redis.events();
            redis.propagated();
            assertEquals("(integer) 4", redis.show("SORT l DESC STORE d"));
            assertEquals("10 3 2 1", sorted("LRANGE d 0 -1"));
            assertEquals("(integer) -1", redis.show("TTL d"));
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING d"));
            assertEquals(List.of("sortstore d"), redis.events());
            assertEquals(List.of("0 SORT l DESC STORE d"), redis.propagated());
        }

        @Test
        void takesEmptyStringsForWhatIsNotFound() {
            assertEquals("(integer) 8", redis.show("SORT l GET # GET o_*->name STORE d"));
            assertEquals("1 one 2 two 3 three 10 ", sorted("LRANGE d 0 -1"));
        }

        @Test
        void ofNothingDeletes() {
            assertEquals("(integer) 0", redis.show("SORT none STORE w_1"));
            assertEquals("(integer) 0", redis.show("SORT none STORE w_1"));
            assertEquals("(integer) 0", redis.show("EXISTS w_1"));
            assertEquals(List.of("del w_1"), redis.events());
            assertEquals(List.of("0 SORT none STORE w_1"), redis.propagated());
        }

        @Test
        void ofAnUnsortedSetIsTheSameEverywhere() {
            redis.show("SORT s BY nosort STORE d");
            assertEquals("a b c", sorted("LRANGE d 0 -1"));
        }

        @Test
        void mayReplaceItsSource() {
            redis.show("SORT l STORE l");
            assertEquals("1 2 3 10", sorted("LRANGE l 0 -1"));
        }

        @Test
        void isFoundAmongTheOptions() {
            assertEquals("l d", sorted("COMMAND GETKEYS SORT l STORE x BY store GET store STORE d LIMIT 1 2"));
            assertEquals("l", sorted("COMMAND GETKEYS SORT l GET store"));
        }
    }
}
