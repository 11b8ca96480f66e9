package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.KeyEvent;

/** Members that go together, and the key with the last of them. */
final class MemberRemoval {
    private MemberRemoval() {}

    /** Removes a stretch of the set at a key, which was looked up for writing, and reports it. */
    static void remove(CommandCall call, ByteString key, SortedSet set, Stretch stretch, KeyEvent event) {
        int count = stretch.count();
        if (count == 0) {
            return;
        }
        boolean all = count == set.size();
        if (all) {
            call.db().delete(key);
        } else {
            set.removeRange(stretch.lowestRank(), count);
        }

        call.keyChanged(key, event, count);
        if (all) {
            call.keyChanged(key, KeyEvent.DEL, 0);
        }
    }
}
