package io.miniredis.server.command.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.client.ClientInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionCommandsTest {
    private final ServerFixture redis = new ServerFixture();
    private final ServerFixture.Peer other = redis.connect();

    @AfterEach
    void stop() {
        redis.close();
    }

    private void all(String... lines) {
        for (String line : lines) {
            redis.show(line);
        }
    }

    private static List<String> send(ServerFixture.Peer peer, String... argv) {
        ByteString[] bytes = new ByteString[argv.length];
        for (int i = 0; i < argv.length; i++) {
            bytes[i] = ByteString.of(argv[i]);
        }
        return peer.send(bytes).stream().map(Object::toString).toList();
    }

    private String info() {
        return redis.onMain(() -> ClientInfo.line(redis.peer().client(), 0));
    }

    private int watchedKeys() {
        return redis.onMain(() -> redis.server().watchedKeys().keys());
    }

    @Nested
    class Exec {
        @Test
        void executesWhatIsQueuedInItsOrder() {
            assertEquals("OK", redis.show("MULTI"));
            assertEquals("QUEUED", redis.show("SET a 1"));
            assertEquals("QUEUED", redis.show("INCR a"));
            assertEquals("(nil)", other.show("GET a"));
            assertEquals("1) OK\n2) (integer) 2", redis.show("EXEC"));
            assertEquals("\"2\"", other.show("GET a"));
        }

        @Test
        void propagatesSeveralChangesTogether() {
            all("MULTI", "SET a 1", "GET a", "SELECT 2", "SET b 1", "EXEC");

            assertEquals(List.of("0 MULTI", "0 SET a 1", "2 SET b 1", "0 EXEC"), redis.propagated());
        }

        @Test
        void propagatesASingleChangeWithoutMulti() {
            all("MULTI", "SET a 1", "GET a", "EXEC");

            assertEquals(List.of("0 SET a 1"), redis.propagated());
        }

        @Test
        void propagatesNothingIfNothingChanged() {
            all("MULTI", "GET a", "DEL a", "EXEC");

            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void givesEachCommandsErrorInItsPlace() {
            all("MULTI", "SET a x", "INCR a", "GET a");

            assertEquals("1) OK\n2) (error) ERR value is not an integer or out of range\n3) \"x\"", redis.show("EXEC"));
        }

        @Test
        void isRefusedAfterACommandThatCouldNotBeQueued() {
            all("MULTI", "SET a 1", "NOSUCH", "SET a 2");

            assertEquals("(error) EXECABORT Transaction discarded because of previous errors.", redis.show("EXEC"));
            assertEquals("(nil)", redis.show("GET a"));
            assertEquals("(error) ERR EXEC without MULTI", redis.show("EXEC"));
        }

        @Test
        void endsTheTransactionEvenWhenItIsMisspelt() {
            all("MULTI", "SET a 1");

            assertEquals(
                    "(error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command",
                    redis.show("EXEC now"));
            assertEquals("(error) ERR EXEC without MULTI", redis.show("EXEC"));
        }

        @Test
        void leavesOutTheRepliesThatAQueuedClientReplyOffTurnsOff() {
            ServerFixture.Peer quiet = redis.connect();
            send(quiet, "MULTI");
            send(quiet, "SET", "a", "1");
            send(quiet, "CLIENT", "REPLY", "OFF");
            send(quiet, "INCR", "a");
            send(quiet, "EXEC");

            assertEquals("\"2\"", redis.show("GET a"));
            assertEquals(List.of(), send(quiet, "PING"));
        }

        @Test
        void doesNotLetBlockingCommandsWait() {
            all("MULTI", "WAIT 1 0");

            assertEquals("1) (integer) 0", redis.show("EXEC"));
        }

        @Test
        void countsEachCommandAndItself() {
            all("CONFIG RESETSTAT", "MULTI", "SET a 1", "SET b 1", "EXEC");
            String statistics = redis.show("INFO commandstats");

            assertTrue(statistics.contains("cmdstat_set:calls=2,"), statistics);
            assertTrue(statistics.contains("cmdstat_exec:calls=1,"), statistics);
        }

        @Test
        void executesTheRestWhenACommandClosesItsOwnClient() {
            redis.show("MULTI");
            redis.show("CLIENT KILL ID " + redis.peer().client().id() + " SKIPME no");
            redis.show("SET a 1");
            redis.show("EXEC");

            assertTrue(redis.peer().isClosed());
            assertEquals("\"1\"", other.show("GET a"));
        }

        @Test
        void waitsWhileAPauseHoldsWritesBack() {
            all("MULTI", "SET a 1");
            other.show("CLIENT PAUSE 1000 WRITE");

            assertEquals(List.of(), send(redis.peer(), "EXEC"));
            redis.advance(Duration.ofMillis(1001));
            assertEquals("\"1\"", other.show("GET a"));
        }

        @Test
        void doesNotWaitForAPauseOfWritesIfItOnlyReads() {
            all("MULTI", "GET a");
            other.show("CLIENT PAUSE 1000 WRITE");

            assertEquals("1) (nil)", redis.show("EXEC"));
        }
    }

    @Nested
    class Multi {
        @Test
        void isNotNested() {
            redis.show("MULTI");

            assertEquals("(error) ERR MULTI calls can not be nested", redis.show("MULTI"));
            redis.show("PING");
            assertEquals("1) PONG", redis.show("EXEC"));
        }

        @Test
        void showsInTheListOfClients() {
            assertTrue(info().contains(" flags=N "), info());
            assertTrue(info().contains(" multi=-1 "), info());

            all("MULTI", "PING", "SET key value");

            assertTrue(info().contains(" flags=x "), info());
            assertTrue(info().contains(" multi=2 "), info());
            // 4 + 3 + 3 + 5 bytes and a pointer for each of 4 arguments
            assertTrue(info().contains(" multi-mem=47 "), info());
            assertTrue(info().contains(" cmd=set "), info());
            assertTrue(redis.peer().client().toString().contains("MULTI(2)"));
        }

        @Test
        void queuesNoMoreThanTheQueryBufferMayHold() {
            all("CONFIG SET client-query-buffer-limit 1mb", "MULTI");
            ByteString value = ByteString.wrap(new byte[300_000]);
            for (int i = 0; i < 3; i++) {
                redis.peer().send(ByteString.of("SET"), ByteString.of("a"), value);
                assertFalse(redis.peer().isClosed());
            }
            redis.peer().send(ByteString.of("SET"), ByteString.of("a"), value);

            assertTrue(redis.peer().isClosed());
        }

        @ParameterizedTest
        @ValueSource(strings = {"NOSUCH", "GET", "CLIENT NOSUCH", "SHUTDOWN NOSAVE"})
        void keepsNothingOnceItHasFailed(String wrong) {
            all("MULTI", wrong, "SET a 1");

            assertTrue(info().contains(" multi=0 "), info());
        }

        @Test
        void refusesWhatIsNotForTransactions() {
            redis.show("MULTI");

            assertEquals("(error) ERR Command not allowed inside a transaction", redis.show("SHUTDOWN NOSAVE"));
        }
    }

    @Nested
    class Discard {
        @Test
        void forgetsQueueAndWatches() {
            all("WATCH a b", "MULTI", "SET a 1");
            assertEquals(2, watchedKeys());

            assertEquals("OK", redis.show("DISCARD"));
            assertEquals(0, watchedKeys());
            assertEquals("(error) ERR DISCARD without MULTI", redis.show("DISCARD"));
        }

        @Test
        void isWhatResetDoes() {
            all("WATCH a", "MULTI", "SET a 1", "RESET");

            assertEquals(0, watchedKeys());
            assertEquals("(error) ERR EXEC without MULTI", redis.show("EXEC"));
        }

        @Test
        void isWhatTheEndOfTheConnectionDoes() {
            other.show("WATCH a");
            other.show("MULTI");
            redis.show("CLIENT KILL ID " + other.client().id());

            assertEquals(0, watchedKeys());
        }
    }

    @Nested
    class Watch {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SET a 2",
                    "DEL a",
                    "EXPIRE a 10",
                    "APPEND a x",
                    "RENAME a z",
                    "RENAME b a",
                    "MOVE a 1",
                    "FLUSHALL",
                    "FLUSHDB",
                    "SWAPDB 0 1",
                    "COPY b a REPLACE",
                    "UNLINK a"
                })
        void letsExecDoNothingAfter(String change) {
            all("SET a 1", "SET b 1", "WATCH a");
            other.show(change);
            redis.show("MULTI");
            redis.show("SET mine 1");

            assertEquals("(nil)", redis.show("EXEC"));
            assertEquals("(integer) 0", redis.show("EXISTS mine"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET a", "SET b 2", "SETNX a 2", "DEL c", "SWAPDB 1 2", "TYPE a", "OBJECT ENCODING a"})
        void isNotDisturbedBy(String harmless) {
            all("SET a 1", "SET b 1", "WATCH a");
            other.show(harmless);
            redis.show("MULTI");
            redis.show("PING");

            assertEquals("1) PONG", redis.show("EXEC"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"FLUSHALL", "SWAPDB 0 1", "GET a", "DEL a"})
        void isNotDisturbedByWhatHappensToNothing(String harmless) {
            redis.show("WATCH a");
            other.show(harmless);
            redis.show("MULTI");
            redis.show("PING");

            assertEquals("1) PONG", redis.show("EXEC"));
        }

        @Test
        void noticesThatAKeyExpires() {
            all("SET a 1 PX 100", "WATCH a", "MULTI", "PING");
            redis.advance(Duration.ofMillis(101));

            assertEquals("(nil)", redis.show("EXEC"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PING", "GET a", "FLUSHALL", "DEL a"})
        void takesAKeyThatHadExpiredBeforeForMissing(String deletesIt) {
            all("DEBUG SET-ACTIVE-EXPIRE 0", "SET a 1 PX 100");
            redis.advance(Duration.ofMillis(101));
            redis.show("WATCH a");
            other.show(deletesIt);
            all("MULTI", "PING");

            assertEquals("1) PONG", redis.show("EXEC"));
        }

        @Test
        void noticesThatAKeyThatHadExpiredBeforeIsMadeAnew() {
            redis.show("SET a 1 PX 100");
            redis.advance(Duration.ofMillis(101));
            redis.show("WATCH a");
            other.show("SET a 2");
            all("MULTI", "PING");

            assertEquals("(nil)", redis.show("EXEC"));
        }

        @Test
        void showsTheConflictInTheListOfClients() {
            redis.show("WATCH a");
            other.show("SET a 1");

            assertTrue(info().contains(" flags=d "), info());
            assertEquals(0, watchedKeys(), "who has a conflict watches no more");
            assertEquals("OK", redis.show("UNWATCH"));
            assertTrue(info().contains(" flags=N "), info());
        }

        @Test
        void countsEachKeyOnce() {
            all("WATCH a a b", "WATCH a");
            other.show("WATCH a");
            assertEquals(2, watchedKeys());

            other.show("UNWATCH");
            assertEquals(2, watchedKeys());
            redis.show("UNWATCH");
            assertEquals(0, watchedKeys());
        }

        @Test
        void tellsAllWhoWatchTheKey() {
            ServerFixture.Peer[] peers = new ServerFixture.Peer[10];
            for (int i = 0; i < peers.length; i++) {
                peers[i] = redis.connect();
                peers[i].show("WATCH x" + i + " hot y");
            }
            peers[3].show("UNWATCH");
            other.show("SET hot 1");

            for (int i = 0; i < peers.length; i++) {
                peers[i].show("MULTI");
                assertEquals(i == 3 ? "(empty array)" : "(nil)", peers[i].show("EXEC"), "peer " + i);
            }
            assertEquals(0, watchedKeys());
        }
    }
}
