package io.miniredis.server.command.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSetCommandsTest {
    private static final String WRONG_TYPE =
            "(error) WRONGTYPE Operation against a key holding the wrong kind of value";

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

    private void assertNothingHappened() {
        assertEquals(List.of(), redis.events());
        assertEquals(List.of(), redis.propagated());
    }

    @Nested
    class Zadd {
        @Test
        void countsNewMembersAndReportsAllChanges() {
            given("ZADD z 1 a");

            assertEquals("(integer) 1", redis.show("ZADD z 2 a 3 b"));

            assertEquals(List.of("zadd z"), redis.events());
            assertEquals(List.of("0 ZADD z 2 a 3 b"), redis.propagated());
        }

        @Test
        void nothingHappensWhereNothingChanges() {
            given("ZADD z 1 a");

            assertEquals("(integer) 0", redis.show("ZADD z 1 a"));
            assertEquals("(integer) 0", redis.show("ZADD z NX 5 a"));
            assertEquals("(integer) 0", redis.show("ZADD z XX 5 b"));
            assertEquals("(integer) 0", redis.show("ZADD z GT CH 0 a"));
            assertEquals("(nil)", redis.show("ZADD z LT INCR 1 a"));
            assertEquals("(integer) 0", redis.show("ZADD other XX 1 a"));

            assertNothingHappened();
        }

        @Test
        void incrReportsAnIncrement() {
            assertEquals("\"1.5\"", redis.show("ZADD z INCR 1.5 a"));

            assertEquals(List.of("zincr z"), redis.events());
            assertEquals(List.of("0 ZADD z INCR 1.5 a"), redis.propagated());
        }

        @Test
        void aBadScoreAmongManyChangesNothing() {
            assertEquals("(error) ERR value is not a valid float", redis.show("ZADD z 1 a x b"));

            assertEquals("(integer) 0", redis.show("EXISTS z"));
            assertNothingHappened();
        }

        @Test
        void scoresThatAreNoNumberAreRefused() {
            given("ZADD z inf a");

            assertEquals("(error) ERR resulting score is not a number (NaN)", redis.show("ZADD z INCR -inf a"));

            assertEquals("\"inf\"", redis.show("ZSCORE z a"));
            assertNothingHappened();
        }

        @ParameterizedTest
        @ValueSource(ints = {128, 129})
        void manyMembersAtOnceDecideTheEncoding(int members) {
            StringBuilder line = new StringBuilder("ZADD z");
            for (int i = 0; i < members; i++) {
                line.append(" 1 m").append(i);
            }
            given(line.toString());

            assertEquals(members == 128 ? "\"listpack\"" : "\"skiplist\"", redis.show("OBJECT ENCODING z"));
        }

        @Test
        void theExpectedNumberCountsEvenIfMembersAreThere() {
            given("CONFIG SET zset-max-listpack-entries 3", "ZADD z 1 a", "ZADD z 1 a 1 a 1 a 1 a");

            assertEquals("\"skiplist\"", redis.show("OBJECT ENCODING z"));
        }

        @Test
        void otherTypesAreRefused() {
            given("SET text x");

            assertEquals(WRONG_TYPE, redis.show("ZADD text 1 a"));
            assertNothingHappened();
        }
    }

    @Nested
    class Zincrby {
        @Test
        void isPropagatedAsItIs() {
            assertEquals("\"2\"", redis.show("ZINCRBY z 2 a"));
            assertEquals("\"1.25\"", redis.show("ZINCRBY z -0.75 a"));

            assertEquals(List.of("zincr z", "zincr z"), redis.events());
            assertEquals(List.of("0 ZINCRBY z 2 a", "0 ZINCRBY z -0.75 a"), redis.propagated());
        }

        @Test
        void byZeroIsNoChange() {
            given("ZADD z 5 a");

            assertEquals("\"5\"", redis.show("ZINCRBY z 0 a"));
            assertNothingHappened();
        }
    }

    @Nested
    class Zrem {
        @Test
        void deletesTheKeyWithTheLastMember() {
            given("ZADD z 1 a 2 b 3 c");

            assertEquals("(integer) 2", redis.show("ZREM z a x b"));
            assertEquals("(integer) 1", redis.show("ZREM z c c"));

            assertEquals("(integer) 0", redis.show("EXISTS z"));
            assertEquals(List.of("zrem z", "zrem z", "del z"), redis.events());
            assertEquals(List.of("0 ZREM z a x b", "0 ZREM z c c"), redis.propagated());
        }

        @Test
        void ofStrangersIsNoChange() {
            given("ZADD z 1 a");

            assertEquals("(integer) 0", redis.show("ZREM z x"));
            assertNothingHappened();
        }
    }

    @Nested
    class Ranks {
        @Test
        void comeWithTheScoreIfWanted() {
            given("ZADD z 1 a 2.5 b");

            assertEquals("1) (integer) 1\n2) \"2.5\"", redis.show("ZRANK z b WITHSCORE"));
            assertEquals("1) (integer) 0\n2) \"2.5\"", redis.show("ZREVRANK z b WITHSCORE"));
            assertEquals("(nil)", redis.show("ZRANK z x WITHSCORE"));
        }

        @Test
        void areRightAmongMany() {
            for (int i = 0; i < 300; i++) {
                redis.show("ZADD z " + i % 17 + " m" + i);
            }
            for (int i = 0; i < 300; i += 29) {
                int rank = 0;
                for (int j = 0; j < 300; j++) {
                    int order = Integer.compare(j % 17, i % 17);
                    rank += order < 0 || (order == 0 && ("m" + j).compareTo("m" + i) < 0) ? 1 : 0;
                }
                assertEquals("(integer) " + rank, redis.show("ZRANK z m" + i));
                assertEquals("(integer) " + (299 - rank), redis.show("ZREVRANK z m" + i));
            }
        }
    }

    @Test
    void minusZeroIsZeroInAListpackOnly() {
        given("ZADD z -0 a", "CONFIG SET zset-max-listpack-entries 0", "ZADD s -0 a");

        assertEquals("\"0\"", redis.show("ZSCORE z a"));
        assertEquals("\"-0\"", redis.show("ZSCORE s a"));
    }
}
