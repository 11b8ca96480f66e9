package io.miniredis.server.memory;

import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.VolatileKeyEntry;
import io.miniredis.server.config.MaxMemoryPolicy;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.keyspace.AccessClock;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.Databases;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the key to delete next, by {@code maxmemory-policy} (evict.c). Confined to the main thread.
 *
 * <p>For LRU, LFU and times to live some keys of each database are looked at, {@code maxmemory-samples}, and compete in
 * an {@link EvictionPool}. Keys of the table are taken as neighbours from a random place, which is quick; those that
 * expire stand in an array in an order of their own, so each is chosen at random.
 */
final class EvictionChoice {
    private static final int MOST_FREQUENT = 255;

    private final MemoryParameters config;
    private final Databases databases;
    private final RandomSource random;
    private final EvictionPool pool = new EvictionPool();
    private KeyEntry[] samples = {};
    private @Nullable MaxMemoryPolicy poolPolicy;
    private int lastDatabase;

    private Database chosenDatabase;

    EvictionChoice(MemoryParameters config, Databases databases, RandomSource random) {
        this.config = config;
        this.databases = databases;
        this.random = random;
        this.chosenDatabase = databases.get(0);
    }

    /** The key to delete, or null if there is none that may be. */
    @Nullable
    KeyEntry next() {
        MaxMemoryPolicy policy = config.maxMemoryPolicy.value();
        if (policy == MaxMemoryPolicy.NOEVICTION) {
            return null;
        }
        return policy.choosesAtRandom() ? any(policy) : best(policy);
    }

    /** Where the key of the last {@link #next} is. */
    Database database() {
        return chosenDatabase;
    }

    /** A random key, of one database after the other. */
    private @Nullable KeyEntry any(MaxMemoryPolicy policy) {
        for (int i = 0; i < databases.count(); i++) {
            lastDatabase = (lastDatabase + 1) % databases.count();
            Keyspace keys = databases.get(lastDatabase).keys();
            KeyEntry entry = policy.isForAllKeys() ? keys.dict().randomEntry(random) : keys.randomVolatile(random);
            if (entry != null) {
                chosenDatabase = databases.get(lastDatabase);
                return entry;
            }
        }
        return null;
    }

    private @Nullable KeyEntry best(MaxMemoryPolicy policy) {
        if (policy != poolPolicy) {
            // Scores of another policy mean something else.
            pool.clear();
            poolPolicy = policy;
        }
        while (sampleAll(policy)) {
            KeyEntry found = takeBest(policy);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns false if no database has keys to choose from. */
    private boolean sampleAll(MaxMemoryPolicy policy) {
        boolean any = false;
        for (int i = 0; i < databases.count(); i++) {
            Keyspace keys = databases.get(i).keys();
            int size = policy.isForAllKeys() ? keys.size() : keys.volatileCount();
            if (size > 0) {
                any = true;
                sample(policy, i, keys, Math.min(config.maxMemorySamples.value(), size));
            }
        }
        return any;
    }

    private void sample(MaxMemoryPolicy policy, int database, Keyspace keys, int count) {
        if (!policy.isForAllKeys()) {
            for (int i = 0; i < count; i++) {
                offer(policy, database, keys.volatileAt(random.nextInt(keys.volatileCount())));
            }
            return;
        }
        if (samples.length < count) {
            samples = new KeyEntry[count];
        }
        int found = keys.dict().sample(samples, count, random);
        for (int i = 0; i < found; i++) {
            offer(policy, database, samples[i]);
        }
    }

    private void offer(MaxMemoryPolicy policy, int database, KeyEntry entry) {
        pool.offer(entry.key(), entry.hash(), database, score(policy, entry));
    }

    private long score(MaxMemoryPolicy policy, KeyEntry entry) {
        AccessClock clock = databases.accessClock();
        return switch (policy) {
            case ALLKEYS_LRU, VOLATILE_LRU -> clock.idleMillis(entry.lru());
            case ALLKEYS_LFU, VOLATILE_LFU -> MOST_FREQUENT - clock.frequency(entry.lru());
            default -> Long.MAX_VALUE - entry.expireAtMillis();
        };
    }

    /** The best of the pool that still is a key to choose from; what is not is dropped. */
    private @Nullable KeyEntry takeBest(MaxMemoryPolicy policy) {
        while (!pool.isEmpty()) {
            Database database = databases.get(pool.database());
            KeyEntry entry = database.keys().find(pool.key(), pool.hash());
            pool.dropBest();
            if (entry != null && (policy.isForAllKeys() || entry instanceof VolatileKeyEntry)) {
                chosenDatabase = database;
                return entry;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "EvictionChoice[" + pool + "]";
    }
}
