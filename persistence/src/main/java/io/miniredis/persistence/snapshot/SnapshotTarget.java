package io.miniredis.persistence.snapshot;

import java.io.IOException;

/**
 * Who wants a frozen view of the data: called for each key once, on one thread that is not the main thread unless the
 * main thread waits for it. The keys of a database come together, in no particular order.
 *
 * <p>An exception ends the snapshot.
 */
public interface SnapshotTarget {
    /** The first call. */
    void begin() throws IOException;

    /**
     * The keys of this database follow. Databases come in ascending order, and those without keys not at all.
     *
     * @param keys how many follow
     * @param expires how many of them have a time to live
     */
    void selectDatabase(int index, long keys, long expires) throws IOException;

    /**
     * A key.
     *
     * @param value as in a {@link io.miniredis.datastructures.KeyEntry}, but never a table, for which there is {@link
     *     #table}; nobody changes it before the next call
     * @param expireAtMillis in milliseconds since 1970, or {@link io.miniredis.datastructures.KeyEntry#NO_EXPIRE}
     * @param lru as in a {@link io.miniredis.datastructures.KeyEntry}
     */
    void entry(byte[] key, Object value, long expireAtMillis, int lru) throws IOException;

    /** A key whose value is a set, a hash or a sorted set with many elements. */
    void table(byte[] key, FrozenTable value, long expireAtMillis, int lru) throws IOException;

    /** The last call: the view is complete. */
    void end() throws IOException;

    /** What was written, in bytes, 0 if that is not known. Asked when all is over. */
    default long writtenBytes() {
        return 0;
    }

    /** Instead of the last call: something went wrong, here or elsewhere. What was written is of no use. */
    default void abandon() {}
}
