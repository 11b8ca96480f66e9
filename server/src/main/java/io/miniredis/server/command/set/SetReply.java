package io.miniredis.server.command.set;

import io.miniredis.datastructures.SetMember;
import io.miniredis.datastructures.SetValue;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;

/** Members of sets in a reply, without a copy of them on the way. */
final class SetReply {
    /** After so many members a long reply looks whether anybody still waits for it. */
    private static final int MEMBERS_PER_LOOK = 256;

    private SetReply() {}

    /** A member as a bulk string. */
    static void member(ReplyWriter reply, SetMember member) {
        if (member.isInteger()) {
            reply.bulkInteger(member.number());
        } else {
            reply.bulk(member.array(), member.offset(), member.length());
        }
    }

    /** A set's members as so many elements of an aggregate that was announced. */
    static void members(CommandCall call, SetValue set) {
        ReplyWriter reply = call.reply();
        SetMember member = new SetMember();
        int written = 0;
        for (int at = set.first(); at >= 0 && !isLost(call, written++); at = set.next(at)) {
            set.view(at, member);
            member(reply, member);
        }
    }

    /** True if the reply is too long already; asked before each of many members. */
    static boolean isLost(CommandCall call, long written) {
        return written % MEMBERS_PER_LOOK == 0 && call.isReplyLost();
    }
}
