package io.miniredis.server.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.CommandTime;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessClockTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private final TickingClock clock = new TickingClock();
    private final CommandTime time = new CommandTime(clock);
    private final ServerConfig config = ServerConfig.defaults();
    private final AccessClock accessClock = new AccessClock(time, new RandomSource(11), config);

    private void pass(long millis) {
        clock.millis += millis;
        time.refresh();
    }

    @Nested
    class Lru {
        @Test
        void datesTheLastUseToTheSecond() {
            int bits = accessClock.initial();
            pass(90 * SECOND + 500);
            assertEquals(90 * SECOND, accessClock.idleMillis(bits));

            assertEquals(0, accessClock.idleMillis(accessClock.touched(bits)));
        }

        @Test
        void survivesTheWrapOfItsBits() {
            clock.millis = ((1L << 24) - 10) * SECOND;
            time.refresh();
            int bits = accessClock.initial();
            assertEquals((1 << 24) - 10, bits);

            pass(20 * SECOND);

            // One second is lost at the wrap, in Redis too: the largest reading counts as the zero of the next round.
            assertEquals(19 * SECOND, accessClock.idleMillis(bits));
        }

        @Test
        void canSayThatAKeyHasBeenIdle() {
            assertEquals(77 * SECOND, accessClock.idleMillis(accessClock.idleSince(77)));
        }
    }

    @Nested
    class Lfu {
        Lfu() {
            config.with("maxmemory-policy", "allkeys-lfu");
        }

        private int usedOften(int times) {
            int bits = accessClock.initial();
            for (int i = 0; i < times; i++) {
                bits = accessClock.touched(bits);
            }
            return bits;
        }

        @Test
        void beginsAtFiveAndCountsTheFirstUseForSure() {
            int bits = accessClock.initial();

            assertTrue(accessClock.countsFrequency());
            assertEquals(5, accessClock.frequency(bits));
            assertEquals(6, accessClock.frequency(accessClock.touched(bits)));
        }

        /** The table in redis.conf: with factor 10, 100 uses come to about 10, 1000 to 18, 100,000 to 142. */
        @ParameterizedTest
        @CsvSource({"100, 10, 2", "1000, 18, 3", "100000, 142, 8"})
        void growsWithTheLogarithmOfUses(int uses, int expected, int tolerance) {
            assertEquals(expected, accessClock.frequency(usedOften(uses)), tolerance);
        }

        @Test
        void withFactorZeroEveryUseCountsUpTo255() {
            config.with("lfu-log-factor", "0");

            assertEquals(105, accessClock.frequency(usedOften(100)));
            assertEquals(255, accessClock.frequency(usedOften(300)));
        }

        @Test
        void decaysByOneAMinute() {
            config.with("lfu-log-factor", "0");
            int bits = usedOften(100);

            pass(3 * MINUTE);
            assertEquals(102, accessClock.frequency(bits));
            pass(300 * MINUTE);
            assertEquals(0, accessClock.frequency(bits));
        }

        @Test
        void aUseFirstDecaysThenCounts() {
            config.with("lfu-log-factor", "0");
            int bits = usedOften(100);
            pass(3 * MINUTE);

            assertEquals(103, accessClock.frequency(accessClock.touched(bits)));
        }

        @Test
        void decaysSlowerOrNotAtAllIfConfigured() {
            int bits = usedOften(20);
            int before = accessClock.frequency(bits);

            config.with("lfu-decay-time", "3");
            pass(7 * MINUTE);
            assertEquals(before - 2, accessClock.frequency(bits));
            config.with("lfu-decay-time", "0");
            assertEquals(before, accessClock.frequency(bits));
        }
    }

    @Test
    void thePolicyDecides() {
        assertFalse(accessClock.countsFrequency());
        config.with("maxmemory-policy", "volatile-lfu");
        assertTrue(accessClock.countsFrequency());
    }
}
