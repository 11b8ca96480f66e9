package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
    private static final String NO_ID = "(error) ERR Invalid stream ID specified as stream command argument";

    private final StreamFixture redis = new StreamFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void addEntries(int count) {
        for (int i = 1; i <= count; i++) {
            redis.run("XADD s " + i + "-0 f v" + i);
        }
        redis.events();
        redis.propagated();
    }

    private String length() {
        return redis.run("XLEN s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XADD x * f v",
                "XLEN x",
                "XRANGE x - +",
                "XREVRANGE x + -",
                "XDEL x 1",
                "XTRIM x MAXLEN 1",
                "XSETID x 1-1"
            })
    void otherTypesAreRefused(String command) {
        redis.run("SET x value");

        assertEquals(WRONG_TYPE, redis.run(command));
    }

    @Nested
    class Xadd {
        @Test
        void givesIdsByTheClock() {
            assertEquals("1700000000000-0", redis.run("XADD s * f v"));
            assertEquals("1700000000000-1", redis.run("XADD s * f v"));
            redis.advanceMillis(5);
            assertEquals("1700000000005-0", redis.run("XADD s * f v"));
            assertEquals("1800000000000-7", redis.run("XADD s 1800000000000-7 f v"));
            assertEquals("1800000000000-8", redis.run("XADD s * f v"));
        }

        @Test
        void findsTheSequenceNumber() {
            assertEquals("0-1", redis.run("XADD s 0-* f v"));
            assertEquals("5-0", redis.run("XADD s 5-* f v"));
            assertEquals("5-1", redis.run("XADD s 5-* f v"));
            assertEquals("6-0", redis.run("XADD s 6 f v"));
        }

        @Test
        void refusesIdsThatAreNotAboveTheLast() {
            redis.run("XADD s 5-5 f v");
            String tooSmall =
                    "(error) ERR The ID specified in XADD is equal or smaller than the target stream top item";

            assertEquals(tooSmall, redis.run("XADD s 5-5 f v"));
            assertEquals(tooSmall, redis.run("XADD s 5 f v"));
            assertEquals(tooSmall, redis.run("XADD s 4-* f v"));
            assertEquals(
                    "(error) ERR The ID specified in XADD must be greater than 0-0", redis.run("XADD new 0-0 f v"));
            assertEquals("0", redis.run("EXISTS new"));
        }

        @Test
        void endsWithTheLastPossibleId() {
            redis.run("XADD s 18446744073709551615-18446744073709551615 f v");

            assertEquals(
                    "(error) ERR The stream has exhausted the last possible ID, unable to add more items",
                    redis.run("XADD s * f v"));
        }

        @Test
        void doesNotGoOnFromAFullMillisecond() {
            redis.run("XADD s 5-18446744073709551615 f v");

            assertEquals(
                    "(error) ERR The ID specified in XADD is equal or smaller than the target stream top item",
                    redis.run("XADD s 5-* f v"));
        }

        @Test
        void needsWholePairs() {
            String wrong = "(error) ERR wrong number of arguments for 'xadd' command";

            assertEquals(wrong, redis.run("XADD s * f"));
            assertEquals(wrong, redis.run("XADD s * f v g"));
            assertEquals(wrong, redis.run("XADD s MAXLEN 5 *"));
        }

        @Test
        void createsNoStreamIfTold() {
            assertEquals("(nil)", redis.run("XADD s NOMKSTREAM * f v"));
            assertEquals("0", redis.run("EXISTS s"));
            redis.run("XADD s 1 f v");
            assertEquals("2-0", redis.run("XADD s NOMKSTREAM 2 f v"));
        }

        @Test
        void trims() {
            addEntries(10);

            redis.run("XADD s MAXLEN 3 11-0 f v");

            assertEquals("3", length());
            assertEquals(List.of("xadd s", "xtrim s"), redis.events());
            assertEquals(List.of("0 XADD s MAXLEN 3 11-0 f v"), redis.propagated());
        }

        @Test
        void isPropagatedWithWhatCameOfIt() {
            redis.run("CONFIG SET stream-node-max-entries 10");
            addEntries(100);

            redis.run("XADD s MAXLEN ~ 55 LIMIT 30 * f v");
            redis.run("XADD s MINID ~ 52 1700000000000-* f v");
            redis.run("XADD s 2000000000000-0 f v");

            assertEquals(
                    List.of(
                            "0 XADD s MAXLEN = 71 LIMIT 30 1700000000000-0 f v",
                            "0 XADD s MINID = 51-0 1700000000000-1 f v",
                            "0 XADD s 2000000000000-0 f v"),
                    redis.propagated());
        }

        @Test
        void refusesOptionsThatDoNotFit() {
            assertEquals(
                    "(error) ERR syntax error, MAXLEN and MINID options at the same time are not compatible",
                    redis.run("XADD s MAXLEN 5 MINID 5 * f v"));
            assertEquals("(error) ERR The MAXLEN argument must be >= 0.", redis.run("XADD s MAXLEN -1 * f v"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.run("XADD s MAXLEN x * f v"));
            assertEquals(
                    "(error) ERR syntax error, LIMIT cannot be used without the special ~ option",
                    redis.run("XADD s MAXLEN 5 LIMIT 5 * f v"));
            assertEquals(
                    "(error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy",
                    redis.run("XADD s LIMIT 5 * f v"));
            assertEquals("(error) ERR The LIMIT argument must be >= 0.", redis.run("XADD s MAXLEN ~ 5 LIMIT -1 * f v"));
            assertEquals(NO_ID, redis.run("XADD s xyz f v"));
            assertEquals(NO_ID, redis.run("XADD s - f v"));
            assertEquals(NO_ID, redis.run("XADD s MINID x * f v"));
        }
    }

    @Nested
    class Xrange {
        @ParameterizedTest
        @CsvSource({
            "- +, v1 v2 v3 v4 v5",
            "2 4, v2 v3 v4",
            "(2 (4, v3 v4",
            "(2-0 (4-0, v3",
            "(2 +, v3 v4 v5",
            "- (1-0, ''",
            "4 2, ''",
            "2-1 4-0, v3 v4",
            "- + COUNT 2, v1 v2",
            "- + count 2 COUNT 1, v1"
        })
        void givesWhatIsBetween(String range, String values) {
            addEntries(5);

            String expected = values.isEmpty() ? "[]" : shown(values.split(" "));
            assertEquals(expected, redis.run("XRANGE s " + range));
        }

        private String shown(String[] values) {
            StringBuilder out = new StringBuilder();
            for (String value : values) {
                out.append(out.isEmpty() ? "[" : " ");
                out.append('[')
                        .append(value.substring(1))
                        .append("-0 [f ")
                        .append(value)
                        .append("]]");
            }
            return out.append(']').toString();
        }

        @Test
        void goesDownwardsToo() {
            addEntries(5);

            assertEquals("[[5-0 [f v5]] [4-0 [f v4]]]", redis.run("XREVRANGE s + - COUNT 2"));
            assertEquals("[[3-0 [f v3]] [2-0 [f v2]]]", redis.run("XREVRANGE s (4-0 (1-0"));
        }

        @Test
        void givesEntriesWithOtherFields() {
            redis.run("XADD s 1 a 1 b 2");
            redis.run("XADD s 2 a 1");
            redis.run("XADD s 3 '' '' 12 -7");

            assertEquals("[[1-0 [a 1 b 2]] [2-0 [a 1]] [3-0 [  12 -7]]]", redis.run("XRANGE s - +"));
            assertEquals("[[3-0 [  12 -7]] [2-0 [a 1]] [1-0 [a 1 b 2]]]", redis.run("XREVRANGE s + -"));
        }

        @Test
        void refusesImpossibleBounds() {
            assertEquals(
                    "(error) ERR invalid start ID for the interval",
                    redis.run("XRANGE s (18446744073709551615-18446744073709551615 +"));
            assertEquals("(error) ERR invalid end ID for the interval", redis.run("XRANGE s - (0-0"));
            assertEquals(NO_ID, redis.run("XRANGE s (- +"));
            assertEquals(NO_ID, redis.run("XRANGE s ( +"));
            assertEquals("(error) ERR syntax error", redis.run("XRANGE s - + COUNT"));
            assertEquals("(error) ERR syntax error", redis.run("XRANGE s - + LIMIT 3"));
        }

        @Test
        void ofNothingIsEmptyOrNil() {
            assertEquals("[]", redis.run("XRANGE s - + COUNT 0"));
            addEntries(1);
            assertEquals("(nil)", redis.run("XRANGE s - + COUNT 0"));
            assertEquals("(nil)", redis.run("XRANGE s - + COUNT -5"));
        }
    }

    @Nested
    class Xdel {
        @Test
        void deletesWhatIsThere() {
            addEntries(5);
            long dirty = redis.dirty();

            assertEquals("2", redis.run("XDEL s 2 4-0 9"));

            assertEquals("3", length());
            assertEquals(2, redis.dirty() - dirty);
            assertEquals(List.of("xdel s"), redis.events());
            assertEquals(List.of("0 XDEL s 2 4-0 9"), redis.propagated());
        }

        @Test
        void leavesAnEmptyStream() {
            addEntries(2);

            redis.run("XDEL s 1 2");

            assertEquals("1", redis.run("EXISTS s"));
            assertEquals("2-1", redis.run("XADD s 2-* f v"));
        }

        @Test
        void deletesNothingIfAnIdIsWrong() {
            addEntries(2);

            assertEquals(NO_ID, redis.run("XDEL s 1 x"));
            assertEquals("2", length());
            assertEquals("0", redis.run("XDEL missing x"));
        }
    }

    @Nested
    class Xtrim {
        @Test
        void keepsTheNewest() {
            addEntries(10);

            assertEquals("7", redis.run("XTRIM s MAXLEN 3"));
            assertEquals("[[8-0 [f v8]] [9-0 [f v9]] [10-0 [f v10]]]", redis.run("XRANGE s - +"));
            assertEquals("1", redis.run("XTRIM s MINID = 9"));
            assertEquals("0", redis.run("XTRIM s MINID 9"));
            assertEquals(List.of("xtrim s", "xtrim s"), redis.events());
        }

        @Test
        void takesWholeNodesOnlyIfThatWillDo() {
            redis.run("CONFIG SET stream-node-max-entries 10");
            addEntries(100);

            assertEquals("0", redis.run("XTRIM s MAXLEN ~ 91"));
            assertEquals("40", redis.run("XTRIM s MAXLEN ~ 55"));
            assertEquals("0", redis.run("XTRIM s MAXLEN ~ 0 LIMIT 1"));
            assertEquals("30", redis.run("XTRIM s MAXLEN ~ 0 LIMIT 30"));
            assertEquals(List.of("0 XTRIM s MAXLEN = 60", "0 XTRIM s MAXLEN = 30 LIMIT 30"), redis.propagated());
        }

        @Test
        void isLimitedToAHundredNodes() {
            redis.run("CONFIG SET stream-node-max-entries 1");
            addEntries(120);

            assertEquals("100", redis.run("XTRIM s MAXLEN ~ 1"));
            assertEquals("19", redis.run("XTRIM s MAXLEN 1"));
        }

        @Test
        void needsAStrategy() {
            assertEquals("(error) ERR syntax error", redis.run("XTRIM s FOO 5"));
            assertEquals(
                    "(error) ERR syntax error, XTRIM must be called with a trimming strategy",
                    redis.run("XTRIM s LIMIT 0"));
            assertEquals("0", redis.run("XTRIM missing MAXLEN 0"));
        }
    }

    @Nested
    class Xsetid {
        @Test
        void setsThePast() {
            addEntries(1);

            assertEquals("OK", redis.run("XSETID s 9-1 ENTRIESADDED 50 MAXDELETEDID 7-3"));

            assertEquals("9-2", redis.run("XADD s 9-* f v"));
            assertEquals(List.of("xsetid s", "xadd s"), redis.events());
            assertEquals(
                    "[length 2 radix-tree-keys 1 radix-tree-nodes 2 last-generated-id 9-2 max-deleted-entry-id 7-3"
                            + " entries-added 51 recorded-first-entry-id 1-0 groups 0 first-entry [1-0 [f v1]]"
                            + " last-entry [9-2 [f v]]]",
                    redis.run("XINFO STREAM s"));
        }

        @Test
        void refusesWhatCannotBe() {
            addEntries(5);

            assertEquals(
                    "(error) ERR The ID specified in XSETID is smaller than the target stream top item",
                    redis.run("XSETID s 4"));
            assertEquals(
                    "(error) ERR The entries_added specified in XSETID is smaller than the target stream length",
                    redis.run("XSETID s 5 ENTRIESADDED 4"));
            assertEquals("(error) ERR entries_added must be positive", redis.run("XSETID s 5 ENTRIESADDED -1"));
            assertEquals(
                    "(error) ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id",
                    redis.run("XSETID s 5 MAXDELETEDID 6"));
            assertEquals("(error) ERR no such key", redis.run("XSETID missing 1"));
            assertEquals("(error) ERR syntax error", redis.run("XSETID s 5 FOO 1"));
            redis.run("XDEL s 5");
            assertEquals(
                    "(error) ERR The ID specified in XSETID is smaller than current max_deleted_entry_id",
                    redis.run("XSETID s 4"));
        }
    }
}
