package io.miniredis.datastructures;

/**
 * A key that expires. It knows its place in the {@link Keyspace}'s index of such keys, so that it can leave it at once.
 */
public class VolatileKeyEntry extends KeyEntry {
    static final int ADDITIONAL_BYTES = 16 + 4;

    long expireAtMillis;

    /** Index in {@link VolatileIndex}, whose property it is. */
    int position;

    VolatileKeyEntry(byte[] key, int hash, Object value, int lru, int epoch, long expireAtMillis) {
        super(key, hash, value, lru, epoch);
        this.expireAtMillis = expireAtMillis;
    }

    @Override
    public final long expireAtMillis() {
        return expireAtMillis;
    }

    @Override
    public long sizeBytes() {
        return super.sizeBytes() + ADDITIONAL_BYTES;
    }

    @Override
    public String toString() {
        return Ascii.quote(key, 50) + " = " + Values.describe(value(), 40) + " until " + expireAtMillis;
    }
}
