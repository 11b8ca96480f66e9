package io.miniredis.server.command.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.server.ServerFixture;
import io.miniredis.server.client.ClientInfo;
import io.miniredis.server.client.ClientType;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer sub = redis.connect();

    @AfterEach
    void stop() {
        redis.close();
    }

    private static List<String> send(ServerFixture.Peer peer, String line) {
        return flat(peer.send(line));
    }

    private static List<String> received(ServerFixture.Peer peer) {
        return flat(peer.received());
    }

    /** Each reply in one line: {@code 1) "message" 2) "a" 3) "text"}. */
    private static List<String> flat(List<?> replies) {
        return replies.stream()
                .map(reply -> reply.toString().replace("\n", " "))
                .toList();
    }

    private String info(ServerFixture.Peer peer) {
        return redis.onMain(() -> ClientInfo.line(peer.client(), 0));
    }

    @Nested
    class Subscribe {
        @Test
        void isConfirmedChannelByChannel() {
            assertEquals(
                    List.of("1) \"subscribe\" 2) \"a\" 3) (integer) 1", "1) \"subscribe\" 2) \"b\" 3) (integer) 2"),
                    send(sub, "SUBSCRIBE a b"));
            assertEquals(List.of("1) \"subscribe\" 2) \"a\" 3) (integer) 2"), send(sub, "SUBSCRIBE a"));
            assertEquals(List.of("1) \"psubscribe\" 2) \"p*\" 3) (integer) 3"), send(sub, "PSUBSCRIBE p*"));
            assertEquals(List.of("1) \"ssubscribe\" 2) \"s\" 3) (integer) 1"), send(sub, "SSUBSCRIBE s"));
        }

        @Test
        void bringsTheMessagesOfTheChannel() {
            send(sub, "SUBSCRIBE a");

            assertEquals("(integer) 1", redis.show("PUBLISH a hello"));
            assertEquals(
                    List.of("1) \"message\" 2) \"a\" 3) \"hello\""),
                    received(sub).subList(1, 2));
            assertEquals("(integer) 0", redis.show("PUBLISH b hello"));
        }

        @Test
        void isAPushInResp3() {
            send(sub, "HELLO 3");

            assertEquals(
                    List.of("1) \"subscribe\" 2) \"a\" 3) (integer) 1"),
                    send(sub, "SUBSCRIBE a").stream().map(text -> text).toList());
            redis.show("PUBLISH a hello");
            assertTrue(sub.received().get(1) instanceof io.miniredis.protocol.RespValue.Push);
        }

        @Test
        void isHeardAlthoughRepliesAreOff() {
            send(sub, "CLIENT REPLY OFF");

            assertEquals(1, send(sub, "SUBSCRIBE a").size());
            redis.show("PUBLISH a hello");
            assertEquals(2, received(sub).size());
        }

        @Test
        void showsInTheListOfClients() {
            send(sub, "SUBSCRIBE a b");
            send(sub, "PSUBSCRIBE p*");
            send(sub, "SSUBSCRIBE s");

            assertTrue(info(sub).contains(" flags=P "), info(sub));
            assertTrue(info(sub).contains(" sub=2 psub=1 ssub=1 "), info(sub));
            assertEquals(ClientType.PUBSUB, sub.client().type());

            send(sub, "UNSUBSCRIBE");
            send(sub, "PUNSUBSCRIBE");
            assertEquals(ClientType.PUBSUB, sub.client().type());
            send(sub, "SUNSUBSCRIBE");
            assertTrue(info(sub).contains(" flags=N "), info(sub));
            assertEquals(ClientType.NORMAL, sub.client().type());
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET a", "CLIENT ID", "MULTI", "HELLO 3", "PUBLISH a b"})
        void letsAResp2ConnectionDoNothingElse(String line) {
            send(sub, "SUBSCRIBE a");
            String name = line.startsWith("CLIENT") ? "client|id" : line.split(" ")[0].toLowerCase(Locale.ROOT);

            assertEquals(
                    List.of("(error) ERR Can't execute '" + name + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / "
                            + "QUIT / RESET are allowed in this context"),
                    send(sub, line));
        }

        @Test
        void letsAResp3ConnectionDoEverything() {
            send(sub, "HELLO 3");
            send(sub, "SUBSCRIBE a");

            assertEquals(List.of("OK"), send(sub, "SET a 1"));
            assertEquals(List.of("PONG"), send(sub, "PING"));
        }

        @Test
        void changesTheFormOfPing() {
            send(sub, "SUBSCRIBE a");

            assertEquals(List.of("1) \"pong\" 2) \"\""), send(sub, "PING"));
            assertEquals(List.of("1) \"pong\" 2) \"x\""), send(sub, "PING x"));
        }

        @Test
        void endsWithTheConnection() {
            send(sub, "SUBSCRIBE a");
            send(sub, "PSUBSCRIBE *");
            send(sub, "SSUBSCRIBE s");
            redis.show("CLIENT KILL TYPE pubsub");

            assertEquals("(integer) 0", redis.show("PUBLISH a x"));
            assertEquals("(integer) 0", redis.show("PUBSUB NUMPAT"));
            assertEquals("(empty array)", redis.show("PUBSUB SHARDCHANNELS"));
        }

        @Test
        void endsWithReset() {
            send(sub, "SUBSCRIBE a");
            send(sub, "RESET");

            assertEquals("(integer) 0", redis.show("PUBLISH a x"));
            assertEquals(List.of("(nil)"), send(sub, "GET a"));
        }

        @Test
        void isPossibleInATransactionUnlessItIsOfAShard() {
            send(sub, "MULTI");
            send(sub, "SUBSCRIBE a");
            send(sub, "SSUBSCRIBE s");
            String replies = send(sub, "EXEC").toString();

            assertTrue(replies.contains("SSUBSCRIBE isn't allowed for a DENY BLOCKING client"), replies);
            assertEquals("(integer) 1", redis.show("PUBLISH a x"));
            assertEquals("(integer) 0", redis.show("SPUBLISH s x"));
        }
    }

    @Nested
    class Unsubscribe {
        @Test
        void fromNothingIsConfirmedAllTheSame() {
            assertEquals(List.of("1) \"unsubscribe\" 2) (nil) 3) (integer) 0"), send(sub, "UNSUBSCRIBE"));
            assertEquals(List.of("1) \"punsubscribe\" 2) (nil) 3) (integer) 0"), send(sub, "PUNSUBSCRIBE"));
            assertEquals(List.of("1) \"sunsubscribe\" 2) (nil) 3) (integer) 0"), send(sub, "SUNSUBSCRIBE"));
            assertEquals(List.of("1) \"unsubscribe\" 2) \"a\" 3) (integer) 0"), send(sub, "UNSUBSCRIBE a"));
        }

        @Test
        void leavesOthersAlone() {
            ServerFixture.Peer[] peers = new ServerFixture.Peer[9];
            for (int i = 0; i < peers.length; i++) {
                peers[i] = redis.connect();
                send(peers[i], "SUBSCRIBE a b");
            }
            for (int i = 0; i < peers.length; i += 2) {
                send(peers[i], "UNSUBSCRIBE a");
            }

            assertEquals("(integer) 4", redis.show("PUBLISH a x"));
            assertEquals("(integer) 9", redis.show("PUBLISH b x"));
            assertEquals("(integer) 4", redis.show("PUBSUB NUMSUB a").replace("1) \"a\"\n2) ", ""));
        }
    }

    @Nested
    class Publish {
        @Test
        void reachesPatternsAndChannels() {
            send(sub, "SUBSCRIBE news.a");
            send(sub, "PSUBSCRIBE news.* news.a n* other*");

            assertEquals("(integer) 4", redis.show("PUBLISH news.a x"));
            assertEquals("(integer) 2", redis.show("PUBLISH news.b x"));
        }

        @Test
        void sendsThePatternWithTheMessage() {
            send(sub, "PSUBSCRIBE n*");
            redis.show("PUBLISH news text");

            assertEquals(
                    "1) \"pmessage\" 2) \"n*\" 3) \"news\" 4) \"text\"",
                    received(sub).get(1));
        }

        @Test
        void toOneselfComesBehindTheReply() {
            send(sub, "HELLO 3");
            send(sub, "SUBSCRIBE a");

            List<String> replies = send(sub, "PUBLISH a x");
            assertEquals(List.of("(integer) 1", "1) \"message\" 2) \"a\" 3) \"x\""), replies);
        }

        @Test
        void toOneselfComesBehindTheWholeTransaction() {
            send(sub, "HELLO 3");
            send(sub, "SUBSCRIBE a");
            send(sub, "MULTI");
            send(sub, "PUBLISH a x");
            send(sub, "PING");

            assertEquals(List.of("1) (integer) 1 2) PONG", "1) \"message\" 2) \"a\" 3) \"x\""), send(sub, "EXEC"));
        }

        @Test
        void isNoChangeOfData() {
            redis.show("PUBLISH a x");

            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void onAShardReachesShardSubscribersOnly() {
            send(sub, "SSUBSCRIBE a");
            send(sub, "SUBSCRIBE a");
            send(sub, "PSUBSCRIBE *");

            assertEquals("(integer) 1", redis.show("SPUBLISH a x"));
            assertEquals("1) \"smessage\" 2) \"a\" 3) \"x\"", received(sub).get(1));
            assertEquals("(integer) 2", redis.show("PUBLISH a x"));
        }
    }

    @Nested
    class KeyspaceEvents {
        private List<String> messages() {
            return received(sub).stream()
                    .filter(line -> line.contains("\"pmessage\""))
                    .map(line -> line.replaceAll(".*3\\) \"(.*)\" 4\\) \"(.*)\"", "$1 $2"))
                    .toList();
        }

        @Test
        void arePublishedByKeyAndByEventInTheirOrder() {
            redis.show("CONFIG SET notify-keyspace-events KEA");
            send(sub, "PSUBSCRIBE __key*");
            redis.show("SET a 1 EX 10");
            redis.show("SELECT 5");
            redis.show("SET b 1");
            redis.show("DEL b");

            assertEquals(
                    List.of(
                            "__keyspace@0__:a set",
                            "__keyevent@0__:set a",
                            "__keyspace@0__:a expire",
                            "__keyevent@0__:expire a",
                            "__keyspace@5__:b set",
                            "__keyevent@5__:set b",
                            "__keyspace@5__:b del",
                            "__keyevent@5__:del b"),
                    messages());
        }

        @Test
        void areOnlyThoseAskedFor() {
            redis.show("CONFIG SET notify-keyspace-events Egnm");
            send(sub, "PSUBSCRIBE *");
            redis.show("SET a 1");
            redis.show("GET nosuch");
            redis.show("DEL a");

            assertEquals(
                    List.of("__keyevent@0__:new a", "__keyevent@0__:keymiss nosuch", "__keyevent@0__:del a"),
                    messages());
        }

        @Test
        void areNoneUnlessAskedFor() {
            send(sub, "PSUBSCRIBE *");
            redis.show("SET a 1");
            redis.show("CONFIG SET notify-keyspace-events $");
            redis.show("SET a 1");

            assertEquals(List.of(), messages());
        }
    }
}
