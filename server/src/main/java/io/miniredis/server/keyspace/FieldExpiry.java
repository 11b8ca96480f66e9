package io.miniredis.server.keyspace;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.FieldExpiryTicket;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;

/**
 * Fields of hashes whose time has passed (hash field expiration of Redis 7.4, t_hash.c): commands do not see them and
 * delete them where they meet them, and the expire cycle deletes those that nobody asks for. Each is propagated as an
 * HDEL; a hash whose last field expires is deleted too.
 *
 * <p>Hashes without such fields are not touched by any of this. Confined to the main thread.
 */
public final class FieldExpiry {
    private final Databases databases;

    FieldExpiry(Databases databases) {
        this.databases = databases;
    }

    /** True if the field's time has passed, by the time of the running command. */
    public boolean isExpired(HashValue hash, int at) {
        long expireAt = hash.expireAtMillis(at);
        return expireAt != HashValue.NO_EXPIRE && expireAt < databases.time.millis() && !databases.isExpiryStopped();
    }

    /** Deletes an expired field that a command met, and the hash with its last one, and reports it. */
    public void deleteIfAllowed(Database database, ByteString key, HashValue hash, byte[] field) {
        KeyEntry entry = databases.expiry.mayDelete() ? database.writeEntryUntouched(key) : null;
        if (entry != null) {
            delete(database, key, hash, field);
            reportDeletion(database, entry, key, hash);
        }
    }

    /**
     * Deletes a field if it is expired, without an event: the command reports it, and deletes an empty hash, when it is
     * done. Returns how many were deleted, 0 or 1.
     */
    public int deleteQuietly(Database database, ByteString key, HashValue hash, ByteString field) {
        int at = hash.find(field.bytes());
        if (at == HashValue.NO_FIELD || !isExpired(hash, at) || !databases.expiry.mayDelete()) {
            return 0;
        }
        delete(database, key, hash, field.bytes());
        return 1;
    }

    /** A field's time is over: it is gone, counted and propagated. */
    private void delete(Database database, ByteString key, HashValue hash, byte[] field) {
        hash.remove(field);
        databases.expiry.fieldExpired(database.index(), key, ByteString.wrap(field));
    }

    private void reportDeletion(Database database, KeyEntry entry, ByteString key, HashValue hash) {
        boolean empty = hash.fieldCount() == 0;
        if (empty) {
            database.remove(entry);
        } else {
            database.update(entry, hash);
        }
        databases.effects.keyChanged(database.index(), key, KeyEvent.HEXPIRED, 0);
        if (empty) {
            databases.effects.keyChanged(database.index(), key, KeyEvent.DEL, 0);
        }
    }

    /** Deletes all expired fields of a hash, for a command that might meet any. */
    public void deleteAllIfAllowed(Database database, ByteString key, HashValue hash) {
        long earliest = hash.earliestExpiryMillis();
        long now = databases.time.millis();
        boolean due = earliest != HashValue.NO_EXPIRE
                && earliest < now
                && databases.expiry.mayDelete()
                && !databases.isExpiryStopped();
        KeyEntry entry = due ? database.writeEntryUntouched(key) : null;
        if (entry != null) {
            deleteDue(database, entry, hash, now, Integer.MAX_VALUE);
        }
    }

    /**
     * Deletes fields of any hashes, the longest due first.
     *
     * @param most how many at most
     * @return how many were deleted
     */
    int deleteDue(Database database, long nowMillis, int most) {
        int deleted = 0;
        while (deleted < most) {
            FieldExpiryTicket ticket = database.keys().fieldExpiries().first();
            if (ticket == null || ticket.dueMillis() > nowMillis) {
                break;
            }
            KeyEntry entry = database.writeEntryUntouched(ByteString.wrap(ticket.key()));
            if (entry != null && entry.value() == ticket.hash()) {
                deleted += deleteDue(database, entry, ticket.hash(), nowMillis, most - deleted);
            } else {
                database.keys().fieldExpiries().drop(ticket);
            }
        }
        return deleted;
    }

    private int deleteDue(Database database, KeyEntry entry, HashValue hash, long nowMillis, int most) {
        ByteString key = ByteString.wrap(entry.key());
        int deleted = 0;
        int at = hash.earliestField();
        while (at != HashValue.NO_FIELD && deleted < most && hash.expireAtMillis(at) <= nowMillis) {
            delete(database, key, hash, hash.fieldAt(at));
            deleted++;
            at = hash.earliestField();
        }
        reportDeletion(database, entry, key, hash);
        return deleted;
    }
}
