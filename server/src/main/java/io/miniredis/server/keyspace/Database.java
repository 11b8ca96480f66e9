package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Keyspace;
import io.miniredis.datastructures.Strings;
import io.miniredis.datastructures.Value;
import io.miniredis.datastructures.Values;
import io.miniredis.persistence.snapshot.Snapshot;
import io.miniredis.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One database as commands see it (db.c): keys are looked up for reading or for writing, an expired key is not there,
 * and a use leaves its trace.
 *
 * <p>A value stands in its slot in the form {@link io.miniredis.datastructures.Strings} and the collection types give
 * it. Confined to the main thread.
 */
public final class Database {
    private final Databases shared;
    private final int index;
    private Keyspace keys;
    private long averageTtlMillis;

    Database(Databases shared, int index, Keyspace keys) {
        this.shared = shared;
        this.index = index;
        this.keys = keys;
    }

    public int index() {
        return index;
    }

    /** Fields of hashes whose time has passed. */
    public FieldExpiry fieldExpiry() {
        return shared.fieldExpiry();
    }

    /** The bare data, for those who look at all of it: scans, the expire cycle, eviction, snapshots. */
    public Keyspace keys() {
        return keys;
    }

    /** The number of keys, those included that are expired but not yet deleted. */
    public int size() {
        return keys.size();
    }

    /** A key's hash, for those who look it up and then add or remove it: it is computed once. */
    public int hash(ByteString key) {
        return keys.hash(key.bytes());
    }

    // ---- looking up ----

    /** Looks a key up for reading: counted as a hit or a miss, and as a use of the key (lookupKeyRead). */
    public @Nullable KeyEntry readEntry(ByteString key) {
        return readEntry(key, hash(key));
    }

    /** {@link #readEntry(ByteString)} for those who have the hash already. */
    public @Nullable KeyEntry readEntry(ByteString key, int hash) {
        KeyEntry entry = unexpired(keys.find(key.bytes(), hash));
        countLookup(entry != null);
        if (entry == null) {
            shared.effects.keyChanged(index, key, KeyEvent.KEYMISS, 0);
        } else {
            touch(entry);
        }
        return entry;
    }

    /** Looks a key up for reading, counted as a hit or a miss but not as a use of the key: EXISTS, TTL, TYPE. */
    public @Nullable KeyEntry viewEntry(ByteString key) {
        KeyEntry entry = inspectEntry(key);
        if (entry == null) {
            shared.effects.keyChanged(index, key, KeyEvent.KEYMISS, 0);
        }
        return entry;
    }

    /** {@link #viewEntry} without a word about a miss: OBJECT. */
    public @Nullable KeyEntry inspectEntry(ByteString key) {
        KeyEntry entry = peekEntry(key);
        countLookup(entry != null);
        return entry;
    }

    /** Counts a hit or a miss for those who found the key by other means: SCAN. */
    public void countLookup(boolean hit) {
        if (hit) {
            shared.stats.keyspaceHits++;
        } else {
            shared.stats.keyspaceMisses++;
        }
    }

    /** Looks a key up for writing: a use of the key, but neither hit nor miss (lookupKeyWrite). */
    public @Nullable KeyEntry writeEntry(ByteString key) {
        return writeEntry(key, hash(key));
    }

    /** {@link #writeEntry(ByteString)} for those who have the hash already. */
    public @Nullable KeyEntry writeEntry(ByteString key, int hash) {
        KeyEntry entry = unexpiredForWrite(keys.find(key.bytes(), hash));
        if (entry != null) {
            beforeChange(entry);
            touch(entry);
        }
        return entry;
    }

    /** Looks a key up that the server changes by itself: no use of the key. */
    public @Nullable KeyEntry writeEntryUntouched(ByteString key) {
        KeyEntry entry = unexpiredForWrite(keys.find(key.bytes()));
        if (entry != null) {
            beforeChange(entry);
        }
        return entry;
    }

    /** The entry may change from now on: it is measured again, and a snapshot keeps what it holds. */
    private void beforeChange(KeyEntry entry) {
        keys.changing(entry);
        tellSnapshot(entry);
    }

    /** {@link #beforeChange} where the keyspace itself makes the change, and so knows of it. */
    private void tellSnapshot(KeyEntry entry) {
        Snapshot snapshot = shared.snapshot;
        if (snapshot != null) {
            snapshot.beforeChange(keys, entry);
        }
    }

    /** Looks a key up without any trace: what is expired is not there, but stays (LOOKUP_NOEFFECTS). */
    public @Nullable KeyEntry glimpseEntry(ByteString key) {
        KeyEntry found = keys.find(key.bytes());
        return found == null || isExpired(found) ? null : found;
    }

    /** Looks a key up without any trace but its expiry. */
    public @Nullable KeyEntry peekEntry(ByteString key) {
        return unexpired(keys.find(key.bytes()));
    }

    /** The value of {@link #readEntry}, or null. */
    public @Nullable Object read(ByteString key) {
        KeyEntry entry = readEntry(key);
        return entry == null ? null : entry.value();
    }

    /** A string for reading, or null. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    public @Nullable Object readString(ByteString key) {
        KeyEntry entry = readEntry(key, hash(key));
        return entry == null ? null : requireString(entry.value());
    }

    /** A string's entry for reading, or null. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    public @Nullable KeyEntry readStringEntry(ByteString key, int hash) {
        KeyEntry entry = readEntry(key, hash);
        if (entry != null) {
            requireString(entry.value());
        }
        return entry;
    }

    /** A string's entry for writing, or null. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    public @Nullable KeyEntry writeStringEntry(ByteString key) {
        return writeStringEntry(key, hash(key));
    }

    /** {@link #writeStringEntry(ByteString)} for those who have the hash already. */
    public @Nullable KeyEntry writeStringEntry(ByteString key, int hash) {
        KeyEntry entry = writeEntry(key, hash);
        if (entry != null) {
            requireString(entry.value());
        }
        return entry;
    }

    /**
     * A value of one of the collection types for reading, or null.
     *
     * @throws io.miniredis.protocol.ErrorReply WRONGTYPE
     */
    public <V extends Value> @Nullable V read(ByteString key, Class<V> type) {
        KeyEntry entry = readEntry(key, hash(key));
        return entry == null ? null : require(entry, type);
    }

    /** Such a value's entry for writing, or null. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    public @Nullable KeyEntry writeEntry(ByteString key, int hash, Class<? extends Value> type) {
        KeyEntry entry = writeEntry(key, hash);
        if (entry != null) {
            require(entry, type);
        }
        return entry;
    }

    /** {@link #writeEntry(ByteString, int, Class)} for those who need the hash only once. */
    public @Nullable KeyEntry writeEntry(ByteString key, Class<? extends Value> type) {
        return writeEntry(key, hash(key), type);
    }

    /** The entry's value if it is of this type. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    public static <V extends Value> V require(KeyEntry entry, Class<V> type) {
        Object value = entry.value();
        if (!type.isInstance(value)) {
            throw Errors.WRONG_TYPE;
        }
        return type.cast(value);
    }

    public boolean exists(ByteString key) {
        return peekEntry(key) != null;
    }

    private static Object requireString(Object value) {
        if (!Strings.isString(value)) {
            throw Errors.WRONG_TYPE;
        }
        return value;
    }

    /** What was found, unless its time has passed: then it goes, and there is nothing. */
    private @Nullable KeyEntry unexpired(@Nullable KeyEntry found) {
        if (found == null || !isExpired(found)) {
            return found;
        }
        deleteIfAllowed(found);
        return null;
    }

    /** {@link #unexpired} for those who may put something else in its place: a writable replica deletes it then. */
    private @Nullable KeyEntry unexpiredForWrite(@Nullable KeyEntry found) {
        if (found == null || !isExpired(found)) {
            return found;
        }
        if (!deleteIfAllowed(found) && shared.expiry.mayDeleteForWrite()) {
            delete(found);
        }
        return null;
    }

    void delete(KeyEntry expired) {
        remove(expired);
        shared.discardedByExpiry(expired.value());
        shared.expiry.keyExpired(index, ByteString.wrap(expired.key()));
    }

    /** True if the entry's time has passed, by the time of the running command. */
    public boolean isExpired(KeyEntry entry) {
        long expireAt = entry.expireAtMillis();
        return expireAt != KeyEntry.NO_EXPIRE && shared.time.millis() > expireAt && !shared.isExpiryStopped();
    }

    /** Deletes an expired key, if this server may ({@link ExpiryRules}). Returns true if it is gone. */
    public boolean deleteIfAllowed(KeyEntry expired) {
        if (!shared.expiry.mayDelete()) {
            return false;
        }
        delete(expired);
        return true;
    }

    private void touch(KeyEntry entry) {
        if (shared.touching()) {
            entry.lru(shared.accessClock.touched(entry.lru()));
        }
    }

    // ---- changing ----

    /** Adds a key that is not there (dbAdd). */
    public KeyEntry add(ByteString key, Object value) {
        return add(key, hash(key), value);
    }

    /** {@link #add(ByteString, Object)} for those who have the hash already. */
    public KeyEntry add(ByteString key, int hash, Object value) {
        KeyEntry entry = keys.insert(key.bytes(), hash, shared.own(value), shared.accessClock.initial());
        shared.awaitedKeys.added(index, key.bytes(), hash, value);
        shared.effects.keyChanged(index, key, KeyEvent.NEW, 0);
        return entry;
    }

    /** Adds a key that is not there, with a time to live or {@link KeyEntry#NO_EXPIRE}. */
    public KeyEntry add(ByteString key, int hash, Object value, long expireAtMillis) {
        if (expireAtMillis == KeyEntry.NO_EXPIRE) {
            return add(key, hash, value);
        }
        expirySet(key.bytes());
        KeyEntry entry =
                keys.insert(key.bytes(), hash, shared.own(value), shared.accessClock.initial(), expireAtMillis);
        shared.awaitedKeys.added(index, key.bytes(), hash, value);
        shared.effects.keyChanged(index, key, KeyEvent.NEW, 0);
        return entry;
    }

    /** Sets a key, whatever was there; a time to live is gone with the old value (setKey). */
    public void set(ByteString key, Object value) {
        int hash = hash(key);
        KeyEntry entry = unexpiredForWrite(keys.find(key.bytes(), hash));
        if (entry == null) {
            add(key, hash, value);
            return;
        }
        tellSnapshot(entry);
        shared.discardedByServer(entry.value());
        shared.awaitedKeys.lost(index, entry.key(), entry.hash());
        keys.rewrite(entry, shared.own(value));
        touch(entry);
        if (entry.expireAtMillis() != KeyEntry.NO_EXPIRE) {
            keys.persist(entry);
        }
    }

    /** Sets a key, whatever was there, with a time to live. */
    public void set(ByteString key, Object value, long expireAtMillis) {
        int hash = hash(key);
        KeyEntry entry = writeEntry(key, hash);
        if (entry == null) {
            add(key, hash, value, expireAtMillis);
        } else {
            rewrite(entry, value, expireAtMillis);
        }
    }

    /** Gives an entry another value (dbOverwrite). */
    public void overwrite(KeyEntry entry, Object value) {
        tellSnapshot(entry);
        shared.discardedByServer(entry.value());
        shared.awaitedKeys.lost(index, entry.key(), entry.hash());
        keys.value(entry, shared.own(value));
        touch(entry);
    }

    /** A hash was changed, whether it is still the same object or has a successor. */
    public void update(KeyEntry entry, HashValue hash) {
        beforeChange(entry);
        if (entry.value() == hash) {
            keys.fieldsChanged(entry, hash);
        } else {
            keys.value(entry, hash);
        }
    }

    /**
     * Gives an entry that was just looked up another value and another time to live, {@link KeyEntry#NO_EXPIRE} for
     * none. The entry returned is the one now in the keyspace.
     */
    public KeyEntry replace(KeyEntry entry, Object value, long expireAtMillis) {
        tellSnapshot(entry);
        shared.awaitedKeys.lost(index, entry.key(), entry.hash());
        keys.value(entry, shared.own(value));
        return withExpiry(entry, expireAtMillis);
    }

    /** {@link #replace} for those who have no use for the old value, which may be written over. */
    public KeyEntry rewrite(KeyEntry entry, Object value, long expireAtMillis) {
        tellSnapshot(entry);
        shared.awaitedKeys.lost(index, entry.key(), entry.hash());
        keys.rewrite(entry, shared.own(value));
        return withExpiry(entry, expireAtMillis);
    }

    private KeyEntry withExpiry(KeyEntry entry, long expireAtMillis) {
        if (expireAtMillis == KeyEntry.NO_EXPIRE) {
            return keys.persist(entry);
        }
        expirySet(entry.key());
        return keys.expireAt(entry, expireAtMillis);
    }

    private void expirySet(byte[] key) {
        if (!shared.expiry.mayDelete() && !shared.isExpiryStopped()) {
            shared.expiry.expirySet(index, ByteString.wrap(key));
        }
    }

    /** Deletes a key. Returns true if it was there and not expired. */
    public boolean delete(ByteString key) {
        KeyEntry removed = remove(key);
        if (removed == null) {
            return false;
        }
        shared.discardedByServer(removed.value());
        return true;
    }

    /**
     * Deletes a key at a client's wish.
     *
     * @param lazily as UNLINK does, see {@link Databases#discarded}
     */
    public boolean delete(ByteString key, boolean lazily) {
        KeyEntry removed = remove(key);
        if (removed == null) {
            return false;
        }
        shared.discarded(removed.value(), lazily);
        return true;
    }

    /**
     * Deletes an entry that was just looked up, whether its time has passed or not.
     *
     * @param lazily as UNLINK does, see {@link Databases#discarded}
     */
    public void delete(KeyEntry entry, boolean lazily) {
        remove(entry);
        shared.discarded(entry.value(), lazily);
    }

    /** Takes a key out and returns its entry, or null. */
    public @Nullable KeyEntry remove(ByteString key) {
        int hash = hash(key);
        KeyEntry entry = unexpired(keys.find(key.bytes(), hash));
        if (entry != null) {
            remove(entry);
        }
        return entry;
    }

    /** Takes an entry that was just looked up out. */
    public void remove(KeyEntry entry) {
        tellSnapshot(entry);
        keys.remove(entry.key(), entry.hash());
        shared.awaitedKeys.lost(index, entry.key(), entry.hash());
    }

    /**
     * Deletes a key to make room. Returns how many bytes that gives.
     *
     * @param lazily as UNLINK does, see {@link Databases#discarded}
     */
    public long evict(KeyEntry entry, boolean lazily) {
        Object value = entry.value();
        long bytes = entry.sizeBytes() + Values.sizeBytes(value);
        delete(entry, lazily);
        return bytes;
    }

    /**
     * Gives an entry a time to live. The entry may be exchanged for another object: the one returned is in the
     * keyspace.
     *
     * @param atMillis when it expires, in milliseconds since 1970-01-01 UTC
     */
    public KeyEntry expireAt(KeyEntry entry, long atMillis) {
        tellSnapshot(entry);
        expirySet(entry.key());
        return keys.expireAt(entry, atMillis);
    }

    /** Takes an entry's time to live away. The entry returned is the one now in the keyspace. */
    public KeyEntry persist(KeyEntry entry) {
        tellSnapshot(entry);
        return keys.persist(entry);
    }

    /**
     * Deletes all keys. Returns how many there were.
     *
     * @param lazily as FLUSHDB ASYNC does
     */
    public int flush(boolean lazily) {
        shared.effects.databaseEmptying(this);
        int size = keys.size();
        // A new keyspace, and the old one left to the collector: its deletion takes no time here, with or without
        // ASYNC.
        if (size > 0) {
            Keyspace before = keys;
            keys = shared.newKeyspace();
            shared.awaitedKeys.lost(index, before, keys);
        }
        if (lazily) {
            shared.stats.lazyfreedObjects += size;
        }
        averageTtlMillis = 0;
        shared.effects.databaseReplaced(index);
        return size;
    }

    /** These are the keys from now on. */
    void replaceKeys(Keyspace fresh) {
        shared.effects.databaseEmptying(this);
        Keyspace before = keys;
        keys = fresh;
        shared.awaitedKeys.lost(index, before, fresh);
        shared.awaitedKeys.found(index, fresh);
        averageTtlMillis = 0;
        shared.effects.databaseReplaced(index);
    }

    void exchangeKeys(Database other) {
        Keyspace mine = keys;
        keys = other.keys;
        other.keys = mine;
        // In this order they are served.
        shared.awaitedKeys.lost(index, mine, keys);
        shared.awaitedKeys.lost(other.index, keys, mine);
        shared.awaitedKeys.found(index, keys);
        shared.awaitedKeys.found(other.index, mine);
        long myAverage = averageTtlMillis;
        averageTtlMillis = other.averageTtlMillis;
        other.averageTtlMillis = myAverage;
    }

    /** An estimate by the expire cycle of the remaining time of keys that have one, in milliseconds; 0 if unknown. */
    public long averageTtlMillis() {
        return averageTtlMillis;
    }

    public void averageTtlMillis(long millis) {
        averageTtlMillis = millis;
    }

    @Override
    public String toString() {
        return "Database#" + index + "[" + keys.size() + " keys, " + keys.volatileCount() + " with TTL]";
    }
}
