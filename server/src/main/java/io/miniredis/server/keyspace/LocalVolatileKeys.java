package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keys that clients of a writable replica gave a time to live: its primary does not know of them, so that nobody else
 * would delete them (slaveKeysWithExpire).
 *
 * <p>Confined to the main thread.
 */
final class LocalVolatileKeys {
    /** So many are looked at in a round of the cron. */
    private static final int KEYS_PER_ROUND = 256;

    private final Set<LocalKey> keys = new LinkedHashSet<>();

    private record LocalKey(int database, ByteString key) {}

    void add(int database, ByteString key) {
        keys.add(new LocalKey(database, key));
    }

    int count() {
        return keys.size();
    }

    void clear() {
        keys.clear();
    }

    /** Deletes those whose time has passed, of those that were looked at the longest ago. */
    void expireSome(Databases databases) {
        int looks = Math.min(keys.size(), KEYS_PER_ROUND);
        for (int i = 0; i < looks; i++) {
            Iterator<LocalKey> first = keys.iterator();
            LocalKey local = first.next();
            first.remove();
            Database database = databases.get(local.database);
            KeyEntry entry = database.keys().find(local.key.bytes());
            if (entry == null || entry.expireAtMillis() == KeyEntry.NO_EXPIRE) {
                continue;
            }
            if (database.isExpired(entry)) {
                database.delete(entry);
            } else {
                keys.add(local);
            }
        }
    }

    @Override
    public String toString() {
        return "LocalVolatileKeys[" + keys.size() + "]";
    }
}
