package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Encoding;
import io.miniredis.datastructures.Value;
import io.miniredis.datastructures.ValueType;
import io.miniredis.server.ServerFixture;
import io.miniredis.server.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandsTest {
    private final ServerFixture redis = new ServerFixture(ServerConfig.defaults());
    private final ServerFixture.Peer inDb1 = redis.connect();

    KeyCommandsTest() {
        redis.onMain(() -> {
            inDb1.client().database(1);
            return true;
        });
    }

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

    /** A key whose time has passed, still in the keyspace. */
    private void givenExpired(String key) {
        given("SET " + key + " old", "PEXPIRE " + key + " 10");
        redis.advance(Duration.ofMillis(11));
    }

    @Nested
    class Del {
        @Test
        void countsTheKeysThatWereThere() {
            given("SET a 1", "SET b 2");

            assertEquals("(integer) 2", redis.show("DEL a nope b a"));
            assertEquals("(integer) 0", redis.show("DBSIZE"));
            assertEquals(List.of("del a", "del b"), redis.events());
            assertEquals(List.of("0 DEL a nope b a"), redis.propagated());
        }

        @Test
        void propagatesNothingWhenNothingWasThere() {
            assertEquals("(integer) 0", redis.show("DEL a"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void doesNotCountAnExpiredKey() {
            givenExpired("a");

            assertEquals("(integer) 0", redis.show("DEL a"));
            assertEquals(List.of("expired a"), redis.events());
            assertEquals(List.of("0 DEL a"), redis.propagated());
        }

        @Test
        void needsAKey() {
            assertEquals("(error) ERR wrong number of arguments for 'del' command", redis.show("DEL"));
        }
    }

    @Nested
    class Unlink {
        /** What a large collection looks like to lazy freeing. */
        private record Pieces(long freeEffort) implements Value {
            @Override
            public ValueType type() {
                return ValueType.LIST;
            }

            @Override
            public Encoding encoding() {
                return Encoding.QUICKLIST;
            }

            @Override
            public long sizeBytes() {
                return 0;
            }

            @Override
            public Value copy() {
                return this;
            }
        }

        private void givenPieces(String key, int count) {
            redis.onMain(() -> {
                redis.server().databases().get(0).set(ByteString.of(key), new Pieces(count));
                return true;
            });
        }

        private long lazilyFreed() {
            return redis.onMain(() -> redis.server().stats().lazyfreedObjects);
        }

        @Test
        void deletesAsDelDoesAndIsPropagatedAsItIs() {
            given("SET a 1");

            assertEquals("(integer) 1", redis.show("UNLINK a nope"));
            assertEquals(List.of("del a"), redis.events());
            assertEquals(List.of("0 UNLINK a nope"), redis.propagated());
        }

        @Test
        void freesLazilyWhatHasMoreThan64Pieces() {
            givenPieces("small", 64);
            givenPieces("large", 65);
            given("SET string x");

            redis.show("UNLINK small large string");

            assertEquals(1, lazilyFreed());
        }

        @Test
        void delFreesLazilyIfConfigured() {
            givenPieces("a", 100);
            redis.show("DEL a");
            assertEquals(0, lazilyFreed());

            givenPieces("b", 100);
            redis.show("CONFIG SET lazyfree-lazy-user-del yes");
            redis.show("DEL b");
            assertEquals(1, lazilyFreed());
        }

        @Test
        void anOverwrittenValueIsFreedLazilyIfConfigured() {
            givenPieces("a", 100);
            redis.show("SET a 1");
            assertEquals(0, lazilyFreed());

            givenPieces("b", 100);
            redis.show("CONFIG SET lazyfree-lazy-server-del yes");
            redis.show("SET b 1");
            givenPieces("c", 100);
            redis.show("RENAME b c");
            assertEquals(2, lazilyFreed());
        }
    }

    @Nested
    class Exists {
        @Test
        void countsAKeyAsOftenAsItIsNamed() {
            given("SET a 1");

            assertEquals("(integer) 2", redis.show("EXISTS a nope a"));
        }

        @Test
        void countsHitsAndMissesButNoUse() {
            given("SET a 1");
            redis.advance(Duration.ofSeconds(100));

            redis.show("EXISTS a nope");

            assertEquals("(integer) 100", redis.show("OBJECT IDLETIME a"));
            assertEquals(2L, redis.onMain(() -> redis.server().stats().keyspaceHits));
            assertEquals(1L, redis.onMain(() -> redis.server().stats().keyspaceMisses));
        }
    }

    @Nested
    class Type {
        @Test
        void ofAStringAndOfNothing() {
            given("SET a 1");

            assertEquals("string", redis.show("TYPE a"));
            assertEquals("none", redis.show("TYPE nope"));
        }
    }

    @Nested
    class Touch {
        @Test
        void isAUse() {
            given("SET a 1");
            redis.advance(Duration.ofSeconds(100));

            assertEquals("(integer) 1", redis.show("TOUCH a nope"));
            assertEquals("(integer) 0", redis.show("OBJECT IDLETIME a"));
        }

        @Test
        void isAUseEvenForAClientThatLeavesNoTrace() {
            given("SET a 1");
            redis.advance(Duration.ofSeconds(100));
            redis.onMain(() -> {
                redis.peer().client().noTouch(true);
                return true;
            });

            redis.show("GET a");
            assertEquals("(integer) 100", redis.show("OBJECT IDLETIME a"));
            redis.show("TOUCH a");
            assertEquals("(integer) 0", redis.show("OBJECT IDLETIME a"));
        }
    }

    @Nested
    class Rename {
        @Test
        void takesValueAndTimeToLiveAlong() {
            given("SET a 1", "EXPIRE a 100", "SET b 2");

            assertEquals("OK", redis.show("RENAME a b"));
            assertEquals("\"1\"", redis.show("GET b"));
            assertEquals("(integer) 100", redis.show("TTL b"));
            assertEquals("(integer) 0", redis.show("EXISTS a"));
            assertEquals(List.of("rename_from a", "rename_to b"), redis.events());
            assertEquals(List.of("0 RENAME a b"), redis.propagated());
        }

        @Test
        void losesTheTimeToLiveOfTheKeyItReplaces() {
            given("SET a 1", "SET b 2", "EXPIRE b 100");

            redis.show("RENAME a b");

            assertEquals("(integer) -1", redis.show("TTL b"));
            assertEquals(
                    0,
                    redis.onMain(() -> redis.server().databases().get(0).keys().volatileCount()));
        }

        @Test
        void toItselfDoesNothingIfTheKeyIsThere() {
            given("SET a 1");

            assertEquals("OK", redis.show("RENAME a a"));
            assertEquals("(error) ERR no such key", redis.show("RENAME nope nope"));
            assertEquals(List.of(), redis.propagated());
        }

        @Test
        void anExpiredKeyIsNotThere() {
            givenExpired("a");

            assertEquals("(error) ERR no such key", redis.show("RENAME a b"));
        }

        @Test
        void renamenxRefusesANameThatIsTaken() {
            given("SET a 1", "SET b 2");

            assertEquals("(integer) 0", redis.show("RENAMENX a b"));
            assertEquals("(integer) 0", redis.show("RENAMENX a a"));
            assertEquals("(error) ERR no such key", redis.show("RENAMENX nope b"));
            assertEquals(List.of(), redis.propagated());

            assertEquals("(integer) 1", redis.show("RENAMENX a c"));
            assertEquals(List.of("0 RENAMENX a c"), redis.propagated());
        }

        @Test
        void renamenxTakesTheNameOfAnExpiredKey() {
            givenExpired("b");
            given("SET a 1");

            assertEquals("(integer) 1", redis.show("RENAMENX a b"));
            assertEquals(List.of("expired b", "rename_from a", "rename_to b"), redis.events());
            assertEquals(List.of("0 MULTI", "0 DEL b", "0 RENAMENX a b", "0 EXEC"), redis.propagated());
        }
    }

    @Nested
    class Move {
        @Test
        void takesValueAndTimeToLiveToTheOtherDatabase() {
            given("SET a 1", "EXPIRE a 100");

            assertEquals("(integer) 1", redis.show("MOVE a 1"));
            assertEquals("(integer) 0", redis.show("EXISTS a"));
            assertEquals("\"1\"", inDb1.show("GET a"));
            assertEquals("(integer) 100", inDb1.show("TTL a"));
            assertEquals(List.of("move_from a", "move_to a"), redis.events());
            assertEquals(List.of("0 MOVE a 1"), redis.propagated());
        }

        @Test
        void doesNothingIfTheKeyIsMissingHereOrPresentThere() {
            given("SET a 1");
            inDb1.show("SET a there");
            redis.propagated();

            assertEquals("(integer) 0", redis.show("MOVE a 1"));
            assertEquals("(integer) 0", redis.show("MOVE nope 1"));
            assertEquals("\"there\"", inDb1.show("GET a"));
            assertEquals(List.of(), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "0, ERR source and destination objects are the same",
            "16, ERR DB index is out of range",
            "-1, ERR DB index is out of range",
            "x, ERR value is not an integer or out of range",
            "2147483648, 'ERR value is out of range, value must between -2147483648 and 2147483647'"
        })
        void refusesAWrongDatabase(String database, String error) {
            given("SET a 1");

            assertEquals("(error) " + error, redis.show("MOVE a " + database));
        }
    }

    @Nested
    class Copy {
        @Test
        void copiesValueAndTimeToLive() {
            given("SET a 1", "EXPIRE a 100");

            assertEquals("(integer) 1", redis.show("COPY a b"));
            assertEquals("\"1\"", redis.show("GET b"));
            assertEquals("(integer) 100", redis.show("TTL b"));
            assertEquals("\"1\"", redis.show("GET a"));
            assertEquals(List.of("copy_to b"), redis.events());
            assertEquals(List.of("0 COPY a b"), redis.propagated());
        }

        @Test
        void replacesOnlyWhenTold() {
            given("SET a 1", "SET b 2", "EXPIRE b 100");

            assertEquals("(integer) 0", redis.show("COPY a b"));
            assertEquals("(integer) 1", redis.show("COPY a b REPLACE"));
            assertEquals("\"1\"", redis.show("GET b"));
            assertEquals("(integer) -1", redis.show("TTL b"));
        }

        @Test
        void canGoToAnotherDatabase() {
            given("SET a 1");

            assertEquals("(integer) 1", redis.show("COPY a a DB 1"));
            assertEquals("(integer) 0", redis.show("COPY a a DB 1"));
            assertEquals("(integer) 1", redis.show("copy a a replace db 1"));
            assertEquals("\"1\"", inDb1.show("GET a"));
        }

        @ParameterizedTest
        @CsvSource({
            "COPY a a, ERR source and destination objects are the same",
            "COPY a a DB 0, ERR source and destination objects are the same",
            "COPY nope nope, ERR source and destination objects are the same",
            "COPY a b DB 16, ERR DB index is out of range",
            "COPY a b DB x, ERR value is not an integer or out of range",
            "COPY a b DB, ERR syntax error",
            "COPY a b REPLACE KEEP, ERR syntax error"
        })
        void refusesWrongArguments(String line, String error) {
            given("SET a 1");

            assertEquals("(error) " + error, redis.show(line));
        }

        @ParameterizedTest
        @ValueSource(strings = {"COPY nope b", "COPY nope b REPLACE"})
        void ofNothingIsNothing(String line) {
            given("SET b 2");

            assertEquals("(integer) 0", redis.show(line));
            assertEquals("\"2\"", redis.show("GET b"));
        }
    }
}
