package io.miniredis.datastructures;

/** What a key may hold, apart from a short string, which is a bare {@code byte[]}: see {@link Values}. */
public interface Value {
    ValueType type();

    Encoding encoding();

    /** Bytes of heap, estimated, of the value and all that belongs to it alone. */
    long sizeBytes();

    /** A value of its own with the same content; an immutable value may return itself. */
    Value copy();
}
