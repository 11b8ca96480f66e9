package io.miniredis.server.keyspace;

import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.CommandTime;

/**
 * The server's databases, 0 to {@code databases - 1}, and what they share.
 *
 * <p>Confined to the main thread.
 */
public final class Databases {
    private final Database[] databases;
    final CommandTime time;
    final AccessClock accessClock;
    final ServerStats stats;
    final KeyspaceEffects effects;
    final ExpiryRules expiry;
    private final SipHash hash;
    private boolean touching = true;

    public Databases(
            int count,
            RandomSource random,
            CommandTime time,
            AccessClock accessClock,
            ServerStats stats,
            KeyspaceEffects effects,
            ExpiryRules expiry) {
        this.time = time;
        this.accessClock = accessClock;
        this.stats = stats;
        this.effects = effects;
        this.expiry = expiry;
        this.hash = new SipHash(random.nextLong(), random.nextLong());
        this.databases = new Database[count];
        for (int i = 0; i < count; i++) {
            databases[i] = new Database(this, i, newKeyspace());
        }
    }

    Keyspace newKeyspace() {
        return new Keyspace(hash);
    }

    public int count() {
        return databases.length;
    }

    public Database get(int index) {
        return databases[index];
    }

    /** Exchanges the contents of two databases (SWAPDB): clients keep their number and see the other keys. */
    public void swap(int first, int second) {
        databases[first].exchangeKeys(databases[second]);
        effects.databaseReplaced(first);
        effects.databaseReplaced(second);
    }

    /** Whether lookups count as uses of a key; off while a client with CLIENT NO-TOUCH is served. */
    public void touching(boolean on) {
        touching = on;
    }

    boolean touching() {
        return touching;
    }

    public KeyspaceEffects effects() {
        return effects;
    }

    public AccessClock accessClock() {
        return accessClock;
    }

    /** The keys of all databases together. */
    public long size() {
        long size = 0;
        for (Database database : databases) {
            size += database.size();
        }
        return size;
    }
}
