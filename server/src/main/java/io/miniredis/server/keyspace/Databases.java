package io.miniredis.server.keyspace;

import io.miniredis.cluster.HashSlot;
import io.miniredis.datastructures.CollectionSettings;
import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import io.miniredis.datastructures.SlotIndex;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.Values;
import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.server.config.MemoryParameters;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.stats.ServerStats;
import io.miniredis.server.time.CommandTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's databases, 0 to {@code databases - 1}, and what they share.
 *
 * <p>Confined to the main thread.
 */
public final class Databases {
    /** Redis frees what consists of no more pieces at once, even when asked to do it lazily. */
    private static final int LAZYFREE_THRESHOLD = 64;

    private final Database[] databases;
    final CommandTime time;
    final AccessClock accessClock;
    final ServerStats stats;
    final KeyspaceEffects effects;
    final ExpiryRules expiry;
    private final SipHash hash;
    private final CollectionSettings collections;
    private final MemoryParameters memory;
    private final boolean isOfCluster;
    final AwaitedKeys awaitedKeys;
    private final FieldExpiry fieldExpiry = new FieldExpiry(this);
    private Dict.@Nullable GrowthGate growthGate;
    private boolean touching = true;
    private boolean argumentsAreBorrowed;

    /** True while data are loaded: what is past its time stays, for the next command of a log may still mean it. */
    private boolean expiryStopped;

    /** Who has to know keys as they were before they change; null while there is no snapshot. */
    @Nullable
    Snapshot snapshot;

    private int epoch;

    public Databases(
            ServerConfig config,
            RandomSource random,
            CommandTime time,
            AccessClock accessClock,
            ServerStats stats,
            KeyspaceEffects effects,
            ExpiryRules expiry) {
        this.memory = config.memory;
        this.isOfCluster = config.cluster.enabled.value();
        this.time = time;
        this.accessClock = accessClock;
        this.stats = stats;
        this.effects = effects;
        this.expiry = expiry;
        this.hash = new SipHash(random.nextLong(), random.nextLong());
        this.collections = new CollectionSettings(hash, random);
        CollectionLimits.follow(config.encoding, collections);
        this.awaitedKeys = new AwaitedKeys(config.process.databases.value());
        this.databases = new Database[config.process.databases.value()];
        for (int i = 0; i < databases.length; i++) {
            databases[i] = new Database(this, i, newKeyspace());
        }
    }

    /** What the collections in all databases share. */
    public CollectionSettings collections() {
        return collections;
    }

    /** The keys that clients wait for. */
    public AwaitedKeys awaitedKeys() {
        return awaitedKeys;
    }

    public FieldExpiry fieldExpiry() {
        return fieldExpiry;
    }

    Keyspace newKeyspace() {
        SlotIndex slots = isOfCluster ? new SlotIndex(HashSlot.COUNT, HashSlot::of) : null;
        Keyspace keyspace = new Keyspace(hash, slots);
        keyspace.epoch(epoch);
        keyspace.dict().growthGate(growthGate);
        return keyspace;
    }

    /** From now on tables of keys ask whether there is memory for a larger one. */
    public void growthGate(Dict.GrowthGate gate) {
        growthGate = gate;
        for (Database database : databases) {
            database.keys().dict().growthGate(gate);
        }
    }

    /** Keyspaces for all databases, without keys, to be filled and to take the place of those that are there. */
    public List<Keyspace> newKeyspaces() {
        List<Keyspace> fresh = new ArrayList<>(databases.length);
        for (int i = 0; i < databases.length; i++) {
            fresh.add(newKeyspace());
        }
        return fresh;
    }

    /** All data are these from now on; those that were there are forgotten. */
    public void replaceAll(List<Keyspace> fresh) {
        for (int i = 0; i < databases.length; i++) {
            databases[i].replaceKeys(fresh.get(i));
        }
        effects.databasesFlushed();
    }

    /** Begins a snapshot of this number, which is told of every change from now on. */
    public Snapshot beginSnapshot(int number) {
        epoch = number;
        Snapshot begun = new Snapshot(keyspaces(), number);
        snapshot = begun;
        return begun;
    }

    /** The snapshot needs no more to be told. */
    public void endSnapshot() {
        snapshot = null;
    }

    /** The keys of all databases as they are. */
    public List<Keyspace> keyspaces() {
        List<Keyspace> keyspaces = new ArrayList<>(databases.length);
        for (Database database : databases) {
            keyspaces.add(database.keys());
        }
        return keyspaces;
    }

    public int count() {
        return databases.length;
    }

    public Database get(int index) {
        return databases[index];
    }

    /** Exchanges the contents of two databases (SWAPDB): clients keep their number and see the other keys. */
    public void swap(int first, int second) {
        if (first == second) {
            return;
        }
        effects.databasesExchanging(databases[first], databases[second]);
        databases[first].exchangeKeys(databases[second]);
        effects.databaseReplaced(first);
        effects.databaseReplaced(second);
    }

    /** While a script calls a command the bytes of the arguments are the script's: what is stored of them is copied. */
    public void borrowArguments(boolean on) {
        argumentsAreBorrowed = on;
    }

    /** What to store: see {@link Strings} on whose the bytes are. */
    Object own(Object value) {
        return argumentsAreBorrowed && value instanceof byte[] bytes ? Strings.keepable(bytes) : value;
    }

    /** Whether lookups count as uses of a key; off while a client with CLIENT NO-TOUCH is served. */
    public void touching(boolean on) {
        touching = on;
    }

    /** While expiry is stopped no key is past its time, whatever the clock shows. */
    public void stopExpiry(boolean yes) {
        expiryStopped = yes;
    }

    public boolean isExpiryStopped() {
        return expiryStopped;
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

    // ---- freed, said Redis ----

    /*
     * The garbage collector frees everything, and none of it takes time here. What Redis would hand to its background
     * thread is counted all the same (lazyfree.c), since INFO tells it.
     */

    /** A value left the keyspace by DEL or UNLINK. */
    void discarded(Object value, boolean lazily) {
        if (lazily && Values.freeEffort(value) > LAZYFREE_THRESHOLD) {
            stats.lazyfreedObjects++;
        }
    }

    /** So many things beside the keyspace were deleted at once: scripts, functions. */
    public void discarded(int count, boolean lazily) {
        if (lazily && count > LAZYFREE_THRESHOLD) {
            stats.lazyfreedObjects += count;
        }
    }

    /** A value left the keyspace because another one took its place. */
    void discardedByServer(Object value) {
        discarded(value, memory.lazyfreeLazyServerDel.value());
    }

    /** A value left the keyspace because its time had passed. */
    void discardedByExpiry(Object value) {
        discarded(value, memory.lazyfreeLazyExpire.value());
    }

    /** Bytes of heap, estimated, of all keys and values and of what holds them together. */
    public long sizeBytes() {
        long bytes = 0;
        for (Database database : databases) {
            bytes += database.keys().sizeBytes();
        }
        return bytes;
    }

    /** The part of {@link #sizeBytes} that is neither key nor value. */
    public long overheadBytes() {
        long bytes = 0;
        for (Database database : databases) {
            bytes += database.keys().overheadBytes();
        }
        return bytes;
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
