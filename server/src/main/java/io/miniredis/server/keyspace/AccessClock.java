package io.miniredis.server.keyspace;

import io.miniredis.datastructures.RandomSource;
import io.miniredis.persistence.snapshot.KeyUsage;
import io.miniredis.server.config.MaxMemoryPolicy;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.CommandTime;

/**
 * The 24 bits per key that remember its use, for OBJECT IDLETIME and FREQ and for eviction (evict.c).
 *
 * <pre>
 *   LRU   bits 23..0   seconds of the calendar, modulo 2^24 (194 days)
 *   LFU   bits 23..8   minutes of the calendar, modulo 2^16 (45 days): when the counter last decayed
 *         bits  7..0   a logarithmic counter of uses: each use raises it with a falling chance
 * </pre>
 *
 * <p>Which of the two it is follows from {@code maxmemory-policy}. Confined to the main thread.
 */
public final class AccessClock {
    private static final int BITS = 0xFFFFFF;
    /** A new key's counter, so that it survives until it had a chance to be used. */
    private static final int LFU_INITIAL = 5;

    private static final int LFU_MAXIMUM = 255;

    private final CommandTime time;
    private final RandomSource random;
    private final ServerConfig config;

    public AccessClock(CommandTime time, RandomSource random, ServerConfig config) {
        this.time = time;
        this.random = random;
        this.config = config;
    }

    /** True if uses are counted ({@code maxmemory-policy *-lfu}), false if the last one is dated. */
    public boolean countsFrequency() {
        return config.memory.maxMemoryPolicy.value().countsFrequency();
    }

    /** The bits of a key just made. */
    public int initial() {
        return countsFrequency() ? minutes() << 8 | LFU_INITIAL : seconds();
    }

    /** The bits after one more use. */
    public int touched(int bits) {
        if (!countsFrequency()) {
            return seconds();
        }
        return minutes() << 8 | increment(frequency(bits));
    }

    /** How long a key has not been used, in milliseconds, to the second. Meaningful without LFU only. */
    public long idleMillis(int bits) {
        int now = seconds();
        int then = bits & BITS;
        return (now >= then ? now - then : now + (BITS - then)) * 1_000L;
    }

    /** The counter of uses after the decay that is due: 0 to 255. Meaningful with LFU only. */
    public int frequency(int bits) {
        int counter = bits & 0xFF;
        int decayMinutes = config.memory.lfuDecayMinutes.value();
        if (decayMinutes == 0) {
            return counter;
        }
        int periods = elapsedMinutes(bits >>> 8 & 0xFFFF) / decayMinutes;
        return Math.max(0, counter - periods);
    }

    /**
     * The bits of a key that was saved.
     *
     * @param idleSeconds since it was used, or -1 if that is not known
     * @param frequency of its use, or -1
     */
    public int restored(long idleSeconds, int frequency) {
        if (countsFrequency()) {
            return frequency < 0 ? initial() : minutes() << 8 | frequency;
        }
        return idleSeconds < 0 ? initial() : idleSince(idleSeconds);
    }

    /** Bits that say: idle for so long. Made for RESTORE IDLETIME and tests. */
    public int idleSince(long idleSeconds) {
        return (int) ((time.millis() / 1_000 - idleSeconds) & BITS);
    }

    /** What a file that is begun now says of keys' uses: what the eviction policy wants to know. */
    public KeyUsage savedUsage() {
        MaxMemoryPolicy policy = config.memory.maxMemoryPolicy.value();
        if (policy.countsFrequency()) {
            return new SavedFrequency(minutes(), config.memory.lfuDecayMinutes.value());
        }
        return policy.datesUse() ? new SavedIdleTime(seconds()) : KeyUsage.NOT_WRITTEN;
    }

    private record SavedIdleTime(int now) implements KeyUsage {
        @Override
        public long idleSeconds(int lru) {
            return ((long) now - lru) & BITS;
        }

        @Override
        public int frequency(int lru) {
            return NONE;
        }
    }

    private record SavedFrequency(int nowMinutes, int decayMinutes) implements KeyUsage {
        @Override
        public long idleSeconds(int lru) {
            return NONE;
        }

        @Override
        public int frequency(int lru) {
            int elapsed = (nowMinutes - (lru >>> 8)) & 0xFFFF;
            return decayMinutes == 0 ? lru & 0xFF : Math.max(0, (lru & 0xFF) - elapsed / decayMinutes);
        }
    }

    private int increment(int counter) {
        if (counter == LFU_MAXIMUM) {
            return counter;
        }
        double base = Math.max(0, counter - LFU_INITIAL);
        double chance = 1.0 / (base * config.memory.lfuLogFactor.value() + 1);
        return random.nextDouble() < chance ? counter + 1 : counter;
    }

    private int elapsedMinutes(int then) {
        int now = minutes();
        return now >= then ? now - then : 0xFFFF - then + now;
    }

    private int seconds() {
        return (int) (time.millis() / 1_000) & BITS;
    }

    private int minutes() {
        return (int) (time.millis() / 60_000) & 0xFFFF;
    }
}
