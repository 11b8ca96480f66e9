package io.miniredis.datastructures;

/** What a key may hold, apart from a short string, which is a bare {@code byte[]}: see {@link Values}. */
public interface Value {
    ValueType type();

    Encoding encoding();

    /** Bytes of heap, estimated, of the value and all that belongs to it alone. */
    long sizeBytes();

    /** How many pieces of memory it is made of, as Redis counts them to decide whether to free it lazily. */
    default long freeEffort() {
        return 1;
    }

    /** A value of its own with the same content; an immutable value may return itself. */
    Value copy();

    /**
     * The content at this moment for somebody who reads it on another thread while this value changes. It is never
     * changed itself, and may share with this value what this one copies before its next change.
     */
    default Value frozen() {
        return copy();
    }
}
