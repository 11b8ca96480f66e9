package io.miniredis.server.keyspace;

import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.time.Clock;

/**
 * The regular care of the databases (databasesCron in server.c): expired keys are deleted, tables grown too large for
 * their keys shrink, and a change of size that no command drives goes on.
 *
 * <p>Owned by the server; confined to the main thread.
 */
public final class DatabasesCron {
    private static final int DATABASES_PER_CALL = 16;
    private static final int BUCKETS_PER_STEP = 100;
    private static final long REHASH_NANOS = 1_000_000;

    private final ServerConfig config;
    private final Clock clock;
    private final Databases databases;
    private final ActiveExpireCycle expireCycle;
    private final Expiration expiration;
    private int nextToShrink;
    private int nextToRehash;
    private boolean resizingAllowed = true;

    public DatabasesCron(
            ServerConfig config,
            Clock clock,
            Databases databases,
            ActiveExpireCycle expireCycle,
            Expiration expiration) {
        this.expiration = expiration;
        this.config = config;
        this.clock = clock;
        this.databases = databases;
        this.expireCycle = expireCycle;
    }

    /** @param hz how many times a second it runs */
    public void run(int hz) {
        expireCycle.runSlow(hz);
        expiration.expireLocal(databases);
        int count = Math.min(DATABASES_PER_CALL, databases.count());
        if (resizingAllowed) {
            shrink(count);
        }
        if (config.keyspace.activeRehashing.value()) {
            rehash(count);
        }
    }

    /** DEBUG DICT-RESIZING: off, tables grow only in need and do not shrink. */
    public void resizingAllowed(boolean allowed) {
        resizingAllowed = allowed;
        for (int i = 0; i < databases.count(); i++) {
            databases.get(i).keys().dict().avoidGrowth(!allowed);
        }
    }

    private void shrink(int count) {
        for (int i = 0; i < count; i++) {
            databases.get(nextToShrink).keys().dict().shrinkIfSparse();
            nextToShrink = (nextToShrink + 1) % databases.count();
        }
    }

    /** Works for a millisecond on the first table that is changing its size, and comes back to it the next time. */
    private void rehash(int count) {
        for (int i = 0; i < count; i++) {
            Dict<KeyEntry> dict = databases.get(nextToRehash).keys().dict();
            if (dict.rehashing()) {
                rehash(dict);
                return;
            }
            nextToRehash = (nextToRehash + 1) % databases.count();
        }
    }

    private void rehash(Dict<KeyEntry> dict) {
        long start = clock.nanos();
        while (dict.rehashStep(BUCKETS_PER_STEP)) {
            if (clock.nanos() - start > REHASH_NANOS) {
                return;
            }
        }
    }

    @Override
    public String toString() {
        return "DatabasesCron[" + expireCycle + "]";
    }
}
