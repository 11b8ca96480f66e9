package io.miniredis.datastructures;

/**
 * A key of a database and its value. What a key costs, on a JVM with compressed pointers:
 *
 * <pre>
 *   KeyEntry   32 B   header 12 | key 4 | hash 4 | next 4 | value 4 | bits 4
 *   key        16 B + its bytes, rounded up to 8
 *   value      the same for a string; see {@link Values} for the others
 *   bucket      4 B   to 8 B, the slot in the dict's table
 * </pre>
 *
 * A time to live adds 16 bytes to the entry, which becomes a {@link VolatileKeyEntry}, and some 4 bytes in the
 * {@link Keyspace}'s index.
 */
public class KeyEntry extends DictEntry {
    /** The answer of {@link #expireAtMillis()} for a key that lives on. */
    public static final long NO_EXPIRE = -1;

    static final int ENTRY_BYTES = 32;

    private static final int LRU_BITS = 24;
    private static final int LRU_MASK = (1 << LRU_BITS) - 1;

    private Object value;

    /** {@link #lru} in the lower 24 bits, {@link #epoch} in the upper 8. */
    private int bits;

    KeyEntry(byte[] key, int hash, Object value, int lru, int epoch) {
        super(key, hash);
        this.value = value;
        this.bits = epoch << LRU_BITS | (lru & LRU_MASK);
    }

    /** A {@code byte[]}, an {@link IntValue}, a {@link RawString} or another {@link Value}. */
    public final Object value() {
        return value;
    }

    public final void value(Object newValue) {
        value = newValue;
    }

    /** Access time or frequency, in the form that the eviction policy gives it (24 bits in Redis). */
    public final int lru() {
        return bits & LRU_MASK;
    }

    public final void lru(int newLru) {
        bits = (bits & ~LRU_MASK) | (newLru & LRU_MASK);
    }

    /** The number, 0 to 255, of the last snapshot that has this entry as it was when the snapshot began. */
    public final int epoch() {
        return bits >>> LRU_BITS;
    }

    public final void epoch(int newEpoch) {
        bits = newEpoch << LRU_BITS | (bits & LRU_MASK);
    }

    /** When the key expires, in milliseconds since 1970, or {@link #NO_EXPIRE}. */
    public long expireAtMillis() {
        return NO_EXPIRE;
    }

    /** Bytes of heap for the entry and its key, without the value and the slot in the table. */
    public long sizeBytes() {
        return ENTRY_BYTES + Values.arrayBytes(key.length);
    }

    @Override
    public String toString() {
        return Ascii.quote(key, 60) + " = " + Values.describe(value, 55);
    }
}
