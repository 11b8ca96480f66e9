package io.miniredis.persistence.rdb;

import java.io.IOException;

/** Who gets what {@link RdbReader} reads, in the order of the file. Arrays and values are the target's from then on. */
public interface RdbTarget {
    /** What {@link #entry} is told where the file has no such thing. */
    long NONE = -1;

    /** The version of the format, 1 to {@link RdbFormat#MAX_VERSION}. */
    default void version(int version) {}

    /** Something about the file: {@code redis-ver}, {@code ctime}, {@code repl-id} and so on. */
    default void aux(byte[] name, byte[] value) throws IOException {}

    /** The keys that follow are of this database. @throws RdbException if there is none such */
    void database(long index) throws IOException;

    /** How many keys the database has, and how many of them expire; only a hint. */
    default void size(long keys, long expires) throws IOException {}

    /** The code of a library of functions. @throws RdbException if it cannot be loaded */
    void function(byte[] code) throws IOException;

    /**
     * A key.
     *
     * @param expireAtMillis since 1970, or -1
     * @param idleSeconds since it was used, or -1
     * @param frequency of its use, 0 to 255, or -1
     */
    void entry(byte[] key, Object value, long expireAtMillis, long idleSeconds, int frequency) throws IOException;

    /**
     * A key whose value only a module could load. It is passed over, unless the target refuses it.
     *
     * @param module its name, nine characters
     * @throws RdbException unless this is redefined
     */
    default void moduleValue(byte[] key, String module) throws IOException {
        throw new RdbException(
                "The RDB file contains module data I can't load: no matching module type '" + module + "'");
    }

    /** What a module has to say about the file. It is passed over. */
    default void moduleAux(String module) {}

    /** A key without a value: a collection without elements, which nobody should have saved. It is passed over. */
    default void emptyKey(byte[] key) throws IOException {}
}
