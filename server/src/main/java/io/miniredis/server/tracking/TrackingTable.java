package io.miniredis.server.tracking;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Dict;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.datastructures.SipHash;
import org.jspecify.annotations.Nullable;

/** Which clients have read which keys (TrackingTable). Keys of all databases are one. Confined to the main thread. */
final class TrackingTable {
    /** An entry, its array of clients, and the name of a key of usual length. */
    private static final int KEY_BYTES = 88;

    private final SipHash hash;
    private Dict<TrackedKey> keys = new Dict<>();
    private long items;

    TrackingTable(SipHash hash) {
        this.hash = hash;
    }

    void add(ByteString key, long client) {
        int keyHash = hash.hash(key.bytes());
        TrackedKey known = keys.find(key.bytes(), keyHash);
        if (known == null) {
            keys.insert(new TrackedKey(key.bytes(), keyHash, client));
            items++;
        } else if (known.add(client)) {
            items++;
        }
    }

    /** Takes a key out. */
    @Nullable
    TrackedKey remove(ByteString key) {
        return keys.isEmpty() ? null : counted(keys.remove(key.bytes(), hash.hash(key.bytes())));
    }

    /** Takes any key out. */
    @Nullable
    TrackedKey removeAny(RandomSource random) {
        TrackedKey any = keys.randomEntry(random);
        return any == null ? null : counted(keys.remove(any.key(), any.hash()));
    }

    private @Nullable TrackedKey counted(@Nullable TrackedKey removed) {
        if (removed != null) {
            items -= removed.count();
        }
        return removed;
    }

    void clear() {
        keys = new Dict<>();
        items = 0;
    }

    int size() {
        return keys.size();
    }

    /** Pairs of a key and a client. */
    long items() {
        return items;
    }

    /** Bytes of heap, estimated. */
    long sizeBytes() {
        return keys.tableBytes() + (long) KEY_BYTES * keys.size() + Long.BYTES * items;
    }

    @Override
    public String toString() {
        return "TrackingTable[" + keys.size() + " keys, " + items + " items]";
    }
}
