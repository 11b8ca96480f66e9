package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.keyspace.KeyEvent;

/**
 * Taking members from one end of a sorted set.
 *
 * @param highest true for the upper end
 * @param count how many at most, 1 or more
 * @param nested true if each member with its score is to be an array of two
 */
record Pop(boolean highest, long count, boolean nested) {
    private static final ByteString ZPOPMIN = ByteString.of("ZPOPMIN");
    private static final ByteString ZPOPMAX = ByteString.of("ZPOPMAX");

    /** The members that it takes. */
    Stretch of(SortedSet set) {
        int taken = (int) Math.min(count, set.size());
        return new Stretch(highest ? set.size() - taken : 0, taken, highest);
    }

    /** Writes the members, of which the caller has written the header, and removes them. */
    void take(CommandCall call, ByteString key, SortedSet set, Stretch taken) {
        ReplyWriter reply = call.reply();
        int position = taken.first(set);
        for (int i = 0; i < taken.count(); i++) {
            if (nested) {
                reply.array(2);
            }
            set.writeMember(position, reply);
            reply.number(set.score(position));
            position = taken.next(set, position);
        }
        MemberRemoval.remove(call, key, set, taken, highest ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN);
    }

    /** Writes the key, and the members in an array of their own. */
    void takeWithKey(CommandCall call, ByteString key, SortedSet set, Stretch taken) {
        ReplyWriter reply = call.reply();
        reply.array(2);
        reply.bulk(key);
        reply.array(taken.count());
        take(call, key, set, taken);
    }

    /** Replicas learn of one pop from one key, and how many members it took. */
    void propagate(CommandCall call, ByteString key, int taken) {
        if (call.isPropagated()) {
            call.propagateAs(name(), key, ByteString.wrap(Numbers.digits(taken)));
        }
    }

    void propagate(CommandCall call, ByteString key) {
        if (call.isPropagated()) {
            call.propagateAs(name(), key);
        }
    }

    private ByteString name() {
        return highest ? ZPOPMAX : ZPOPMIN;
    }
}
