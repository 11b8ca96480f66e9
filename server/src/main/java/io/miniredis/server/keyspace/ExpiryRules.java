package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;

/**
 * What is done with a key that is found past its time: usually it is deleted there and then; a paused server or a
 * replica only hides it.
 */
public interface ExpiryRules {
    /** True if an expired key may be deleted now. */
    boolean mayDelete();

    /** True if an expired key may be deleted at least where something else is to be put. */
    default boolean mayDeleteForWrite() {
        return mayDelete();
    }

    /** A key got a time to live although this server does not delete keys by itself. */
    default void expirySet(int database, ByteString key) {}

    /** An expired key was deleted: it is counted, reported and propagated as a deletion. */
    void keyExpired(int database, ByteString key);

    /** An expired field of a hash was deleted: it is counted and propagated as a deletion. */
    void fieldExpired(int database, ByteString key, ByteString field);
}
