package io.miniredis.server.command.sortedset;

import io.miniredis.datastructures.SortedSet;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;

/**
 * Members and scores as a reply. In RESP3 each member with its score is an array of two, in RESP2 all stand in one row:
 * not a map, whose order clients would not keep.
 */
final class SortedSetReply {
    /** How many members are written before it is asked again whether anybody still reads them. */
    private static final int BATCH = 1024;

    private SortedSetReply() {}

    /** The header of an array of so many members. */
    static void header(ReplyWriter reply, int members, boolean withScores) {
        reply.array(withScores && reply.protocol() == 2 ? 2 * members : members);
    }

    /** One of the members that a header announced. */
    static void member(ReplyWriter reply, SortedSet set, int position, boolean withScores) {
        if (withScores) {
            if (reply.protocol() > 2) {
                reply.array(2);
            }
            set.writeMember(position, reply);
            reply.number(set.score(position));
        } else {
            set.writeMember(position, reply);
        }
    }

    /** All members of a stretch, with their header. */
    static void members(CommandCall call, SortedSet set, Stretch stretch, boolean withScores) {
        ReplyWriter reply = call.reply();
        int count = stretch.count();
        header(reply, count, withScores);
        int position = stretch.first(set);
        for (int i = 0; i < count; i++) {
            if (i % BATCH == BATCH - 1 && call.isReplyLost()) {
                return;
            }
            member(reply, set, position, withScores);
            position = stretch.next(set, position);
        }
    }
}
