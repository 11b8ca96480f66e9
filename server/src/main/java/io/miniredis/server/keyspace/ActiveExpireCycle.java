package io.miniredis.server.keyspace;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.VolatileKeyEntry;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.propagation.Propagation;
import io.miniredis.server.stats.FlightEvents;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.Clock;

/**
 * Deletes expired keys that nobody asks for (activeExpireCycle in expire.c).
 *
 * <p>It looks at a few keys of each database at a time, and goes on with a database while too many of those it looked
 * at were expired. The slow cycle runs {@code hz} times a second and may use a share of the time between two runs; when
 * it had to stop early, or leaves too many expired keys behind, fast cycles follow between the batches of requests.
 * {@code active-expire-effort} 1 to 10 raises all limits.
 *
 * <p>Owned by the server; confined to the main thread.
 */
public final class ActiveExpireCycle {
    private static final int KEYS_PER_LOOP = 20;
    private static final int FIELDS_PER_LOOP = 100;
    private static final long FAST_DURATION_NANOS = 1_000_000;
    private static final int SLOW_TIME_PERCENT = 25;
    /** The share of expired keys among those looked at that is left alone. */
    private static final int ACCEPTABLE_STALE_PERCENT = 10;

    private static final int DATABASES_PER_CALL = 16;
    private static final int LOOPS_PER_CLOCK_READING = 16;

    private final ServerConfig config;
    private final Clock clock;
    private final Databases databases;
    private final ServerStats stats;
    private final Propagation propagation;

    /** Where to go on in each database: one above the index of the next key to look at. */
    private final int[] cursors;

    private boolean enabled = true;
    private int nextDatabase;
    private boolean stoppedByTime;
    private boolean fastCycleHasRun;
    private long lastFastCycleNanos;

    // The running cycle's account.
    private long startNanos;
    private long limitNanos;
    private int loops;
    private long sampledInAll;
    private long expiredInAll;

    public ActiveExpireCycle(
            ServerConfig config, Clock clock, Databases databases, ServerStats stats, Propagation propagation) {
        this.config = config;
        this.clock = clock;
        this.databases = databases;
        this.stats = stats;
        this.propagation = propagation;
        this.cursors = new int[databases.count()];
    }

    /** DEBUG SET-ACTIVE-EXPIRE: off, keys expire only when they are asked for. */
    public void enabled(boolean on) {
        enabled = on;
    }

    /**
     * The regular cycle.
     *
     * @param hz how many times a second it runs
     */
    public void runSlow(int hz) {
        int percent = SLOW_TIME_PERCENT + 2 * effort();
        run(clock.nanos(), Math.max(1_000, percent * (1_000_000_000L / 100) / hz));
    }

    /** The cycle between batches of requests: does nothing most of the time. */
    public void runFast() {
        if (!stoppedByTime && stats.expiredStalePercent < acceptableStalePercent()) {
            return;
        }
        long now = clock.nanos();
        long duration = FAST_DURATION_NANOS + FAST_DURATION_NANOS / 4 * effort();
        if (fastCycleHasRun && now - lastFastCycleNanos < 2 * duration) {
            return;
        }
        fastCycleHasRun = true;
        lastFastCycleNanos = now;
        run(now, duration);
    }

    /** active-expire-effort from 0 on. */
    private int effort() {
        return config.keyspace.activeExpireEffort.value() - 1;
    }

    private int acceptableStalePercent() {
        return ACCEPTABLE_STALE_PERCENT - effort();
    }

    private void run(long nowNanos, long mayTakeNanos) {
        if (!enabled || databases.isExpiryStopped() || !databases.expiry.mayDelete()) {
            return;
        }
        startNanos = nowNanos;
        limitNanos = mayTakeNanos;
        loops = 0;
        sampledInAll = 0;
        expiredInAll = 0;
        // When time ran out somewhere there is work to do: look everywhere.
        int count = stoppedByTime ? databases.count() : Math.min(DATABASES_PER_CALL, databases.count());
        stoppedByTime = false;
        for (int i = 0; i < count && !stoppedByTime; i++) {
            Database database = databases.get(nextDatabase);
            // Moved on at once: if time runs out in this one, the next cycle begins with the next.
            nextDatabase = (nextDatabase + 1) % databases.count();
            expireIn(database);
        }
        long nanos = clock.nanos() - startNanos;
        stats.expireCycleNanos += nanos;
        if (expiredInAll > 0) {
            FlightEvents.expireCycle(sampledInAll, expiredInAll, stoppedByTime, nanos);
        }
        double stalePercent = sampledInAll == 0 ? 0 : 100.0 * expiredInAll / sampledInAll;
        stats.expiredStalePercent = stalePercent * 0.05 + stats.expiredStalePercent * 0.95;
    }

    private void expireIn(Database database) {
        expireFieldsIn(database);
        int keysPerLoop = KEYS_PER_LOOP + KEYS_PER_LOOP / 4 * effort();
        int sampled;
        int expired;
        do {
            sampled = Math.min(keysPerLoop, database.keys().volatileCount());
            if (sampled == 0) {
                database.averageTtlMillis(0);
                return;
            }
            expired = expireSome(database, sampled);
            sampledInAll += sampled;
            expiredInAll += expired;
            if (++loops % LOOPS_PER_CLOCK_READING == 0) {
                stopIfTimeIsUp();
            }
        } while (!stoppedByTime && expired * 100 / sampled > acceptableStalePercent());
    }

    private void stopIfTimeIsUp() {
        if (clock.nanos() - startNanos > limitNanos) {
            stoppedByTime = true;
            stats.expiredTimeCapReachedCount++;
        }
    }

    /** Fields before keys: each that is looked at is one to delete. */
    private void expireFieldsIn(Database database) {
        if (database.keys().fieldExpiries().size() == 0) {
            return;
        }
        long nowMillis = clock.millis();
        boolean more = true;
        while (more && !stoppedByTime) {
            more = database.fieldExpiry().deleteDue(database, nowMillis, FIELDS_PER_LOOP) == FIELDS_PER_LOOP;
            propagation.flush(false);
            stopIfTimeIsUp();
        }
    }

    /*
     * Redis walks the buckets of a second dict, most of them empty when few keys expire, and therefore counts buckets
     * and gives up on sparse tables. Keyspace keeps its volatile keys in a dense array instead. The walk goes
     * downwards: a key that is removed, here or by a command, is replaced by the last one, and that one is behind us
     * already. So each round meets every key that was there from its beginning to its end, and none of it is spent on
     * nothing.
     */
    private int expireSome(Database database, int count) {
        Keyspace keys = database.keys();
        long nowMillis = clock.millis();
        int cursor = cursors[database.index()];
        int expired = 0;
        long ttlSum = 0;
        int ttlSamples = 0;
        for (int i = 0; i < count; i++) {
            if (cursor == 0 || cursor > keys.volatileCount()) {
                cursor = keys.volatileCount();
            }
            VolatileKeyEntry entry = keys.volatileAt(--cursor);
            long ttl = entry.expireAtMillis() - nowMillis;
            if (ttl < 0) {
                database.deleteIfAllowed(entry);
                propagation.flush(false);
                expired++;
            } else if (ttl > 0) {
                ttlSum += ttl;
                ttlSamples++;
            }
        }
        cursors[database.index()] = cursor;
        if (ttlSamples > 0) {
            noteTtl(database, ttlSum / ttlSamples);
        }
        return expired;
    }

    /** A running average: the new estimate weighs 2 percent. */
    private static void noteTtl(Database database, long estimateMillis) {
        long before = database.averageTtlMillis() == 0 ? estimateMillis : database.averageTtlMillis();
        database.averageTtlMillis(before / 50 * 49 + estimateMillis / 50);
    }

    @Override
    public String toString() {
        return "ActiveExpireCycle[" + (enabled ? "" : "disabled, ") + "next db=" + nextDatabase
                + (stoppedByTime ? ", stopped by time]" : "]");
    }
}
