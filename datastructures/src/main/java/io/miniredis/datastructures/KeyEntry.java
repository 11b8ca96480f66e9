package io.miniredis.datastructures;

/**
 * A key of a database and its value. What a key costs, on a JVM with compressed pointers:
 *
 * <pre>
 *   KeyEntry   32 B   header 12 | key 4 | hash 4 | next 4 | value 4 | lru 4
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

    private static final int ENTRY_BYTES = 32;

    private Object value;
    private int lru;

    KeyEntry(byte[] key, int hash, Object value, int lru) {
        super(key, hash);
        this.value = value;
        this.lru = lru;
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
        return lru;
    }

    public final void lru(int newLru) {
        lru = newLru;
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
