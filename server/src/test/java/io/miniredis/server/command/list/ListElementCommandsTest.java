package io.miniredis.server.command.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListElementCommandsTest {
    private final ServerFixture redis = new ServerFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private String list(String key) {
        return redis.show("LRANGE " + key + " 0 -1").replaceAll("\\d+\\) ", "").replace("\n", " ");
    }

    private void given(String command) {
        redis.show(command);
        redis.events();
        redis.propagated();
    }

    @Nested
    class Lindex {
        @ParameterizedTest
        @CsvSource({"0, a", "2, c", "-1, c", "-3, a"})
        void countsFromEitherEnd(String index, String element) {
            given("RPUSH l a b c");
            assertEquals('"' + element + '"', redis.show("LINDEX l " + index));
        }

        @Test
        void isNothingBeyondTheEnds() {
            given("RPUSH l a 7");
            assertEquals("(nil)", redis.show("LINDEX l 2"));
            assertEquals("(nil)", redis.show("LINDEX l -3"));
            assertEquals("\"7\"", redis.show("LINDEX l 1"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("LINDEX l x"));
            assertEquals("(nil)", redis.show("LINDEX none x"));
        }
    }

    @Nested
    class Lset {
        @Test
        void putsAnElementInAnothersPlace() {
            given("RPUSH l a b c");
            assertEquals("OK", redis.show("LSET l 1 12"));
            assertEquals("OK", redis.show("LSET l -1 z"));
            assertEquals("\"a\" \"12\" \"z\"", list("l"));
            assertEquals(List.of("lset l", "lset l"), redis.events());
            assertEquals(List.of("0 LSET l 1 12", "0 LSET l -1 z"), redis.propagated());
        }

        @Test
        void wantsAListAndAnIndexInIt() {
            given("RPUSH l a");
            assertEquals("(error) ERR no such key", redis.show("LSET none x y"));
            assertEquals("(error) ERR index out of range", redis.show("LSET l 1 y"));
            assertEquals("(error) ERR index out of range", redis.show("LSET l -2 y"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("LSET l x y"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void changesTheEncodingBothWays() {
            given("RPUSH l a b");
            redis.show("LSET l 0 " + "x".repeat(9000));
            assertEquals("\"quicklist\"", redis.show("OBJECT ENCODING l"));
            redis.show("LSET l 0 a");
            assertEquals("\"listpack\"", redis.show("OBJECT ENCODING l"));
            assertEquals("\"a\" \"b\"", list("l"));
        }
    }

    @Nested
    class Linsert {
        @Test
        void addsBeforeOrAfterTheFirstEqual() {
            given("RPUSH l a b a");
            assertEquals("(integer) 4", redis.show("LINSERT l BEFORE a x"));
            assertEquals("(integer) 5", redis.show("LINSERT l after a y"));
            assertEquals("\"x\" \"a\" \"y\" \"b\" \"a\"", list("l"));
            assertEquals(List.of("linsert l", "linsert l"), redis.events());
            assertEquals(List.of("0 LINSERT l BEFORE a x", "0 LINSERT l after a y"), redis.propagated());
        }

        @Test
        void doesNothingWithoutAListOrAPivot() {
            given("RPUSH l a");
            assertEquals("(integer) -1", redis.show("LINSERT l BEFORE b x"));
            assertEquals("(integer) 0", redis.show("LINSERT none BEFORE b x"));
            assertEquals("(error) ERR syntax error", redis.show("LINSERT l INTO b x"));
            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }
    }

    @Nested
    class Lrem {
        @ParameterizedTest
        @CsvSource({
            "0, 3, b c",
            "1, 1, b a c a",
            "2, 2, b c a",
            "-1, 1, a b a c",
            "-2, 2, a b c",
            "-9223372036854775808, 3, b c",
            "9223372036854775807, 3, b c",
        })
        void removesUpToACount(String count, int removed, String left) {
            given("RPUSH l a b a c a");
            assertEquals("(integer) " + removed, redis.show("LREM l " + count + " a"));
            assertEquals('"' + left.replace(" ", "\" \"") + '"', list("l"));
            assertEquals(List.of("lrem l"), redis.events());
            assertEquals(List.of("0 LREM l " + count + " a"), redis.propagated());
        }

        @Test
        void deletesAListThatIsEmptyThen() {
            given("RPUSH l 1 1");
            assertEquals("(integer) 0", redis.show("LREM l 0 01"));
            assertEquals("(integer) 2", redis.show("LREM l 0 1"));
            assertEquals("(integer) 0", redis.show("LREM l 0 1"));
            assertEquals(List.of("lrem l", "del l"), redis.events());
            assertEquals("(error) ERR value is not an integer or out of range", redis.show("LREM l x 1"));
        }
    }

    @Nested
    class Lpos {
        @ParameterizedTest
        @CsvSource({
            "LPOS l a, (integer) 0",
            "LPOS l 1, (integer) 2",
            "LPOS l x, (nil)",
            "LPOS l a RANK 2, (integer) 3",
            "LPOS l a RANK 4, (nil)",
            "LPOS l a RANK -1, (integer) 5",
            "LPOS l a RANK -3, (integer) 0",
            "LPOS l a COUNT 0, 1) (integer) 0|2) (integer) 3|3) (integer) 5",
            "LPOS l a COUNT 2, 1) (integer) 0|2) (integer) 3",
            "LPOS l a COUNT 2 RANK 2, 1) (integer) 3|2) (integer) 5",
            "LPOS l a COUNT 0 RANK -2, 1) (integer) 3|2) (integer) 0",
            "LPOS l x COUNT 0, (empty array)",
            "LPOS l a COUNT 0 MAXLEN 4, 1) (integer) 0|2) (integer) 3",
            "LPOS l a MAXLEN 1 RANK 2, (nil)",
            "LPOS l 1 MAXLEN 0 rank 1, (integer) 2",
            "LPOS none a, (nil)",
            "LPOS none a COUNT 1, (empty array)",
            "LPOS l a COUNT, (error) ERR syntax error",
            "LPOS l a SOME 1, (error) ERR syntax error",
            "LPOS l a COUNT -1, (error) ERR COUNT can't be negative",
            "LPOS l a COUNT x, (error) ERR COUNT can't be negative",
            "LPOS l a MAXLEN -1, (error) ERR MAXLEN can't be negative",
            "LPOS l a RANK x, (error) ERR value is not an integer or out of range",
        })
        void findsElements(String command, String reply) {
            given("RPUSH l a b 1 a c a");
            assertEquals(reply.replace('|', '\n'), redis.show(command));
        }

        @Test
        void wantsARank() {
            assertEquals(
                    "(error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
                            + " or use negative to start from the end of the list",
                    redis.show("LPOS l a RANK 0"));
            assertEquals(
                    "(error) ERR value is out of range,"
                            + " value must between -9223372036854775807 and 9223372036854775807",
                    redis.show("LPOS l a RANK -9223372036854775808"));
        }
    }
}
