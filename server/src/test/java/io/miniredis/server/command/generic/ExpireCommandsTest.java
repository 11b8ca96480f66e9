package io.miniredis.server.command.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.miniredis.server.ServerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpireCommandsTest {
    private static final long NOW_MILLIS = ServerFixture.START_MILLIS;
    private static final long NOW_SECONDS = NOW_MILLIS / 1_000;

    private final ServerFixture redis = new ServerFixture();

    @BeforeEach
    void givenAKey() {
        redis.show("SET a 1");
        redis.events();
        redis.propagated();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Nested
    class Setting {
        @Test
        void givesAKeyATimeToLive() {
            assertEquals("(integer) 1", redis.show("EXPIRE a 100"));
            assertEquals("(integer) 100000", redis.show("PTTL a"));
            assertEquals("(integer) 1", redis.show("PEXPIRE a 2500"));
            assertEquals("(integer) 2500", redis.show("PTTL a"));
            assertEquals("(integer) 1", redis.show("EXPIREAT a " + (NOW_SECONDS + 7)));
            assertEquals("(integer) 7000", redis.show("PTTL a"));
            assertEquals("(integer) 1", redis.show("PEXPIREAT a " + (NOW_MILLIS + 8)));
            assertEquals("(integer) 8", redis.show("PTTL a"));

            assertEquals(List.of("expire a", "expire a", "expire a", "expire a"), redis.events());
        }

        @Test
        void propagatesTheMomentInMilliseconds() {
            redis.show("expire a 100 nx");
            redis.show("PEXPIRE a 2500");
            redis.show("EXPIREAT a " + (NOW_SECONDS + 7));
            redis.show("pexpireat a " + (NOW_MILLIS + 8) + " LT");

            assertEquals(
                    List.of(
                            "0 PEXPIREAT a " + (NOW_MILLIS + 100_000) + " nx",
                            "0 PEXPIREAT a " + (NOW_MILLIS + 2_500),
                            "0 PEXPIREAT a " + (NOW_MILLIS + 7_000),
                            "0 pexpireat a " + (NOW_MILLIS + 8) + " LT"),
                    redis.propagated());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"EXPIRE a 0", "EXPIRE a -5", "PEXPIRE a 0", "EXPIREAT a 1", "PEXPIREAT a 1700000000000"})
        void deletesAKeyWhoseTimeHasPassedAlready(String line) {
            assertEquals("(integer) 1", redis.show(line));

            assertEquals("(integer) 0", redis.show("EXISTS a"));
            assertEquals(List.of("del a"), redis.events());
            assertEquals(List.of("0 DEL a"), redis.propagated());
        }

        @Test
        void unlinksItIfExpiryIsLazy() {
            redis.show("CONFIG SET lazyfree-lazy-expire yes");

            redis.show("EXPIRE a -1");

            assertEquals(List.of("0 UNLINK a"), redis.propagated());
        }

        @Test
        void leavesAMissingKeyAlone() {
            assertEquals("(integer) 0", redis.show("EXPIRE nope 10"));
            assertEquals(List.of(), redis.propagated());
        }

        @ParameterizedTest
        @CsvSource({
            "EXPIRE a 9223372036854775807, ERR invalid expire time in 'expire' command",
            "EXPIRE a 9223372036854775, ERR invalid expire time in 'expire' command",
            "EXPIRE a -9223372036854776, ERR invalid expire time in 'expire' command",
            "EXPIREAT nope 9223372036854776, ERR invalid expire time in 'expireat' command",
            "PEXPIRE a 9223372036854775807, ERR invalid expire time in 'pexpire' command",
            "EXPIRE a x, ERR value is not an integer or out of range",
            "EXPIRE a x NO, ERR Unsupported option NO",
            "EXPIRE a 1 EX, ERR Unsupported option EX",
            "EXPIRE a 1 NX XX, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
            "EXPIRE a 1 GT NX, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
            "EXPIRE a 1 lt nx, 'ERR NX and XX, GT or LT options at the same time are not compatible'",
            "EXPIRE a 1 GT LT, ERR GT and LT options at the same time are not compatible"
        })
        void refusesWrongArguments(String line, String error) {
            assertEquals("(error) " + error.replace("''", "'"), redis.show(line));
        }

        @Test
        void takesTheLargestTimeThereIs() {
            assertEquals("(integer) 1", redis.show("PEXPIREAT a 9223372036854775807"));
            assertEquals("(integer) 9223372036854775807", redis.show("PEXPIRETIME a"));
            assertEquals("(integer) 9223372036854776", redis.show("EXPIRETIME a"));
        }
    }

    /** The condition, the time to live before in seconds (none: -), the new one, and whether it is taken. */
    @ParameterizedTest
    @CsvSource({
        "NX, -, 10, 1",
        "NX, 20, 10, 0",
        "XX, -, 10, 0",
        "XX, 20, 10, 1",
        "GT, -, 10, 0",
        "GT, 20, 10, 0",
        "GT, 20, 20, 0",
        "GT, 20, 21, 1",
        "LT, -, 10, 1",
        "LT, 20, 19, 1",
        "LT, 20, 20, 0",
        "LT, 20, 21, 0",
        "XX GT, -, 10, 0",
        "XX GT, 20, 21, 1",
        "XX LT, -, 10, 0",
        "XX LT, 20, 10, 1",
    })
    void conditionsCompareWithTheTimeToLiveThereIs(String condition, String before, int seconds, int taken) {
        if (!before.equals("-")) {
            redis.show("EXPIRE a " + before);
        }
        redis.propagated();

        assertEquals("(integer) " + taken, redis.show("EXPIRE a " + seconds + " " + condition));

        assertEquals(taken, redis.propagated().size());
        String after = taken == 1 ? "" + seconds : before.equals("-") ? "-1" : before;
        assertEquals("(integer) " + after, redis.show("TTL a"));
    }

    @Nested
    class Asking {
        @Test
        void tellsMissingAndLastingKeysApart() {
            for (String command : List.of("TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME")) {
                assertEquals("(integer) -1", redis.show(command + " a"));
                assertEquals("(integer) -2", redis.show(command + " nope"));
            }
        }

        @Test
        void ttlRoundsToTheNearestSecond() {
            redis.show("PEXPIRE a 1500");
            assertEquals("(integer) 2", redis.show("TTL a"));
            redis.show("PEXPIRE a 1499");
            assertEquals("(integer) 1", redis.show("TTL a"));
        }

        @Test
        void showsTheMomentInBothUnits() {
            redis.show("PEXPIREAT a " + (NOW_MILLIS + 1_499));

            assertEquals("(integer) " + (NOW_SECONDS + 1), redis.show("EXPIRETIME a"));
            assertEquals("(integer) " + (NOW_MILLIS + 1_499), redis.show("PEXPIRETIME a"));
        }

        @Test
        void aKeyLivesUntilItsLastMillisecondIsOver() {
            redis.show("PEXPIRE a 10");
            redis.advance(Duration.ofMillis(10));
            assertEquals("(integer) 0", redis.show("PTTL a"));

            redis.advance(Duration.ofMillis(1));
            assertEquals("(integer) -2", redis.show("PTTL a"));
            assertEquals(List.of("expire a", "expired a"), redis.events());
        }
    }

    @Nested
    class Persist {
        @Test
        void takesTheTimeToLiveAway() {
            redis.show("EXPIRE a 10");
            redis.events();
            redis.propagated();

            assertEquals("(integer) 1", redis.show("PERSIST a"));
            assertEquals("(integer) -1", redis.show("TTL a"));
            assertEquals("(integer) 0", redis.show("PERSIST a"));
            assertEquals("(integer) 0", redis.show("PERSIST nope"));
            assertEquals(List.of("persist a"), redis.events());
            assertEquals(List.of("0 PERSIST a"), redis.propagated());
        }
    }

    @Nested
    class Expiry {
        @Test
        void isPropagatedBeforeWhatTheCommandChanges() {
            redis.show("PEXPIRE a 10");
            redis.propagated();
            redis.advance(Duration.ofMillis(11));

            redis.show("SET a 2");

            assertEquals(List.of("0 MULTI", "0 DEL a", "0 SET a 2", "0 EXEC"), redis.propagated());
        }

        @Test
        void isPropagatedAsUnlinkIfItIsLazy() {
            redis.show("CONFIG SET lazyfree-lazy-expire yes");
            redis.show("PEXPIRE a 10");
            redis.propagated();
            redis.advance(Duration.ofMillis(11));

            assertEquals("(nil)", redis.show("GET a"));
            assertEquals(List.of("0 UNLINK a"), redis.propagated());
        }

        @Test
        void onlyHidesTheKeyWhileTheServerIsPaused() {
            redis.show("PEXPIRE a 10");
            redis.propagated();
            redis.advance(Duration.ofMillis(11));
            redis.onMain(() -> {
                redis.server().pause().begin(NOW_MILLIS + 1_000, false);
                return true;
            });

            assertEquals("(nil)", redis.show("GET a"));
            assertEquals("(integer) 1", redis.show("DBSIZE"));
            assertEquals(List.of(), redis.propagated());
        }
    }
}
