package io.miniredis.datastructures;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash: fields, each with a value (t_hash.c). Its object is its encoding.
 *
 * <pre>
 *   {@link ListPackHash}            few short fields
 *   {@link ExpiringListPackHash}    the same, once a field got a time to live
 *   {@link TableHash}               many or long fields, with times to live or without
 * </pre>
 *
 * <p>Fields are reached by positions, which are valid until the hash is changed; -1 is no position. The number of
 * fields and every other answer includes those whose time has passed: a hash knows no clock, its owner deletes them.
 *
 * <p>A hash that outgrows its encoding does not change into another one by itself, since it cannot change its class.
 * Who adds fields does it in three steps:
 *
 * <pre>
 *   hash = hash.withRoomFor(...)    what they are added to: the same object or its successor
 *   hash.put(...)                   for each
 *   hash = hash.settled(...)        what is stored from now on
 * </pre>
 */
public sealed interface HashValue extends Value permits PackedHash, TableHash {
    /** No field. */
    int NO_FIELD = -1;

    /** The answer of {@link #expireAtMillis} for a field that lives as long as its hash. */
    long NO_EXPIRE = KeyEntry.NO_EXPIRE;

    /** What {@link #withRoomFor} makes of a key that does not exist. */
    static HashValue create(int fields, int longestBytes, long totalBytes, CollectionSettings settings) {
        boolean small = fields <= settings.hashMaxListpackEntries && longestBytes <= settings.hashMaxListpackValueBytes;
        return small && totalBytes <= ListPack.MAX_BYTES
                ? ListPackHash.withRoomFor(fields, totalBytes)
                : new TableHash(settings, fields);
    }

    @Override
    default ValueType type() {
        return ValueType.HASH;
    }

    int fieldCount();

    // ---- reading ----

    /** The position of a field, or -1. */
    int find(byte[] field);

    /** The field visited first, or -1. */
    int firstField();

    /** The field visited after this one, or -1. All fields are visited if nothing changes meanwhile. */
    int fieldAfter(int at);

    void writeField(int at, StringSink sink);

    void writeValue(int at, StringSink sink);

    /** A copy of a field's name. */
    byte[] fieldAt(int at);

    /** A copy of a field's value. */
    byte[] valueAt(int at);

    /** In bytes. */
    int valueLength(int at);

    /** True if the value is an integer of 64 bits as Redis spells it. */
    boolean isLongValue(int at);

    /** The value that is one. */
    long longValue(int at);

    /** A field chosen at random, all equally likely. The hash is not empty. */
    int randomField(RandomSource random);

    /** One step of a SCAN, with the guarantees of {@link Dict#scan}: 0 to begin, and 0 when all is done. */
    long scan(long cursor, IntConsumer visitor);

    // ---- changing ----

    /**
     * What so many more fields may be added to (hashTypeTryConversion).
     *
     * @param longestBytes of the longest field or value among them
     * @param totalBytes of all of them together
     */
    HashValue withRoomFor(int fields, int longestBytes, long totalBytes, CollectionSettings settings);

    /**
     * Sets a field. Returns true if it is new.
     *
     * @param keepExpiry false: a time to live that it had is gone
     */
    boolean put(byte[] field, byte[] value, boolean keepExpiry);

    /** The encoding that the hash has reached, without room that is not needed soon: this object or its successor. */
    HashValue settled(CollectionSettings settings);

    /** Gives all spare room back: many hashes are made by one command and never grow. */
    void trim();

    /** Removes a field. Returns false if there is none. */
    boolean remove(byte[] field);

    // ---- fields with a time to live ----

    /** When the field expires, in milliseconds since 1970, or {@link #NO_EXPIRE}. */
    default long expireAtMillis(int at) {
        return NO_EXPIRE;
    }

    /** The earliest time at which a field expires, or {@link #NO_EXPIRE}. */
    default long earliestExpiryMillis() {
        return NO_EXPIRE;
    }

    /** The field that expires at that time, or -1. */
    default int earliestField() {
        return NO_FIELD;
    }

    /** How many fields expire before this time. */
    default int countExpiringBefore(long millis) {
        return 0;
    }

    default boolean hasExpiringFields() {
        return earliestExpiryMillis() != NO_EXPIRE;
    }

    /** What can hold times to live: this object or its successor. */
    HashValue withExpiries();

    /** Lets a field expire at this time. Only for what {@link #withExpiries} returned. */
    default void expireAt(int at, long millis) {
        throw new IllegalStateException("no room for a time to live in " + this);
    }

    /** Takes a field's time to live away. */
    default void persist(int at) {
        throw new IllegalStateException("no time to live in " + this);
    }

    /** Its place among the hashes whose fields expire, which is that index's property; null if it has none. */
    default @Nullable FieldExpiryTicket ticket() {
        return null;
    }

    /** Only for {@link FieldExpiryIndex}. */
    default void ticket(@Nullable FieldExpiryTicket place) {
        throw new IllegalStateException("no time to live in " + this);
    }
}
