package io.miniredis.datastructures;

import org.jspecify.annotations.Nullable;

/** A hash's place in a {@link FieldExpiryIndex}. Both hold it, so that either finds the other at once. */
public final class FieldExpiryTicket {
    private static final int OBJECT_BYTES = 40;

    final FieldExpiryIndex index;
    final HashValue hash;
    final byte[] key;

    /** Milliseconds since 1970. */
    long dueMillis;

    /** In the index's heap. */
    int position;

    FieldExpiryTicket(FieldExpiryIndex index, HashValue hash, byte[] key) {
        this.index = index;
        this.hash = hash;
        this.key = key;
    }

    public HashValue hash() {
        return hash;
    }

    /** The key under which the hash is stored. */
    public byte[] key() {
        return key;
    }

    /** When the hash is to be looked after: the earliest time at which one of its fields expires. */
    public long dueMillis() {
        return dueMillis;
    }

    static long sizeBytes(@Nullable FieldExpiryTicket ticket) {
        return ticket == null ? 0 : OBJECT_BYTES;
    }

    @Override
    public String toString() {
        return "FieldExpiryTicket[" + Ascii.quote(key, 60) + " at " + dueMillis + "]";
    }
}
