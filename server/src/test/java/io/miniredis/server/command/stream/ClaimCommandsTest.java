package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClaimCommandsTest {
    private static final String NO_GROUP = "(error) NOGROUP No such key 's' or consumer group 'none'";

    private final StreamFixture redis = new StreamFixture();

    /** One has 1-0 to 3-0, two has 4-0, all since 100 ms. */
    @BeforeEach
    void start() {
        redis.after(
                "XADD s 1 f a",
                "XADD s 2 f b",
                "XADD s 3 f c",
                "XADD s 4 f d",
                "XADD s 5 f e",
                "XGROUP CREATE s g 0",
                "XREADGROUP GROUP g one COUNT 3 STREAMS s >",
                "XREADGROUP GROUP g two COUNT 1 STREAMS s >");
        redis.advanceMillis(100);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private String pending() {
        return redis.run("XPENDING s g - + 10");
    }

    @Nested
    class Xpending {
        @Test
        void sumsUp() {
            assertEquals("[4 1-0 4-0 [[one 3] [two 1]]]", redis.run("XPENDING s g"));
        }

        @Test
        void tellsEntryByEntry() {
            assertEquals("[[2-0 one 100 1] [3-0 one 100 1]]", redis.run("XPENDING s g 2 3 10"));
            assertEquals("[[2-0 one 100 1]]", redis.run("XPENDING s g (1-0 (3-0 10"));
            assertEquals("[[4-0 two 100 1]]", redis.run("XPENDING s g - + 10 two"));
            assertEquals("[[1-0 one 100 1]]", redis.run("XPENDING s g - + 1"));
            assertEquals("[]", redis.run("XPENDING s g - + 10 nobody"));
            assertEquals("[]", redis.run("XPENDING s g - + -1"));
        }

        @Test
        void leavesOutWhatIsNotIdle() {
            redis.run("XCLAIM s g one 0 1");

            assertEquals("[[4-0 two 100 1]]", redis.run("XPENDING s g IDLE 100 - + 10 two"));
            assertEquals("[[2-0 one 100 1]]", redis.run("XPENDING s g IDLE 1 - + 1"));
            assertEquals("[]", redis.run("XPENDING s g IDLE 101 - + 10"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals("(error) ERR syntax error", redis.run("XPENDING s g -"));
            assertEquals("(error) ERR syntax error", redis.run("XPENDING s g IDLE 5 - +"));
            assertEquals("(error) ERR syntax error", redis.run("XPENDING s g - + 1 c 5 6 7"));
            assertEquals("(error) ERR value is not an integer or out of range", redis.run("XPENDING s g - + x"));
            assertEquals(NO_GROUP, redis.run("XPENDING s none"));
        }
    }

    @Nested
    class Xclaim {
        @Test
        void takesEntriesOver() {
            assertEquals("[[1-0 [f a]] [4-0 [f d]]]", redis.run("XCLAIM s g three 50 1 4 9"));

            assertEquals("[[1-0 three 0 2] [2-0 one 100 1] [3-0 one 100 1] [4-0 three 0 2]]", pending());
            String claim = "0 XCLAIM s g three 0 %s TIME 1700000000100 RETRYCOUNT 2 FORCE JUSTID LASTID 4-0";
            assertEquals(List.of("0 MULTI", claim.formatted("1"), claim.formatted("4"), "0 EXEC"), redis.propagated());
        }

        @Test
        void leavesAloneWhatIsNotIdle() {
            assertEquals("[]", redis.run("XCLAIM s g three 101 1"));
            assertEquals("[[1-0 [f a]]]", redis.run("XCLAIM s g three -5 1"));
        }

        @Test
        void countsNoDeliveryForIdsAlone() {
            assertEquals("[1-0]", redis.run("XCLAIM s g two 0 1 JUSTID"));
            assertEquals("[[1-0 two 0 1]]", redis.run("XPENDING s g - + 1"));
        }

        @Test
        void setsWhatItIsTold() {
            redis.run("XCLAIM s g two 0 1 IDLE 70 RETRYCOUNT 9 JUSTID");
            redis.run("XCLAIM s g two 0 2 TIME 1700000000040 JUSTID");
            redis.run("XCLAIM s g two 0 3 TIME 1800000000000 JUSTID");

            assertEquals("[[1-0 two 70 9] [2-0 two 60 1] [3-0 two 0 1] [4-0 two 100 1]]", pending());
        }

        @Test
        void createsPendingEntriesByForce() {
            assertEquals("[]", redis.run("XCLAIM s g three 0 5"));
            assertEquals("[5-0]", redis.run("XCLAIM s g three 1000 5 6 FORCE JUSTID"));
            assertEquals("[[5-0 three 0 1]]", redis.run("XPENDING s g 5 + 10"));
        }

        @Test
        void forgetsWhatWasDeleted() {
            redis.run("XDEL s 2");
            redis.propagated();

            assertEquals("[]", redis.run("XCLAIM s g two 0 2"));

            assertEquals("[]", redis.run("XPENDING s g 2 2 10"));
            assertEquals(
                    List.of("0 XCLAIM s g one 0 2 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 4-0"),
                    redis.propagated());
        }

        @Test
        void movesTheGroup() {
            redis.run("XCLAIM s g two 0 9 LASTID 5");

            assertEquals(List.of("0 XGROUP SETID s g 5-0 ENTRIESREAD 4"), redis.propagated());
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals(NO_GROUP, redis.run("XCLAIM s none c x 1"));
            assertEquals("(error) ERR Invalid min-idle-time argument for XCLAIM", redis.run("XCLAIM s g c x 1"));
            assertEquals("(error) ERR Invalid IDLE option argument for XCLAIM", redis.run("XCLAIM s g c 0 1 IDLE x"));
            assertEquals("(error) ERR Invalid TIME option argument for XCLAIM", redis.run("XCLAIM s g c 0 1 TIME x"));
            assertEquals(
                    "(error) ERR Invalid RETRYCOUNT option argument for XCLAIM",
                    redis.run("XCLAIM s g c 0 1 RETRYCOUNT x"));
            assertEquals("(error) ERR Unrecognized XCLAIM option 'x'", redis.run("XCLAIM s g c 0 1 x 2"));
        }
    }

    @Nested
    class Xautoclaim {
        @Test
        void takesWhatIsIdleFromAnIdOn() {
            assertEquals("[4-0 [[2-0 [f b]] [3-0 [f c]]] []]", redis.run("XAUTOCLAIM s g two 50 (1-0 COUNT 2"));
            assertEquals("[0-0 [] []]", redis.run("XAUTOCLAIM s g two 101 -"));
            assertEquals("[[1-0 one 100 1] [2-0 two 0 2] [3-0 two 0 2] [4-0 two 100 1]]", pending());
        }

        @Test
        void tellsWhatWasDeleted() {
            redis.run("XDEL s 1 3");
            redis.propagated();

            assertEquals("[3-0 [2-0] [1-0]]", redis.run("XAUTOCLAIM s g two 0 0 COUNT 2 JUSTID"));

            assertEquals("[[2-0 two 0 1] [3-0 one 100 1] [4-0 two 100 1]]", pending());
            assertEquals(
                    List.of(
                            "0 MULTI",
                            "0 XCLAIM s g one 0 1-0 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 4-0",
                            "0 XCLAIM s g two 0 2-0 TIME 1700000000100 RETRYCOUNT 1 FORCE JUSTID LASTID 4-0",
                            "0 EXEC"),
                    redis.propagated());
        }

        @Test
        void looksAtTenTimesAsManyAsItMayTake() {
            for (int i = 10; i < 40; i++) {
                redis.run("XADD s " + i + " f v");
            }
            redis.run("XREADGROUP GROUP g two STREAMS s >");

            assertEquals("[19-0 [] []]", redis.run("XAUTOCLAIM s g one 50 5 COUNT 1"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals(NO_GROUP, redis.run("XAUTOCLAIM s none c 0 0"));
            assertEquals("(error) ERR COUNT must be > 0", redis.run("XAUTOCLAIM s g c 0 0 COUNT 0"));
            assertEquals("(error) ERR syntax error", redis.run("XAUTOCLAIM s g c 0 0 FOO"));
            assertEquals(
                    "(error) ERR Invalid min-idle-time argument for XAUTOCLAIM", redis.run("XAUTOCLAIM s g c x 0"));
            redis.run("SET text value");
            assertTrue(redis.run("XAUTOCLAIM text g c 0 0").startsWith("(error) WRONGTYPE"));
        }
    }
}
