package io.miniredis.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Request;
import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingTest {
    private static final String MOVE_A_TO_B = "PILE.MOVE a b 0";

    private final ServerFixture redis = new ServerFixture();

    BlockingTest() {
        redis.onMain(() -> {
            PileCommands.addTo(redis.server());
            return true;
        });
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    /** A client that has sent a command which is not answered. */
    private ServerFixture.Peer blocked(String command) {
        ServerFixture.Peer peer = redis.connect();
        assertEquals(List.of(), send(peer, command));
        return peer;
    }

    private static List<String> send(ServerFixture.Peer peer, String command) {
        List<ByteString> argv = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            argv.add(ByteString.of(word));
        }
        return show(peer.send(argv.toArray(new ByteString[0])));
    }

    private static List<String> received(ServerFixture.Peer peer) {
        return show(peer.received());
    }

    private static List<String> show(List<?> replies) {
        return replies.stream().map(Object::toString).toList();
    }

    private String info(String field) {
        for (String line : redis.run("INFO", "everything").toString().split("\\\\r\\\\n|\r\n", -1)) {
            if (line.startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        throw new AssertionError("INFO lacks " + field);
    }

    @Nested
    class AWait {
        @Test
        void endsWhenTheKeyIsThere() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");

            redis.show("PILE.PUSH a 2");

            assertEquals(List.of("\"a\""), received(waiter));
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }

        @Test
        void endsWithTheFirstOfSeveralKeysAndLeavesTheOthers() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a b b a c");
            assertEquals("3", info("total_blocking_keys"));

            redis.show("PILE.PUSH b 1");
            assertEquals(List.of("\"b\""), received(waiter));
            assertEquals("0", info("total_blocking_keys"));

            redis.show("PILE.PUSH a 1");
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }

        @Test
        void isFirstComeFirstServed() {
            ServerFixture.Peer first = blocked("PILE.POP list 0 a");
            ServerFixture.Peer second = blocked("PILE.POP list 0 b a");
            ServerFixture.Peer third = blocked("PILE.POP list 0 a");

            redis.show("PILE.PUSH a 2");

            assertEquals(List.of("\"a\""), received(first));
            assertEquals(List.of("\"a\""), received(second));
            assertEquals(List.of(), received(third));
            assertEquals("(integer) 0", redis.show("EXISTS a"));
        }

        @Test
        void outlastsAKeyOfAnotherType() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");

            redis.show("PILE.PUSH a 1 zset");
            redis.show("SET b x");
            redis.show("DEL a");
            redis.show("SET a x");
            assertEquals(List.of(), received(waiter));

            redis.show("DEL a");
            redis.show("PILE.PUSH a 1");
            assertEquals(List.of("\"a\""), received(waiter));
        }

        @Test
        void passesOverThoseWhoWaitForAnotherType() {
            ServerFixture.Peer sorted = blocked("PILE.POP zset 0 a");
            ServerFixture.Peer list = blocked("PILE.POP list 0 a");

            redis.show("PILE.PUSH a 1");
            assertEquals(List.of(), received(sorted));
            assertEquals(List.of("\"a\""), received(list));

            redis.show("PILE.PUSH a 1 zset");
            assertEquals(List.of("\"a\""), received(sorted));
        }

        @Test
        void isForAKeyOfTheClientsDatabase() {
            ServerFixture.Peer waiter = redis.connect();
            send(waiter, "SELECT 1");
            assertEquals(List.of(), send(waiter, "PILE.POP list 0 a"));

            redis.show("PILE.PUSH a 1");
            assertEquals(List.of(), received(waiter));

            redis.show("MOVE a 1");
            assertEquals(List.of("\"a\""), received(waiter));
        }

        @Test
        void seesSomethingDeletedWithinTheSameCommandNot() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            redis.onMain(() -> {
                redis.server()
                        .databases()
                        .get(0)
                        .add(ByteString.of("a"), new Pile(io.miniredis.datastructures.ValueType.LIST, 1));
                return redis.server().databases().get(0).delete(ByteString.of("a"));
            });
            assertEquals(List.of(), received(waiter));
        }

        @Test
        void isNotServedInTheMiddleOfATransaction() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            redis.show("MULTI");
            redis.show("PILE.PUSH a 1");
            redis.show("DEL a");
            redis.show("PILE.PUSH a 7");
            redis.show("DEL a");
            redis.show("EXEC");
            assertEquals(List.of(), received(waiter));

            redis.show("MULTI");
            redis.show("PILE.PUSH a 1");
            redis.show("PILE.PUSH a 1");
            redis.show("EXEC");
            assertEquals(List.of("\"a\""), received(waiter));
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }

        @Test
        void isNoneInATransaction() {
            redis.show("MULTI");
            redis.show("PILE.POP list 0 a");
            assertEquals("1) (nil)", redis.show("EXEC"));
        }

        @ParameterizedTest
        @CsvSource({"RENAME b a", "COPY b a", "SWAPDB 0 1"})
        void endsHoweverTheKeyCame(String how) {
            send(redis.peer(), how.startsWith("SWAPDB") ? "SELECT 1" : "SELECT 0");
            redis.show("PILE.PUSH b 1");
            redis.show("PILE.PUSH " + (how.startsWith("SWAPDB") ? "a" : "c") + " 1");
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");

            redis.show(how);

            assertEquals(List.of("\"a\""), received(waiter));
        }

        /** Nor is it deleted then: whoever looks at it next does that. */
        @Test
        void doesNotEndWithAKeyThatHasExpired() {
            redis.show("DEBUG SET-ACTIVE-EXPIRE 0");
            send(redis.peer(), "SELECT 1");
            redis.show("RPUSH a 1");
            redis.show("PEXPIRE a 100");
            send(redis.peer(), "SELECT 0");
            ServerFixture.Peer waiter = blocked("BLPOP a 0");
            redis.advance(Duration.ofMillis(101));
            redis.propagated();

            redis.show("SWAPDB 0 1");
            assertEquals(List.of("0 SWAPDB 0 1"), redis.propagated());
            assertEquals(List.of(), received(waiter));

            redis.show("EXISTS a");
            assertEquals(List.of("0 DEL a"), redis.propagated());
        }

        @Test
        void letsWhatTheClientSentMeanwhileFollow() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            assertEquals(List.of(), send(waiter, "PING"));
            assertEquals(List.of(), send(waiter, "PILE.POP list 0 a"));
            assertEquals(List.of(), send(waiter, "ECHO x"));

            redis.show("PILE.PUSH a 1");
            assertEquals(List.of("\"a\"", "PONG"), received(waiter));

            redis.show("PILE.PUSH a 1");
            assertEquals(List.of("\"a\"", "PONG", "\"a\"", "\"x\""), received(waiter));
        }

        @Test
        void endsWithTheConnection() {
            ServerFixture.Peer gone = blocked("PILE.POP list 5 a b");
            ServerFixture.Peer stays = blocked("PILE.POP list 5 a");
            redis.show("CLIENT KILL ID " + gone.client().id());
            assertEquals("1", info("blocked_clients"));
            assertEquals("1", info("total_blocking_keys"));

            redis.show("PILE.PUSH a 1");

            assertEquals(List.of("\"a\""), received(stays));
            assertEquals("0", info("blocked_clients"));
            assertEquals("0", info("clients_in_timeout_table"));
        }
    }

    @Nested
    class Chains {
        @Test
        void areServedInOneGo() {
            ServerFixture.Peer last = blocked("PILE.POP list 0 c");
            ServerFixture.Peer middle = blocked("PILE.MOVE b c 0");
            ServerFixture.Peer first = blocked(MOVE_A_TO_B);

            redis.show("PILE.PUSH a 1");

            assertEquals(List.of("moved"), received(first));
            assertEquals(List.of("moved"), received(middle));
            assertEquals(List.of("\"c\""), received(last));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
        }

        @Test
        void ofTwoThatFeedEachOtherEnd() {
            ServerFixture.Peer there = blocked(MOVE_A_TO_B);
            ServerFixture.Peer back = blocked("PILE.MOVE b a 0");

            redis.show("PILE.PUSH a 1");

            assertEquals(List.of("moved"), received(there));
            assertEquals(List.of("moved"), received(back));
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }

        @Test
        void failWithTheErrorOfTheCommand() {
            redis.show("SET b x");
            ServerFixture.Peer waiter = blocked(MOVE_A_TO_B);

            redis.show("PILE.PUSH a 1");

            assertEquals(1, received(waiter).size());
            assertTrue(
                    received(waiter).get(0).startsWith("(error) WRONGTYPE"),
                    received(waiter).toString());
        }
    }

    @Nested
    class TimeOuts {
        @Test
        void answerWithNil() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0.5 a");
            redis.advance(Duration.ofMillis(499));
            assertEquals(List.of(), received(waiter));

            redis.advance(Duration.ofMillis(1));

            assertEquals(List.of("(nil)"), received(waiter));
            assertEquals("0", info("total_blocking_keys"));
        }

        @Test
        void runOnWhileTheClientIsTriedInVain() {
            redis.show("PILE.PUSH s 0 stream");
            ServerFixture.Peer waiter = blocked("PILE.TAKE s 1000");

            redis.advance(Duration.ofMillis(600));
            redis.show("PILE.PUSH s 0 stream");
            assertEquals(List.of(), received(waiter));
            redis.advance(Duration.ofMillis(399));
            assertEquals(List.of(), received(waiter));

            redis.advance(Duration.ofMillis(1));
            assertEquals(List.of("(nil)"), received(waiter));
        }

        @ParameterizedTest
        @CsvSource({
            "x, ERR timeout is not a float or out of range",
            "nan, ERR timeout is not a float or out of range",
            "-1, ERR timeout is negative",
            "-0.0001, (waits)",
            "-0.001, (waits)",
            "-0.002, ERR timeout is negative",
            "-inf, ERR timeout is negative",
            "inf, ERR timeout is out of range",
            "1e300, ERR timeout is out of range",
            "9223372036854775, ERR timeout is out of range",
            "9223372036854775807, ERR timeout is out of range",
            "9007199254740993, (waits)",
            "0x10, (waits)",
            "1e-300, (waits)"
        })
        void areParsedAsRedisDoes(String seconds, String outcome) {
            ServerFixture.Peer waiter = redis.connect();
            List<String> replies = send(waiter, "PILE.POP list " + seconds + " a");
            assertEquals(outcome.equals("(waits)") ? List.of() : List.of("(error) " + outcome), replies);
        }

        @Test
        void smallerThanAMillisecondAreNotForever() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 1e-300 a");
            assertEquals("1", info("clients_in_timeout_table"));
            redis.advance(Duration.ofMillis(1));
            assertEquals(List.of("(nil)"), received(waiter));
        }
    }

    @Nested
    class KeysThatGo {
        @ParameterizedTest
        @CsvSource({
            "DEL s",
            "SET s x",
            "RENAME s t",
            "RENAME t s",
            "FLUSHALL",
            "FLUSHDB ASYNC",
            "SWAPDB 0 1",
            "MOVE s 1"
        })
        void endTheWaitOfThoseWhoNeedThem(String how) {
            redis.show("PILE.PUSH s 0 stream");
            redis.show("PILE.PUSH t 1");
            ServerFixture.Peer needs = blocked("PILE.TAKE s 0");
            ServerFixture.Peer other = blocked("PILE.POP stream 0 s");
            assertEquals("1", info("total_blocking_keys_on_nokey"));

            redis.show(how);

            assertEquals(1, received(needs).size());
            assertTrue(
                    received(needs).get(0).startsWith("(error)"),
                    received(needs).toString());
            assertEquals(List.of(), received(other));
            assertEquals("0", info("total_blocking_keys_on_nokey"));
            assertEquals("1", info("total_blocking_keys"));
        }

        @Test
        void byExpiryDoSoToo() {
            redis.show("PILE.PUSH s 0 stream");
            redis.startCron();
            ServerFixture.Peer needs = blocked("PILE.TAKE s 0");
            redis.show("PEXPIRE s 100");

            redis.advance(Duration.ofSeconds(2));

            assertEquals(List.of("(error) NOGROUP gone"), received(needs));
        }
    }

    @Nested
    class ClientUnblock {
        @Test
        void endsTheWaitAsItsTimeWould() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            assertEquals(
                    "(integer) 1",
                    redis.show("CLIENT UNBLOCK " + waiter.client().id()));
            assertEquals(List.of("(nil)"), received(waiter));
            assertEquals(
                    "(integer) 0",
                    redis.show("CLIENT UNBLOCK " + waiter.client().id()));
        }

        @Test
        void endsItWithAnErrorToo() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            redis.show("CLIENT UNBLOCK " + waiter.client().id() + " ERROR");
            assertEquals(List.of("(error) UNBLOCKED client unblocked via CLIENT UNBLOCK"), received(waiter));

            redis.show("PILE.PUSH a 1");
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }
    }

    @Nested
    class APause {
        @Test
        void holdsTheServedUpUntilItEnds() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            redis.show("CLIENT PAUSE 1000 WRITE");
            redis.onMain(() -> {
                redis.server()
                        .databases()
                        .get(0)
                        .add(ByteString.of("a"), new Pile(io.miniredis.datastructures.ValueType.LIST, 1));
                return true;
            });
            assertEquals(List.of(), received(waiter));
            assertEquals("1", info("blocked_clients"));

            redis.advance(Duration.ofSeconds(1));

            assertEquals(List.of("\"a\""), received(waiter));
        }
    }

    @Nested
    class Statistics {
        private String calls(String command) {
            String line = info("cmdstat_" + command);
            return line.substring(0, line.indexOf(',')) + line.substring(line.indexOf(",rejected_calls"));
        }

        @Test
        void countACommandOnceAndWhenItIsDone() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            assertFalse(redis.run("INFO", "commandstats").toString().contains("pile.pop"));

            redis.show("PILE.PUSH a 1");

            assertEquals(List.of("\"a\""), received(waiter));
            assertEquals("calls=1,rejected_calls=0,failed_calls=0", calls("pile.pop"));
        }

        @Test
        void countOneThatTimedOutAndOneThatFailed() {
            blocked("PILE.POP list 1 a");
            ServerFixture.Peer released = blocked("PILE.POP list 0 a");
            redis.advance(Duration.ofSeconds(1));
            redis.show("CLIENT UNBLOCK " + released.client().id() + " ERROR");

            assertEquals("calls=2,rejected_calls=0,failed_calls=1", calls("pile.pop"));
        }

        @Test
        void showWhoIsBlocked() {
            ServerFixture.Peer waiter = blocked("PILE.POP list 0 a");
            String line = redis.show("CLIENT LIST ID " + waiter.client().id());
            assertTrue(line.contains(" flags=b ") && line.contains(" cmd=pile.pop "), line);
        }
    }

    @Test
    void aServedCommandIsPropagatedBehindTheOneThatServedIt() {
        blocked("PILE.POP list 0 b");
        blocked(MOVE_A_TO_B);
        redis.propagated();

        redis.show("PILE.PUSH a 1");

        assertEquals(List.of("0 PILE.PUSH a 1", "0 PILE.MOVE a b 0", "0 PILE.POP list 0 b"), redis.propagated());
    }

    @Test
    void thousandsAreServedByOnePush() {
        List<ServerFixture.Peer> waiters = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            waiters.add(blocked("PILE.POP list 100 a"));
        }
        redis.show("PILE.PUSH a 2999");

        for (int i = 0; i < 2_999; i++) {
            assertEquals(List.of("\"a\""), received(waiters.get(i)));
        }
        assertEquals(List.of(), received(waiters.get(2_999)));
        assertEquals("1", info("blocked_clients"));
        assertEquals("1", info("clients_in_timeout_table"));
    }

    @Nested
    class ServingThatTakesLong {
        private final List<ServerFixture.Peer> waiters = new ArrayList<>();

        private void manyAreBlocked() {
            for (int i = 0; i < 100; i++) {
                waiters.add(blocked("PILE.SLOWPOP list 0 a"));
            }
        }

        private int served() {
            int served = 0;
            for (ServerFixture.Peer waiter : waiters) {
                served += received(waiter).size();
            }
            return served;
        }

        /** Lets the event loop go round. */
        private void waitUntil(BooleanSupplier isDone) {
            for (int i = 0; i < 1_000 && !isDone.getAsBoolean(); i++) {
                Thread.onSpinWait();
            }
            assertTrue(isDone.getAsBoolean());
        }

        @Test
        void leavesTimeForOthersWhoDoNotLookAtData() {
            manyAreBlocked();
            ServerFixture.Peer alive = redis.connect();
            ServerFixture.Peer curious = redis.connect();

            List<List<String>> atOnce = redis.onMain(() -> {
                redis.server().dispatcher().accept(redis.peer().client(), request("PILE.PUSH", "a", "100"));
                redis.server().dispatcher().accept(curious.client(), request("EXISTS", "a"));
                redis.server().dispatcher().accept(alive.client(), request("PING"));
                return List.of(received(alive), received(curious));
            });

            assertEquals(List.of(List.of("PONG"), List.of()), atOnce);
            waitUntil(() -> served() == 100);
            waitUntil(() -> received(curious).equals(List.of("(integer) 0")));
        }

        @Test
        void survivesThatTheNextInTheQueueGoes() {
            manyAreBlocked();
            redis.onMain(() -> {
                redis.server().dispatcher().accept(redis.peer().client(), request("PILE.PUSH", "a", "100"));
                int first = served();
                for (int i = first; i < first + 50; i++) {
                    redis.server().clientLife().disconnect(waiters.get(i).client(), "lost");
                }
                return true;
            });

            waitUntil(() -> served() == 50);
            assertEquals("(integer) 1", redis.show("EXISTS a"));
        }

        private Request request(String... words) {
            ByteString[] argv = new ByteString[words.length];
            for (int i = 0; i < words.length; i++) {
                argv[i] = ByteString.of(words[i]);
            }
            return Request.of(argv);
        }
    }
}
