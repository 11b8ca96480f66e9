package io.miniredis.datastructures;

/**
 * The operations on string values: the one place that knows their three representations.
 *
 * <pre>
 *   byte[]      as it came: embstr up to 44 bytes, raw above; never changed
 *   IntValue    a 64 bit integer: int
 *   RawString   once changed by APPEND, SETRANGE or SETBIT: raw
 * </pre>
 */
public final class Strings {
    /** Up to this length Redis keeps header and bytes in one 64 byte allocation. */
    public static final int MAX_EMBSTR_BYTES = 44;

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
