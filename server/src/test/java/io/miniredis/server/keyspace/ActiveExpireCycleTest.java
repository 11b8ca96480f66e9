package io.miniredis.server.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.client.ClientPause;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.CommandTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveExpireCycleTest {
    private static final int HZ = 10;
    private static final long MILLISECOND = 1_000_000;

    private final TickingClock clock = new TickingClock();
    private final ServerConfig config = ServerConfig.defaults();
    private final ServerStats stats = new ServerStats();
    private final KeyspaceEffects effects = new KeyspaceEffects();
    private final Propagation propagation = new Propagation();
    private final ClientPause pause = new ClientPause();
    private final Databases databases = newDatabases();
    private final ActiveExpireCycle cycle = new ActiveExpireCycle(config, clock, databases, stats, propagation);
    private final List<String> propagated = new ArrayList<>();

    private Databases newDatabases() {
        RandomSource random = new RandomSource(7);
        CommandTime time = new CommandTime(clock);
        return new Databases(
                config,
                random,
                time,
                new AccessClock(time, random, config),
                stats,
                effects,
                new Expiration(config, stats, effects, propagation, pause::freezesData));
    }

    private void recordPropagation() {
        propagation.addSink((database, resp, offset, length) -> propagated.add(database + " "
                + ByteString.wrap(Arrays.copyOfRange(resp, offset, offset + length))
                        .utf8()
                        .replace("\r\n", " ")));
    }

    /** Keys that expire so many milliseconds from now; negative: already expired. */
    private void givenKeys(int database, String prefix, int count, long ttlMillis) {
        for (int i = 0; i < count; i++) {
            Database db = databases.get(database);
            KeyEntry entry =
                    db.add(ByteString.of(prefix + i), ByteString.of("v").bytes());
            db.expireAt(entry, clock.millis + ttlMillis);
        }
    }

    private int size(int database) {
        return databases.get(database).size();
    }

    @Test
    void deletesWhatHasExpiredAndNothingElse() {
        givenKeys(0, "old", 500, -1);
        givenKeys(0, "young", 5, 1_000);
        givenKeys(0, "now", 5, 0);
        databases.get(0).add(ByteString.of("lasting"), ByteString.of("v").bytes());

        while (stats.expiredKeys < 500) {
            cycle.runSlow(HZ);
        }

        assertEquals(11, size(0));
        assertEquals(10, databases.get(0).keys().volatileCount());
    }

    @Test
    void looksAt20KeysAndIsContentIfFewOfThemAreExpired() {
        givenKeys(0, "old", 2, -1);
        givenKeys(0, "young", 1_000, 1_000);
        givenKeys(0, "new-old", 2, -1);

        cycle.runSlow(HZ);

        assertEquals(2, stats.expiredKeys, "2 of 20 are just acceptable");
    }

    @Test
    void goesOnWhileMoreThanATenthIsExpired() {
        givenKeys(0, "young", 1_000, 1_000);
        givenKeys(0, "old", 100, -1);
        givenKeys(0, "more-young", 17, 1_000);

        cycle.runSlow(HZ);

        assertEquals(100, stats.expiredKeys);
    }

    @Test
    void moreEffortLooksAtMoreAndAcceptsLess() {
        config.with("active-expire-effort", "10");
        givenKeys(0, "young", 1_000, 1_000);
        givenKeys(0, "old", 2, -1);
        givenKeys(0, "more-young", 63, 1_000);

        cycle.runSlow(HZ);

        assertEquals(2, stats.expiredKeys, "65 keys a loop");
    }

    @Test
    void comesToAllDatabases() {
        for (int i = 0; i < databases.count(); i++) {
            givenKeys(i, "old", 10, -1);
        }

        cycle.runSlow(HZ);

        assertEquals(0, databases.size());
        assertEquals(160, stats.expiredKeys);
    }

    @Test
    void eachDeletionIsPropagatedOnItsOwn() {
        recordPropagation();
        givenKeys(3, "old", 3, -1);

        cycle.runSlow(HZ);

        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            expected.add("3 *2 $3 DEL $4 old" + i + " ");
        }
        assertEquals(expected, new HashSet<>(propagated));
        assertEquals(3, propagated.size());
    }

    @Test
    void restsWhileTheServerIsPaused() {
        givenKeys(0, "old", 10, -1);
        pause.begin(clock.millis + 1_000, false);
        cycle.runSlow(HZ);
        assertEquals(10, size(0));

        pause.end();
        cycle.runSlow(HZ);
        assertEquals(0, size(0));
    }

    @Test
    void restsWhileItIsSwitchedOff() {
        givenKeys(0, "old", 10, -1);
        cycle.enabled(false);
        cycle.runSlow(HZ);
        assertEquals(10, size(0));
    }

    /** Keys come and go between the cycles; those that stay are looked at in one round of the whole array. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void passesOverNoKeyWhateverIsRemoved(long seed) {
        Random random = new Random(seed);
        givenKeys(0, "young", 2_000, 1_000_000);
        givenKeys(0, "old", 1, -1);
        givenKeys(0, "passing", 1_000, 1_000_000);
        int removed = 0;

        int rounds = 0;
        while (stats.expiredKeys == 0) {
            cycle.runSlow(HZ);
            for (int i = random.nextInt(20); i > 0 && removed < 1_000; i--) {
                databases.get(0).delete(ByteString.of("passing" + removed++));
            }
            assertTrue(++rounds <= 3_001 / 20 + 1, "not found in a whole round");
        }
    }

    @Nested
    class TimeLimit {
        @Test
        void isAQuarterOfTheTimeBetweenTwoCycles() {
            givenKeys(0, "old", 100_000, -1);
            clock.nanosPerLook = 3 * MILLISECOND;

            cycle.runSlow(HZ);

            assertEquals(1, stats.expiredTimeCapReachedCount);
            // 25 ms are over at the 9th look, and there is one look every 16 loops of 20 keys.
            assertEquals(9 * 16 * 20, stats.expiredKeys);
        }

        @Test
        void growsWithEffort() {
            config.with("active-expire-effort", "10");
            givenKeys(0, "old", 100_000, -1);
            clock.nanosPerLook = 3 * MILLISECOND;

            cycle.runSlow(HZ);

            // 43 ms are over at the 15th look; 65 keys a loop.
            assertEquals(15 * 16 * 65, stats.expiredKeys);
        }

        @Test
        void theNextCycleBeginsWithTheNextDatabase() {
            givenKeys(0, "old", 100_000, -1);
            givenKeys(1, "old", 10, -1);
            clock.nanosPerLook = 100 * MILLISECOND;

            cycle.runSlow(HZ);
            assertEquals(10, size(1));
            cycle.runSlow(HZ);
            assertEquals(0, size(1));
        }

        @Test
        void timeSpentIsCounted() {
            clock.nanosPerLook = MILLISECOND;

            cycle.runSlow(HZ);

            assertEquals(MILLISECOND, stats.expireCycleNanos);
        }
    }

    @Nested
    class FastCycle {
        @Test
        void doesNothingWhenThereIsLittleToDo() {
            givenKeys(0, "old", 10, -1);

            cycle.runFast();

            assertEquals(10, size(0));
        }

        @Test
        void followsASlowCycleThatRanOutOfTime() {
            givenKeys(0, "old", 100_000, -1);
            clock.nanosPerLook = 100 * MILLISECOND;
            cycle.runSlow(HZ);
            long before = stats.expiredKeys;

            cycle.runFast();

            assertEquals(16 * 20, stats.expiredKeys - before, "stopped at the first look, after 1 ms");
        }

        @Test
        void waitsTwiceItsDurationForTheNext() {
            givenKeys(0, "old", 100_000, -1);
            clock.nanosPerLook = 100 * MILLISECOND;
            cycle.runSlow(HZ);
            clock.nanosPerLook = MILLISECOND / 100;
            cycle.runFast();
            assertEquals(2, stats.expiredTimeCapReachedCount);
            long before = stats.expiredKeys;

            cycle.runFast();
            assertEquals(before, stats.expiredKeys);

            clock.nanos += 2 * MILLISECOND;
            cycle.runFast();
            assertTrue(stats.expiredKeys > before);
        }

        @Test
        void followsAlsoWhenManyExpiredKeysAreLeft() {
            stats.expiredStalePercent = 11;
            givenKeys(0, "old", 10, -1);

            cycle.runFast();

            assertEquals(0, size(0));
        }
    }

    @Nested
    class Estimates {
        @Test
        void theShareOfExpiredKeysIsARunningAverage() {
            givenKeys(0, "young", 10, 1_000);
            givenKeys(0, "old", 10, -1);

            cycle.runSlow(HZ);

            // 10 of 20, then 0 of the 10 left: 33 percent, which weigh a twentieth.
            assertEquals(100.0 / 3 * 0.05, stats.expiredStalePercent, 0.001);
        }

        @Test
        void theTimeToLiveIsARunningAverage() {
            givenKeys(0, "young", 20, 10_000);
            cycle.runSlow(HZ);
            assertEquals(10_000, databases.get(0).averageTtlMillis());

            clock.millis += 5_000;
            cycle.runSlow(HZ);
            assertEquals(10_000 / 50 * 49 + 5_000 / 50, databases.get(0).averageTtlMillis());
        }

        @Test
        void withoutVolatileKeysThereIsNone() {
            givenKeys(0, "young", 1, 10_000);
            cycle.runSlow(HZ);
            databases.get(0).delete(ByteString.of("young0"));

            cycle.runSlow(HZ);

            assertEquals(0, databases.get(0).averageTtlMillis());
        }
    }
}
