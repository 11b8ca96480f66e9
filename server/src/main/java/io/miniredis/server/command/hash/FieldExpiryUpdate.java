package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives fields of one hash other times to live, and keeps account of it (HashTypeSetEx in t_hash.c). A field whose new
 * time has passed is deleted, which is propagated as HDEL at once. Lives as long as the command.
 */
final class FieldExpiryUpdate {
    static final int NO_SUCH_FIELD = -2;
    static final int CONDITION_NOT_MET = 0;
    static final int SET = 1;
    static final int DELETED = 2;

    private final CommandCall call;
    private final ByteString key;
    private final HashValue hash;
    private final long atMillis;
    private final boolean over;
    private final List<ByteString> updated = new ArrayList<>();
    private int deleted;

    /**
     * @param hash one that can hold times to live
     * @param atMillis when its fields expire from now on, in milliseconds since 1970
     */
    FieldExpiryUpdate(CommandCall call, ByteString key, HashValue hash, long atMillis) {
        this.call = call;
        this.key = key;
        this.hash = hash;
        this.atMillis = atMillis;
        // Who only copies a data set keeps what is over until it is told to delete it.
        this.over = atMillis <= call.nowMillis() && call.decidesOnExpiry();
    }

    /** Returns what HEXPIRE answers for a field. */
    int apply(ByteString field, FieldExpireCondition condition) {
        int at = hash.find(field.bytes());
        if (at == HashValue.NO_FIELD) {
            return NO_SUCH_FIELD;
        }
        if (!condition.allows(hash.expireAtMillis(at), atMillis)) {
            return CONDITION_NOT_MET;
        }
        if (over) {
            hash.remove(field.bytes());
            call.server().expiration().fieldExpired(call.db().index(), key, field);
            deleted++;
            return DELETED;
        }
        hash.expireAt(at, atMillis);
        updated.add(field);
        return SET;
    }

    /** The fields that have the new time. */
    List<ByteString> updated() {
        return updated;
    }

    /** How many fields were deleted because the new time has passed. */
    int deleted() {
        return deleted;
    }

    /** What is said of the changes, if there are any. */
    KeyEvent event() {
        return deleted > 0 ? KeyEvent.HDEL : KeyEvent.HEXPIRE;
    }

    int changes() {
        return deleted + updated.size();
    }
}
