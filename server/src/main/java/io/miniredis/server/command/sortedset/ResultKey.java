package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.KeyEvent;

/**
 * The key in which a command stores the sorted set that it made: replaced whatever it held, deleted if there is
 * nothing.
 */
final class ResultKey {
    private ResultKey() {}

    /** Stores a set with members, and replies with how many. */
    static void store(CommandCall call, ByteString key, SortedSet result, KeyEvent event) {
        call.db().set(key, result);

        call.keyChanged(key, event);

        call.reply().integer(result.size());
    }

    /** Deletes the key, if it is there, and replies with 0. */
    static void delete(CommandCall call, ByteString key) {
        if (call.db().delete(key)) {
            call.keyChanged(key, KeyEvent.DEL);
        }

        call.reply().integer(0);
    }
}
