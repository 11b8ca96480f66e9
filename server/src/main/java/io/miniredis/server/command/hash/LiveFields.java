package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.KeyEvent;

/** Looks fields up as clients see them: one whose time has passed is not there, and is deleted on the way. */
final class LiveFields {
    private LiveFields() {}

    /** The position of a field, or -1. If it was expired it is gone, and so may be the hash. */
    static int find(CommandCall call, ByteString key, HashValue hash, ByteString field) {
        int at = hash.find(field.bytes());
        if (at == HashValue.NO_FIELD || !isExpired(call, hash, at)) {
            return at;
        }
        call.db().fieldExpiry().deleteIfAllowed(call.db(), key, hash, field.bytes());
        return HashValue.NO_FIELD;
    }

    /** The position of a field, or -1; an expired one is left to somebody else. */
    static int peek(CommandCall call, HashValue hash, ByteString field) {
        int at = hash.find(field.bytes());
        return at != HashValue.NO_FIELD && isExpired(call, hash, at) ? HashValue.NO_FIELD : at;
    }

    /** A data set copied from elsewhere keeps its fields until it is told that they are gone. */
    static boolean isExpired(CommandCall call, HashValue hash, int at) {
        return hash.expireAtMillis(at) != HashValue.NO_EXPIRE
                && call.db().fieldExpiry().isExpired(hash, at)
                && !call.mustBeObeyed();
    }

    /**
     * Deletes those of a request's fields that are expired, and the hash with the last one, and reports it.
     *
     * @param from the first field's position in the request
     */
    static void deleteExpired(CommandCall call, ByteString key, HashValue hash, int from) {
        if (!hash.hasExpiringFields()) {
            return;
        }
        KeyEntry entry = call.db().writeEntryUntouched(key);
        int expired = entry == null ? 0 : deleteQuietly(call, key, hash, from, 1);
        if (entry != null && expired > 0) {
            reportExpired(call, key, expired);
            HashChanges.leave(call, key, entry, hash);
        }
    }

    /**
     * Deletes those of a request's fields that are expired. Neither is that reported nor an empty hash deleted. The
     * hash was looked up to be changed.
     *
     * @param from the first field's position in the request
     * @param step from one field to the next
     * @return how many there were
     */
    static int deleteQuietly(CommandCall call, ByteString key, HashValue hash, int from, int step) {
        if (!hash.hasExpiringFields()) {
            return 0;
        }
        Request request = call.request();
        int expired = 0;
        for (int i = from; i < request.count(); i += step) {
            expired += deleteQuietly(call, key, hash, request.arg(i));
        }
        return expired;
    }

    /** Deletes one field if it is expired, as above; returns how many were, 0 or 1. */
    static int deleteQuietly(CommandCall call, ByteString key, HashValue hash, ByteString field) {
        if (!hash.hasExpiringFields() || call.mustBeObeyed()) {
            return 0;
        }
        return call.db().fieldExpiry().deleteQuietly(call.db(), key, hash, field);
    }

    static void reportExpired(CommandCall call, ByteString key, int expired) {
        if (expired > 0) {
            call.keyChanged(key, KeyEvent.HEXPIRED, 0);
        }
    }
}
