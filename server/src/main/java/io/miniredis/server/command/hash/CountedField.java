package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.LongDouble;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.Database;
import org.jspecify.annotations.Nullable;

/** A field that is read as a number and written again in one command; it counts as 0 if it is not there. */
final class CountedField {
    private final CommandCall call;
    private final ByteString key;
    private final int keyHash;
    private final ByteString field;
    private final @Nullable KeyEntry entry;

    /** Null if the field does not exist. */
    private final @Nullable HashValue hash;

    private final int at;

    /** Looks the field up. @throws io.miniredis.protocol.ErrorReply WRONGTYPE */
    CountedField(CommandCall call, ByteString key, ByteString field) {
        this.call = call;
        this.key = key;
        this.field = field;
        keyHash = call.db().hash(key);
        entry = call.db().writeEntry(key, keyHash, HashValue.class);
        HashValue found = entry == null ? null : Database.require(entry, HashValue.class);
        at = found == null ? HashValue.NO_FIELD : LiveFields.find(call, key, found, field);
        hash = at == HashValue.NO_FIELD ? null : found;
    }

    /** @throws io.miniredis.protocol.ErrorReply if the field's value is no integer, or the sum has more than 64 bits */
    long plus(long increment) {
        if (hash == null) {
            return increment;
        }
        if (!hash.isLongValue(at)) {
            throw HashErrors.VALUE_NOT_AN_INTEGER;
        }
        long before = hash.longValue(at);
        long after = before + increment;
        boolean overflows = ((before ^ after) & (increment ^ after)) < 0;
        if (overflows) {
            throw Errors.OVERFLOW;
        }
        return after;
    }

    /** @throws io.miniredis.protocol.ErrorReply if the field's value is no number, or the sum is too large */
    LongDouble plus(LongDouble increment) {
        LongDouble after = value().add(increment);
        if (!after.isFinite()) {
            throw Errors.NAN_OR_INFINITY;
        }
        return after;
    }

    private LongDouble value() {
        if (hash == null) {
            return LongDouble.of(0);
        }
        try {
            return LongDouble.parse(hash.valueAt(at));
        } catch (NumberFormatException e) {
            throw HashErrors.VALUE_NOT_A_FLOAT;
        }
    }

    /** When the field expires, in milliseconds since 1970, or {@link HashValue#NO_EXPIRE}. */
    long expireAtMillis() {
        return hash == null ? HashValue.NO_EXPIRE : hash.expireAtMillis(at);
    }

    /** Sets the field; a time to live stays. */
    void put(byte[] value) {
        KeyEntry target = HashChanges.stillThere(entry);
        int longest = Math.max(field.length(), value.length);
        HashValue roomy = HashChanges.withRoomFor(call, target, 1, longest, (long) field.length() + value.length);
        roomy.put(field.bytes(), value, true);
        HashChanges.store(call, key, keyHash, target, roomy);
    }
}
