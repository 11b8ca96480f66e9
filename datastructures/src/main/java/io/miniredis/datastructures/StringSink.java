package io.miniredis.datastructures;

/**
 * Where strings go that are read out of a collection, so that nothing is copied on the way: a reply, above all. A
 * string that is kept as an integer comes as one.
 */
public interface StringSink {
    void bulk(byte[] bytes, int offset, int length);

    /** The string of the number's decimal digits. */
    void bulkInteger(long value);
}
