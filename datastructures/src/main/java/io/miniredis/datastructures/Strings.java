package io.miniredis.datastructures;

/**
 * The operations on string values: the one place that knows their three representations.
 *
 * <pre>
 *   byte[]      as it came: embstr up to 44 bytes, raw above
 *   IntValue    a 64 bit integer: int
 *   RawString   once changed by APPEND, SETRANGE or SETBIT: raw
 * </pre>
 *
 * <p>A stored array of up to {@value #MAX_OWN_BYTES} bytes belongs to its entry alone: SET may write another string of
 * the same length over it ({@link #overwrite}), so whoever keeps such bytes beyond the running command copies them.
 * Longer arrays may be shared with anybody and are never changed.
 */
public final class Strings {
    /** Up to this length Redis keeps header and bytes in one 64 byte allocation. */
    public static final int MAX_EMBSTR_BYTES = 44;

    /** Arrays up to this length are nobody's but their entry's. */
    public static final int MAX_OWN_BYTES = 128;

    private Strings() {}

    /** What to store for these bytes: a number if they are one in its only spelling, otherwise the array itself. */
    public static Object encode(byte[] bytes) {
        int length = bytes.length;
        if (length <= Numbers.MAX_LONG_DIGITS && Numbers.isLong(bytes, 0, length)) {
            return IntValue.of(Numbers.knownLong(bytes, 0, length));
        }
        return bytes;
    }

    public static boolean isString(Object value) {
        return value instanceof byte[] || value instanceof IntValue || value instanceof RawString;
    }

    /**
     * Writes a string over a stored one that it can take the place of.
     *
     * <p>Why not just exchange the objects? A collector of generations has to find each pointer from an old object to a
     * young one, and to copy what it points to: some 500 ns for each string, in pauses, where copying the bytes takes
     * 5.
     *
     * @return false if nothing was changed, because the objects have to be exchanged
     */
    public static boolean overwrite(Object stored, Object fresh) {
        if (stored instanceof byte[] target && fresh instanceof byte[] source) {
            if (target.length != source.length || source.length > MAX_OWN_BYTES) {
                return false;
            }
            System.arraycopy(source, 0, target, 0, source.length);
            return true;
        }
        return stored instanceof IntValue number
                && fresh instanceof IntValue wanted
                && number.updated(wanted.longValue()) == number;
    }

    /** The bytes for somebody who keeps them while the entry they are stored in goes on changing. */
    public static byte[] keepable(byte[] stored) {
        return stored.length <= MAX_OWN_BYTES ? stored.clone() : stored;
    }

    /** The string's bytes: the stored array itself where there is one, never to be written to. */
    public static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value instanceof IntValue number
                ? Numbers.digits(number.longValue())
                : raw(value).toByteArray();
    }

    /** An array that begins with the string's bytes and may go on behind them; never to be written to. */
    public static byte[] array(Object value) {
        return value instanceof RawString raw ? raw.bytes() : bytes(value);
    }

    /** Its length in bytes. */
    public static int length(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof IntValue number
                ? Numbers.digitCount(number.longValue())
                : raw(value).length();
    }

    public static Encoding encoding(Object value) {
        return value instanceof byte[] bytes
                ? encodingOf(bytes)
                : requireString(value).encoding();
    }

    static Encoding encodingOf(byte[] bytes) {
        return bytes.length <= MAX_EMBSTR_BYTES ? Encoding.EMBSTR : Encoding.RAW;
    }

    /** True if INCR accepts the value. */
    public static boolean isLong(Object value) {
        if (value instanceof IntValue) {
            return true;
        }
        if (value instanceof byte[] bytes) {
            return Numbers.isLong(bytes);
        }
        RawString raw = raw(value);
        return Numbers.isLong(raw.bytes(), 0, raw.length());
    }

    /**
     * The number that the string spells.
     *
     * @throws NumberFormatException unless {@link #isLong}
     */
    public static long longValue(Object value) {
        if (value instanceof IntValue number) {
            return number.longValue();
        }
        if (value instanceof byte[] bytes) {
            return Numbers.parseLong(bytes);
        }
        RawString raw = raw(value);
        return Numbers.parseLong(raw.bytes(), 0, raw.length());
    }

    /** The string in the form that can be changed: itself, or a new object to be stored in its place. */
    public static RawString writable(Object value) {
        return value instanceof RawString raw ? raw : new RawString(bytes(value));
    }

    private static RawString raw(Object value) {
        if (value instanceof RawString raw) {
            return raw;
        }
        throw new IllegalStateException("not a string: " + value);
    }

    private static Value requireString(Object value) {
        return value instanceof IntValue number ? number : raw(value);
    }
}
