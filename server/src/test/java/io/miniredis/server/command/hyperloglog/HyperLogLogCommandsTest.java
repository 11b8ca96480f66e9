package io.miniredis.server.command.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HyperLogLogCommandsTest {
    private static final String NOT_ONE = "(error) WRONGTYPE Key is not a valid HyperLogLog string value.";
    private static final String CORRUPT = "(error) INVALIDOBJ Corrupted HLL object detected";
    private static final String HEADER = "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00";
    private static final String DAMAGED = "\"" + HEADER + "\\x80\\x7f\\xfe\"";

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

    private String number(String line) {
        return redis.show(line).replace("(integer) ", "");
    }

    @Nested
    class Pfadd {
        @Test
        void makesAStringThatRedisReads() {
            assertEquals("1", number("PFADD k"));
            assertEquals("\"" + HEADER + "\\x80\\x7f\\xff\"", redis.show("GET k"));
            assertEquals("\"raw\"", redis.show("OBJECT ENCODING k"));
            assertEquals("string", redis.show("TYPE k"));
        }

        @Test
        void saysWhetherTheEstimateMayChange() {
            assertEquals("1", number("PFADD k a b c"));
            assertEquals("0", number("PFADD k a b"));
            assertEquals("1", number("PFADD k a b d"));
            assertEquals("0", number("PFADD k"));
        }

        @Test
        void reportsChangesOnly() {
            redis.show("PFADD k a b");
            redis.show("PFADD k a");

            assertEquals(List.of("pfadd k"), redis.events());
            assertEquals(List.of("0 PFADD k a b"), redis.propagated());
        }

        @Test
        void goesOnWithAStringThatAClientStored() {
            given("PFADD k a b c", "PFCOUNT k", "COPY k other");

            assertEquals("0", number("PFADD other a"));
            assertEquals("3", number("PFCOUNT other"));
        }

        @Test
        void refusesOtherStrings() {
            given("SET s foo", "SET i 12345678901234567", "SET damaged " + DAMAGED);

            assertEquals(NOT_ONE, redis.show("PFADD s a"));
            assertEquals(NOT_ONE, redis.show("PFADD i a"));
            assertEquals(NOT_ONE, redis.show("PFCOUNT s"));
            assertEquals(NOT_ONE, redis.show("PFCOUNT s i"));
            assertEquals(NOT_ONE, redis.show("PFMERGE d s"));
            assertEquals(CORRUPT, redis.show("PFCOUNT damaged"));
            assertEquals(CORRUPT, redis.show("PFCOUNT damaged other"));
            assertEquals(CORRUPT, redis.show("PFMERGE d damaged"));
            assertEquals(CORRUPT, redis.show("PFDEBUG TODENSE damaged"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void becomesDenseAtTheConfiguredSize() {
            given("CONFIG SET hll-sparse-max-bytes 30", "PFADD k a b c");
            assertEquals("sparse", redis.show("PFDEBUG ENCODING k"));

            given("PFADD k d e f g h i j k l m n");

            assertEquals("dense", redis.show("PFDEBUG ENCODING k"));
            assertEquals("12304", number("STRLEN k"));
            assertEquals("14", number("PFCOUNT k"));
        }
    }

    @Nested
    class Pfcount {
        @Test
        void remembersItsResultAndPropagatesThat() {
            given("PFADD k a b c");

            assertEquals("3", number("PFCOUNT k"));
            assertEquals(List.of("0 PFCOUNT k"), redis.propagated());
            assertEquals("3", number("PFCOUNT k"));
            assertEquals(List.of(), redis.propagated());
            assertTrue(redis.show("GET k")
                    .startsWith("\"HYLL\\x01\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00"));
        }

        @Test
        void remembersWithoutANotification() {
            given("CONFIG SET notify-keyspace-events KEA", "PFADD k a");
            ServerFixture.Peer listener = redis.connect();
            listener.show("SUBSCRIBE __keyspace@0__:k");

            assertEquals("1", number("PFCOUNT k"));

            assertEquals(1, listener.received().size());
            assertEquals("0", number("PFADD k a"));
        }

        @Test
        void countsSeveralKeysTogetherWithoutAChange() {
            given("PFADD a 1 2 3", "PFADD b 3 4", "PFADD dense 4 5", "PFDEBUG TODENSE dense");

            assertEquals("4", number("PFCOUNT a b"));
            assertEquals("5", number("PFCOUNT a b dense missing"));
            assertEquals("3", number("PFCOUNT a missing"));
            assertEquals("0", number("PFCOUNT missing"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void makesAShortStringItsOwn() {
            given("SET k \"" + HEADER + "\\x00\\x7f\\xff\"");
            assertEquals("\"embstr\"", redis.show("OBJECT ENCODING k"));

            assertEquals("0", number("PFCOUNT k"));

            assertEquals("\"raw\"", redis.show("OBJECT ENCODING k"));
            assertEquals(List.of(), redis.propagated());
        }
    }

    @Nested
    class Pfmerge {
        @Test
        void countsAllTogether() {
            given("PFADD a 1 2 3", "PFADD b 3 4", "PFADD d 5");

            assertEquals("OK", redis.show("PFMERGE d a b missing"));

            assertEquals(List.of("pfadd d"), redis.events());
            assertEquals(List.of("0 PFMERGE d a b missing"), redis.propagated());
            assertEquals("5", number("PFCOUNT d"));
            assertEquals("sparse", redis.show("PFDEBUG ENCODING d"));
        }

        @Test
        void isDenseIfAnySourceIs() {
            given("PFADD a 1 2 3", "PFADD b 3 4", "PFDEBUG TODENSE b");

            redis.show("PFMERGE d a b");

            assertEquals("dense", redis.show("PFDEBUG ENCODING d"));
            assertEquals("4", number("PFCOUNT d"));
        }

        @Test
        void makesAnEmptyOneOfNothing() {
            assertEquals("OK", redis.show("PFMERGE d"));
            assertEquals("OK", redis.show("PFMERGE e missing"));

            assertEquals("0", number("PFCOUNT d e"));
            assertEquals("2", number("EXISTS d e"));
        }
    }

    @Nested
    class Pfdebug {
        @Test
        void showsSparseRegistersInWords() {
            given("PFADD k foo");

            assertEquals("\"Z:7348 v:5,1 Z:9035\"", redis.show("PFDEBUG DECODE k"));
            assertEquals("sparse", redis.show("PFDEBUG encoding k"));
        }

        @Test
        void makesDense() {
            given("PFADD k foo", "PFADD other foo");

            assertEquals("1", number("PFDEBUG TODENSE k"));
            assertEquals("0", number("PFDEBUG TODENSE k"));
            assertEquals(List.of("0 PFDEBUG TODENSE k"), redis.propagated());
            assertEquals("(error) ERR HLL encoding is not sparse", redis.show("PFDEBUG DECODE k"));
            assertTrue(redis.show("PFDEBUG GETREG other").contains("7349) (integer) 5\n"));
            assertEquals("dense", redis.show("PFDEBUG ENCODING other"));
        }

        @Test
        void asksForTheKeyFirst() {
            assertEquals("(error) ERR The specified key does not exist", redis.show("PFDEBUG nonsense missing"));
            given("PFADD k foo");
            assertEquals("(error) ERR Unknown PFDEBUG subcommand 'nonsense'", redis.show("PFDEBUG nonsense k"));
        }
    }
}
