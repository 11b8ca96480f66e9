package io.miniredis.server.transaction;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.Databases;
import io.miniredis.server.keyspace.KeyEvent;
import io.miniredis.server.keyspace.KeyspaceEffects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys that clients watch, by database (watched_keys in multi.c). A change of one is a conflict for the
 * transactions of those clients: their EXEC does nothing.
 *
 * <p>Nobody watches most of the time, and a change then costs one comparison. Confined to the main thread.
 */
public final class WatchedKeys implements KeyspaceEffects.Listener {
    private final Databases databases;

    /** Null where nobody has ever watched a key. */
    private final @Nullable Dict<WatchedKey>[] byDatabase;

    private int keys;
    private int watches;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public WatchedKeys(Databases databases) {
        this.databases = databases;
        this.byDatabase = new Dict[databases.count()];
    }

    /** Lets a transaction depend on a key. */
    public void watch(Transaction transaction, Database database, ByteString name) {
        Dict<WatchedKey> watched = byDatabase[database.index()];
        if (watched == null) {
            watched = new Dict<>();
            byDatabase[database.index()] = watched;
        }
        int hash = database.hash(name);
        WatchedKey key = watched.find(name.bytes(), hash);
        if (key == null) {
            key = new WatchedKey(name.bytes(), hash, database.index());
            watched.insert(key);
            keys++;
        } else if (isWatching(transaction, key)) {
            return;
        }
        Watch watch = new Watch(transaction, key, isExpired(database, name.bytes(), hash));
        key.add(watch);
        transaction.watches.add(watch);
        watches++;
    }

    /** A client may watch many keys and a key may be watched by many: the shorter list is searched. */
    private static boolean isWatching(Transaction transaction, WatchedKey key) {
        boolean fewWatchers = key.watches.size() < transaction.watches.size();
        List<Watch> shorter = fewWatchers ? key.watches : transaction.watches;
        for (int i = 0; i < shorter.size(); i++) {
            Watch watch = shorter.get(i);
            if (watch.owner == transaction && watch.key == key) {
                return true;
            }
        }
        return false;
    }

    /** The transaction depends on no key any more. */
    public void unwatchAll(Transaction transaction) {
        for (Watch watch : transaction.watches) {
            WatchedKey key = watch.key;
            key.remove(watch);
            Dict<WatchedKey> watched = byDatabase[key.database];
            if (key.watches.isEmpty() && watched != null) {
                watched.remove(key.key(), key.hash());
                keys--;
            }
        }
        watches -= transaction.watches.size();
        transaction.watches.clear();
    }

    /** True if a key's time has passed since it was watched, though it may not be deleted yet. */
    public boolean isAnyExpired(Transaction transaction) {
        for (Watch watch : transaction.watches) {
            WatchedKey key = watch.key;
            if (!watch.expired && isExpired(databases.get(key.database), key.key(), key.hash())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isExpired(Database database, byte[] key, int hash) {
        KeyEntry entry = database.keys().find(key, hash);
        return entry != null && database.isExpired(entry);
    }

    private static boolean isThere(Database database, WatchedKey key) {
        return database.keys().find(key.key(), key.hash()) != null;
    }

    // ---- changes ----

    @Override
    public void keyEvent(int database, ByteString key, KeyEvent event) {
        if (watches > 0 && event.changesValue()) {
            touch(databases.get(database), key);
        }
    }

    private void touch(Database database, ByteString name) {
        Dict<WatchedKey> watched = byDatabase[database.index()];
        WatchedKey key = watched == null || watched.isEmpty() ? null : watched.find(name.bytes(), database.hash(name));
        if (key == null) {
            return;
        }
        for (Watch watch : key.watches.toArray(new Watch[0])) {
            if (!watch.expired) {
                conflict(watch);
            } else if (!isThere(database, key)) {
                // What was not there for the client is deleted now. From here on a change is a change.
                watch.expired = false;
            }
        }
    }

    /** Whoever has a conflict has no use for further news. */
    private void conflict(Watch watch) {
        watch.owner.conflict();
        unwatchAll(watch.owner);
    }

    @Override
    public void databaseEmptying(Database database) {
        replacing(database, null);
    }

    @Override
    public void databasesExchanging(Database first, Database second) {
        replacing(first, second);
        replacing(second, first);
    }

    @Override
    public void databaseReplaced(int database) {}

    /** A database gets the keys of another one, or none (touchAllWatchedKeysInDb). A key in neither has not changed. */
    private void replacing(Database database, @Nullable Database other) {
        Dict<WatchedKey> watched = byDatabase[database.index()];
        if (watched == null || watched.isEmpty()) {
            return;
        }
        List<Watch> conflicts = new ArrayList<>();
        watched.forEach(key -> {
            boolean isThere = isThere(database, key);
            if (isThere || (other != null && isThere(other, key))) {
                addConflicts(conflicts, key, isThere, other);
            }
        });
        conflicts.forEach(this::conflict);
    }

    private static void addConflicts(List<Watch> conflicts, WatchedKey key, boolean isThere, @Nullable Database other) {
        boolean willBeThere = other != null && isThere(other, key);
        boolean willBeExpired = other != null && isExpired(other, key.key(), key.hash());
        for (Watch watch : key.watches) {
            if (watch.expired && !willBeThere) {
                watch.expired = false;
            } else if (!watch.expired && !isThere && willBeExpired) {
                watch.expired = true;
            } else if (!watch.expired || !willBeExpired) {
                conflicts.add(watch);
            }
        }
    }

    /** How many different keys are watched. */
    public int keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "WatchedKeys[" + keys + " keys, " + watches + " watches]";
    }
}
