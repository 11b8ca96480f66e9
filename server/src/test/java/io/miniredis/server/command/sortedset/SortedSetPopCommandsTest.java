package io.miniredis.server.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.protocol.RespValue;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SortedSetPopCommandsTest {
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

    @Nested
    class Zpop {
        @Test
        void takesFromEitherEnd() {
            given("ZADD z 1 a 2 b 3 c 4 d 5 e");

            assertEquals("1) \"a\"\n2) \"1\"", redis.show("ZPOPMIN z"));
            assertEquals("1) \"e\"\n2) \"5\"\n3) \"d\"\n4) \"4\"", redis.show("ZPOPMAX z 2"));

            assertEquals(List.of("zpopmin z", "zpopmax z"), redis.events());
            assertEquals(List.of("0 ZPOPMIN z", "0 ZPOPMAX z 2"), redis.propagated());
        }

        @Test
        void deletesTheKeyWithTheLastMember() {
            given("ZADD z 1 a 2 b");

            assertEquals("1) \"a\"\n2) \"1\"\n3) \"b\"\n4) \"2\"", redis.show("ZPOPMIN z 10"));

            assertEquals(List.of("zpopmin z", "del z"), redis.events());
            assertEquals("(integer) 0", redis.show("EXISTS z"));
        }

        @Test
        void pairsAreNestedInResp3IfACountIsGiven() {
            given("ZADD z 1 a 2 b", "HELLO 3");

            assertEquals("1) 1) \"a\"\n   2) (double) 1", redis.show("ZPOPMIN z 1"));
            assertEquals("1) \"b\"\n2) (double) 2", redis.show("ZPOPMIN z"));
        }

        @Test
        void nothingToTakeIsNoChange() {
            given("ZADD z 1 a");

            assertEquals("(empty array)", redis.show("ZPOPMIN z 0"));
            assertEquals("(empty array)", redis.show("ZPOPMIN missing"));

            assertEquals(List.of(), redis.events());
            assertEquals(List.of(), redis.propagated());
        }
    }

    @Nested
    class Zmpop {
        @Test
        void isPropagatedAsThePopThatItWas() {
            given("ZADD z 1 a 2 b 3 c");

            assertEquals(
                    "1) \"z\"\n2) 1) 1) \"a\"\n      2) \"1\"\n   2) 1) \"b\"\n      2) \"2\"",
                    redis.show("ZMPOP 2 missing z MIN COUNT 2"));
            redis.show("ZMPOP 1 z MAX COUNT 10");

            assertEquals(List.of("zpopmin z", "zpopmax z", "del z"), redis.events());
            assertEquals(List.of("0 ZPOPMIN z 2", "0 ZPOPMAX z 1"), redis.propagated());
        }

        @Test
        void withoutMembersIsNoChange() {
            assertEquals("(nil)", redis.show("ZMPOP 2 a b MIN"));
            assertEquals(List.of(), redis.propagated());
        }
    }

    @Nested
    class Blocking {
        private ServerFixture.Peer blocked(String line) {
            ServerFixture.Peer peer = redis.connect();
            assertEquals(List.of(), peer.send(line));
            return peer;
        }

        private static String received(ServerFixture.Peer peer) {
            List<RespValue> replies = peer.received();
            assertEquals(1, replies.size(), replies.toString());
            return replies.get(0).toString();
        }

        @Test
        void takesAtOnceWhatIsThere() {
            given("ZADD z 1 a 2 b 3 c");

            assertEquals("1) \"z\"\n2) \"a\"\n3) \"1\"", redis.show("BZPOPMIN missing z 0"));
            assertEquals("1) \"z\"\n2) 1) 1) \"c\"\n      2) \"3\"", redis.show("BZMPOP 0 1 z MAX"));

            assertEquals(List.of("0 ZPOPMIN z", "0 ZPOPMAX z 1"), redis.propagated());
        }

        @Test
        void getsAMemberWhenThereIsOne() {
            ServerFixture.Peer first = blocked("BZPOPMIN a b 0");
            ServerFixture.Peer second = blocked("BZPOPMAX b 0");
            ServerFixture.Peer third = blocked("BZMPOP 0 1 b MIN COUNT 5");

            redis.show("ZADD b 1 x 2 y 3 z 4 w");

            assertEquals("1) \"b\"\n2) \"x\"\n3) \"1\"", received(first));
            assertEquals("1) \"b\"\n2) \"w\"\n3) \"4\"", received(second));
            assertEquals("1) \"b\"\n2) 1) 1) \"y\"\n      2) \"2\"\n   2) 1) \"z\"\n      2) \"3\"", received(third));
            assertEquals(
                    List.of("0 ZADD b 1 x 2 y 3 z 4 w", "0 ZPOPMIN b", "0 ZPOPMAX b", "0 ZPOPMIN b 2"),
                    redis.propagated());
            assertEquals("(integer) 0", redis.show("EXISTS b"));
        }

        @Test
        void getsNothingWhenItsTimeIsOver() {
            ServerFixture.Peer peer = blocked("BZPOPMIN a 1.5");

            redis.advance(Duration.ofMillis(1400));
            assertEquals(List.of(), peer.received());
            redis.advance(Duration.ofMillis(200));

            assertEquals("(nil)", received(peer));
        }

        @Test
        void waitsOnIfTheKeyHasAnotherType() {
            ServerFixture.Peer peer = blocked("BZPOPMIN a 0");

            redis.show("SET a text");
            redis.show("DEL a");
            assertEquals(List.of(), peer.received());
            redis.show("ZADD a 1 x");

            assertEquals("1) \"a\"\n2) \"x\"\n3) \"1\"", received(peer));
        }

        @Test
        void isServedByResultsThatAreStored() {
            given("ZADD src 1 x 2 y");
            ServerFixture.Peer union = blocked("BZPOPMIN a 0");
            redis.show("ZUNIONSTORE a 1 src");
            assertEquals("1) \"a\"\n2) \"x\"\n3) \"1\"", received(union));

            redis.show("DEL a");
            ServerFixture.Peer range = blocked("BZPOPMAX a 0");
            redis.show("ZRANGESTORE a src 0 -1");
            assertEquals("1) \"a\"\n2) \"y\"\n3) \"2\"", received(range));
        }

        @Test
        void doesNotWaitInATransaction() {
            given("MULTI", "BZPOPMIN a 0", "BZMPOP 0 1 a MIN");

            assertEquals("1) (nil)\n2) (nil)", redis.show("EXEC"));
        }
    }
}
