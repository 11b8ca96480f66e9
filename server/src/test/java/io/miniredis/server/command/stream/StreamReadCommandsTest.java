package io.miniredis.server.command.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamReadCommandsTest {
    private static final String NO_GROUP =
            "(error) NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with" + " GROUP option";

    private final StreamFixture redis = new StreamFixture();

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Xread {
        @Test
        void givesWhatIsAboveTheIdsOfEachStream() {
            redis.after("XADD a 1 f v", "XADD a 2 f w", "XADD b 5 f x");

            assertEquals("[[a [[2-0 [f w]]]]]", redis.run("XREAD STREAMS a b 1 5"));
            assertEquals("[[a [[1-0 [f v]]]] [b [[5-0 [f x]]]]]", redis.run("XREAD COUNT 1 STREAMS a b missing 0 0 0"));
            assertEquals("(nil)", redis.run("XREAD STREAMS a b 2 5"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void givesAMapInResp3() {
            redis.after("HELLO 3", "XADD a 1 f v", "XADD b 1 f v");

            assertEquals("{a: [[1-0 [f v]]], b: [[1-0 [f v]]]}", redis.run("XREAD STREAMS a b 0 0"));
        }

        @Test
        void givesTheLastEntryForPlus() {
            redis.after("XADD a 1 f v", "XADD a 2 f w", "XADD a 3 f x", "XDEL a 3");

            assertEquals("[[a [[2-0 [f w]]]]]", redis.run("XREAD STREAMS a +"));
            assertEquals("(nil)", redis.run("XREAD STREAMS missing +"));
        }

        @Test
        void waitsForWhatComesFromNowOn() {
            redis.after("XADD a 1 f v");
            ServerFixture.Peer reader = redis.blocked("XREAD BLOCK 0 STREAMS a b $ $");

            redis.run("XADD a 2 f w");
            redis.run("XADD a 3 f x");

            assertEquals(List.of("[[a [[2-0 [f w]]]]]"), StreamFixture.received(reader));
        }

        @Test
        void waitsForAStreamThatIsNotThere() {
            ServerFixture.Peer reader = redis.blocked("XREAD BLOCK 0 STREAMS a $");

            redis.run("SET a text");
            redis.run("DEL a");
            redis.run("XADD a 1 f v");

            assertEquals(List.of("[[a [[1-0 [f v]]]]]"), StreamFixture.received(reader));
        }

        @Test
        void givesUpWhenTheTimeIsOver() {
            ServerFixture.Peer reader = redis.blocked("XREAD BLOCK 100 STREAMS a $");

            redis.advanceMillis(101);

            assertEquals(List.of("(nil)"), StreamFixture.received(reader));
        }

        @Test
        void doesNotWaitInATransaction() {
            redis.after("MULTI", "XREAD BLOCK 0 STREAMS a $");

            assertEquals("[(nil)]", redis.run("EXEC"));
        }

        @Test
        void refusesWhatOnlyGroupsKnow() {
            assertEquals(
                    "(error) ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.",
                    redis.run("XREAD GROUP g c STREAMS s 0"));
            assertEquals(
                    "(error) ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.",
                    redis.run("XREAD NOACK STREAMS s 0"));
            assertEquals(
                    "(error) ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
                            + " <consumer> option.",
                    redis.run("XREAD STREAMS s >"));
        }

        @Test
        void refusesWhatItDoesNotUnderstand() {
            assertEquals(
                    "(error) ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.",
                    redis.run("XREAD STREAMS s 0 t"));
            assertEquals("(error) ERR syntax error", redis.run("XREAD COUNT 5 STREAMS"));
            assertEquals("(error) ERR syntax error", redis.run("XREAD FOO STREAMS s 0"));
            assertEquals("(error) ERR timeout is negative", redis.run("XREAD BLOCK -1 STREAMS s 0"));
            assertEquals(
                    "(error) ERR timeout is not an integer or out of range", redis.run("XREAD BLOCK x STREAMS s 0"));
            redis.run("SET text value");
            assertTrue(redis.run("XREAD STREAMS text 0").startsWith("(error) WRONGTYPE"));
        }
    }

    @Nested
    class Xreadgroup {
        private void start() {
            redis.after("XADD s 1 f a", "XADD s 2 f b", "XADD s 3 f c", "XGROUP CREATE s g 0");
        }

        @Test
        void sharesNewEntriesAmongConsumers() {
            start();

            assertEquals("[[s [[1-0 [f a]]]]]", redis.run("XREADGROUP GROUP g one COUNT 1 STREAMS s >"));
            assertEquals("[[s [[2-0 [f b]] [3-0 [f c]]]]]", redis.run("XREADGROUP GROUP g two STREAMS s >"));
            assertEquals("(nil)", redis.run("XREADGROUP GROUP g one STREAMS s >"));
            assertEquals("[[s [[1-0 [f a]]]]]", redis.run("XREADGROUP GROUP g one STREAMS s 0"));
            assertEquals("[[s [[3-0 [f c]]]]]", redis.run("XREADGROUP GROUP g two COUNT 9 STREAMS s 2"));
        }

        @Test
        void tellsWhoHasWhat() {
            start();

            redis.run("XREADGROUP GROUP g one COUNT 2 STREAMS s >");

            String claim = "0 XCLAIM s g one 0 %s TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID %s";
            assertEquals(
                    List.of("0 MULTI", claim.formatted("1-0", "1-0"), claim.formatted("2-0", "2-0"), "0 EXEC"),
                    redis.propagated());
            assertEquals(List.of("xgroup-createconsumer s"), redis.events());
        }

        @Test
        void withoutAcknowledgementKeepsNothing() {
            start();

            redis.run("XREADGROUP GROUP g one NOACK STREAMS s >");

            assertEquals("[0 (nil) (nil) (nil)]", redis.run("XPENDING s g"));
            assertEquals(
                    List.of(
                            "0 MULTI",
                            "0 XGROUP CREATECONSUMER s g one",
                            "0 XGROUP SETID s g 3-0 ENTRIESREAD 3",
                            "0 EXEC"),
                    redis.propagated());
        }

        @Test
        void countsDeliveriesOfTheHistory() {
            start();
            redis.run("XREADGROUP GROUP g one COUNT 2 STREAMS s >");
            redis.run("XDEL s 1");
            redis.advanceMillis(50);

            assertEquals("[[s [[1-0 (nil)] [2-0 [f b]]]]]", redis.run("XREADGROUP GROUP g one STREAMS s 0"));

            assertEquals("[[1-0 one 50 1] [2-0 one 0 2]]", redis.run("XPENDING s g - + 10"));
        }

        @Test
        void givesAnEmptyHistory() {
            start();

            assertEquals("[[s []]]", redis.run("XREADGROUP GROUP g one STREAMS s 0"));
        }

        @Test
        void needsKeyAndGroup() {
            assertEquals(NO_GROUP, redis.run("XREADGROUP GROUP g c STREAMS s >"));
            redis.run("XADD s 1 f v");
            assertEquals(NO_GROUP, redis.run("XREADGROUP GROUP g c STREAMS s >"));
            assertEquals(
                    "(error) ERR Missing GROUP option for XREADGROUP",
                    redis.run("XREADGROUP COUNT 1 NOACK NOACK STREAMS s >"));
            redis.run("XGROUP CREATE s g 0");
            assertTrue(redis.run("XREADGROUP GROUP g c STREAMS s $").startsWith("(error) ERR The $ ID is meaningless"));
            assertTrue(redis.run("XREADGROUP GROUP g c STREAMS s +").startsWith("(error) ERR The + ID is meaningless"));
            assertEquals(
                    "(error) ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be"
                            + " specified.",
                    redis.run("XREADGROUP GROUP g c STREAMS s t >"));
        }

        @Test
        void waitsForNewEntries() {
            redis.after("XGROUP CREATE s g $ MKSTREAM");
            ServerFixture.Peer one = redis.blocked("XREADGROUP GROUP g one BLOCK 0 STREAMS s >");
            ServerFixture.Peer two = redis.blocked("XREADGROUP GROUP g two BLOCK 0 STREAMS s >");
            redis.propagated();

            redis.run("XADD s 1 f v");

            assertEquals(List.of("[[s [[1-0 [f v]]]]]"), StreamFixture.received(one));
            assertEquals(List.of(), StreamFixture.received(two));
            assertEquals(
                    List.of(
                            "0 XADD s 1 f v",
                            "0 XCLAIM s g one 0 1-0 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-0"),
                    redis.propagated());
            redis.run("XADD s 2 f v");
            assertEquals(List.of("[[s [[2-0 [f v]]]]]"), StreamFixture.received(two));
        }

        @Test
        void isToldThatTheGroupIsGone() {
            redis.after("XGROUP CREATE s g $ MKSTREAM", "XGROUP CREATE s other $");
            ServerFixture.Peer reader = redis.blocked("XREADGROUP GROUP g one BLOCK 0 STREAMS s >");

            redis.run("XGROUP DESTROY s other");
            assertEquals(List.of(), StreamFixture.received(reader));
            redis.run("XGROUP DESTROY s g");

            assertEquals(List.of(NO_GROUP), StreamFixture.received(reader));
        }

        @Test
        void isToldThatTheKeyIsGoneOrAnother() {
            redis.after("XGROUP CREATE s g $ MKSTREAM", "XGROUP CREATE t g $ MKSTREAM");
            ServerFixture.Peer one = redis.blocked("XREADGROUP GROUP g one BLOCK 0 STREAMS s >");
            ServerFixture.Peer two = redis.blocked("XREADGROUP GROUP g one BLOCK 0 STREAMS t >");

            redis.run("DEL s");
            redis.run("SET t text");

            assertEquals(List.of(NO_GROUP), StreamFixture.received(one));
            assertEquals(
                    List.of("(error) WRONGTYPE Operation against a key holding the wrong kind of value"),
                    StreamFixture.received(two));
        }

        @Test
        void countsWhatItReads() {
            start();

            redis.run("XREADGROUP GROUP g one COUNT 2 STREAMS s >");

            assertEquals(
                    "[[name g consumers 1 pending 2 last-delivered-id 2-0 entries-read 2 lag 1]]",
                    redis.run("XINFO GROUPS s"));
        }

        @Test
        void takesEntriesOverWhenTheGroupWasSetBack() {
            start();
            redis.run("XREADGROUP GROUP g one STREAMS s >");
            redis.run("XGROUP SETID s g 1");

            redis.run("XREADGROUP GROUP g two STREAMS s >");

            assertEquals("[3 1-0 3-0 [[one 1] [two 2]]]", redis.run("XPENDING s g"));
        }
    }

    @Nested
    class Keys {
        @Test
        void standBetweenTheWordStreamsAndTheIds() {
            assertEquals("[a b]", redis.run("COMMAND GETKEYS XREAD COUNT 5 BLOCK 0 STREAMS a b 0 0"));
            assertEquals("[a b]", redis.run("COMMAND GETKEYS XREADGROUP GROUP streams streams STREAMS a b > >"));
            assertEquals("[streams]", redis.run("COMMAND GETKEYS XREAD STREAMS streams 0"));
        }
    }
}
