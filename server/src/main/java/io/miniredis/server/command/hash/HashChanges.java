package io.miniredis.server.command.hash;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import org.jspecify.annotations.Nullable;

/** How changes of a hash begin and end: in an encoding with room enough, and in the keyspace again. */
final class HashChanges {
    private HashChanges() {}

    /**
     * What the fields and values from a position of the request on may be put into.
     *
     * @param entry the hash's, or null
     */
    static HashValue withRoomFor(CommandCall call, @Nullable KeyEntry entry, int from) {
        Request request = call.request();
        int longest = 0;
        long total = 0;
        for (int i = from; i < request.count(); i++) {
            int length = request.arg(i).length();
            longest = Math.max(longest, length);
            total += length;
        }
        return withRoomFor(call, entry, (request.count() - from) / 2, longest, total);
    }

    /** {@link HashValue#withRoomFor} for a hash that may not exist yet. */
    static HashValue withRoomFor(CommandCall call, @Nullable KeyEntry entry, int fields, int longest, long total) {
        return entry == null
                ? HashValue.create(fields, longest, total, call.collections())
                : Database.require(entry, HashValue.class).withRoomFor(fields, longest, total, call.collections());
    }

    /** Ends a change: the hash is stored under its key in the encoding that it has reached. */
    static void store(CommandCall call, ByteString key, int keyHash, @Nullable KeyEntry entry, HashValue hash) {
        HashValue settled = hash.settled(call.collections());
        if (entry == null) {
            settled.trim();
            call.db().add(key, keyHash, settled);
        } else {
            call.db().update(entry, settled);
        }
    }

    /** The entry, unless the look for a field found it expired and the hash, with nothing else in it, is gone. */
    static @Nullable KeyEntry stillThere(@Nullable KeyEntry entry) {
        return entry == null || Database.require(entry, HashValue.class).fieldCount() == 0 ? null : entry;
    }

    /** Ends the removal of fields, after it was reported: the hash goes with the last one. */
    static void leave(CommandCall call, ByteString key, KeyEntry entry, HashValue hash) {
        call.db().update(entry, hash);
        if (hash.fieldCount() == 0) {
            call.db().remove(entry);
            call.keyChanged(key, KeyEvent.DEL, 0);
        }
    }
}
