package io.miniredis.server.command.set;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.SetMember;
import io.miniredis.server.command.CommandCall;

/**
 * The members that SPOP takes out of a set: each is written to the reply and, where anybody listens, to an SREM in
 * whose form the change is propagated, for a replica would choose others.
 */
final class PoppedMembers {
    static final ByteString DEL = ByteString.of("DEL");
    static final ByteString SREM = ByteString.of("SREM");
    static final ByteString UNLINK = ByteString.of("UNLINK");

    private static final int MAX_BATCH = 1024;
    private static final int FIRST_MEMBER = 2;

    private final CommandCall call;
    private final int count;
    private final boolean propagated;
    private final ByteString key;
    private ByteString[] batch;
    private int next = FIRST_MEMBER;
    private int left;

    /** @param count how many there will be */
    PoppedMembers(CommandCall call, ByteString key, int count) {
        this.call = call;
        this.key = key;
        this.count = count;
        propagated = call.isPropagated();
        left = count;
        batch = newBatch();
        call.preventPropagation();
    }

    private ByteString[] newBatch() {
        ByteString[] form = new ByteString[propagated ? FIRST_MEMBER + Math.min(left, MAX_BATCH) : FIRST_MEMBER];
        form[0] = SREM;
        form[1] = key;
        return form;
    }

    int count() {
        return count;
    }

    void add(SetMember member) {
        SetReply.member(call.reply(), member);
        left--;
        if (!propagated) {
            return;
        }
        batch[next++] = ByteString.wrap(member.bytes());
        if (next == batch.length) {
            call.propagateAs(batch);
            batch = newBatch();
            next = FIRST_MEMBER;
        }
    }
}
