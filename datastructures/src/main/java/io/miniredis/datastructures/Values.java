package io.miniredis.datastructures;

/** What is stored in a keyspace slot, of whatever type: a {@code byte[]} (a string as it came) or a {@link Value}. */
public final class Values {
    private static final int ARRAY_HEADER_BYTES = 16;

    private Values() {}

    public static ValueType typeOf(Object value) {
        return value instanceof byte[] ? ValueType.STRING : ((Value) value).type();
    }

    public static Encoding encodingOf(Object value) {
        return value instanceof byte[] bytes ? Strings.encodingOf(bytes) : ((Value) value).encoding();
    }

    /** A value that can be changed without changing the other; long bytes, which nobody changes, are shared. */
    public static Object copyOf(Object value) {
        return value instanceof byte[] bytes ? Strings.keepable(bytes) : ((Value) value).copy();
    }

    /** {@link Value#frozen()}; long bytes are so anyway. */
    public static Object frozen(Object value) {
        return value instanceof byte[] bytes ? Strings.keepable(bytes) : ((Value) value).frozen();
    }

    /** Bytes of heap, estimated, without the entry and the key. */
    public static long sizeBytes(Object value) {
        return value instanceof byte[] bytes ? arrayBytes(bytes.length) : ((Value) value).sizeBytes();
    }

    /** {@link Value#freeEffort()}. */
    public static long freeEffort(Object value) {
        return value instanceof Value structured ? structured.freeEffort() : 1;
    }

    /** Bytes of heap of a byte array of this length. */
    static long arrayBytes(int length) {
        return ARRAY_HEADER_BYTES + ((length + 7L) & ~7L);
    }

    /** The value for people. */
    static String describe(Object value, int max) {
        if (value instanceof byte[] bytes) {
            return Ascii.quote(bytes, max);
        }
        String text = value.toString();
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }
}
