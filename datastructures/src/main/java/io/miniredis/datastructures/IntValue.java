package io.miniredis.datastructures;

/**
 * A string that is a 64 bit integer, kept as one (encoding int). INCR changes it in place.
 *
 * <p>The values 0 to 9999 have one shared object each, as in Redis: a million small counters cost no object of their
 * own. Shared objects are never changed; {@link #updated} is the way to change whatever is at hand.
 */
public final class IntValue implements Value {
    /** Values from 0 to this one, exclusive, are shared. */
    public static final int SHARED_COUNT = 10_000;

    private static final int OBJECT_BYTES = 24;
    private static final IntValue[] SHARED = new IntValue[SHARED_COUNT];

    static {
        for (int i = 0; i < SHARED_COUNT; i++) {
            SHARED[i] = new IntValue(i);
        }
    }

    private long value;

    private IntValue(long value) {
        this.value = value;
    }

    /** The shared object of 0 to 9999, a new one for others. */
    public static IntValue of(long value) {
        return isSmall(value) ? SHARED[(int) value] : new IntValue(value);
    }

    private static boolean isSmall(long value) {
        return value >= 0 && value < SHARED_COUNT;
    }

    public long longValue() {
        return value;
    }

    /** True if other keys may hold this very object. */
    public boolean shared() {
        return isSmall(value) && SHARED[(int) value] == this;
    }

    /**
     * Changes the number.
     *
     * @throws IllegalStateException if the object is shared
     */
    public void set(long newValue) {
        if (shared()) {
            throw new IllegalStateException("shared: " + value);
        }
        value = newValue;
    }

    /**
     * The object to hold instead of this one: this one, changed, if it is nobody else's and the number is not small.
     */
    public IntValue updated(long newValue) {
        if (isSmall(newValue) || shared()) {
            return of(newValue);
        }
        value = newValue;
        return this;
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public Encoding encoding() {
        return Encoding.INT;
    }

    @Override
    public long sizeBytes() {
        return shared() ? 0 : OBJECT_BYTES;
    }

    @Override
    public IntValue copy() {
        return of(value);
    }

    @Override
    public String toString() {
        return "int " + value;
    }
}
