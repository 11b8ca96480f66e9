package io.miniredis.cluster;

import io.miniredis.protocol.ErrorReply;

/** What CLUSTER's subcommands answer to what they cannot do. */
@SuppressWarnings("StaticAssignmentOfThrowable") // They have no stack trace.
final class ClusterErrors {
    static final ErrorReply FORGET_MYSELF = new ErrorReply("ERR I tried hard but I can't forget myself...");
    static final ErrorReply FORGET_PRIMARY = new ErrorReply("ERR Can't forget my master!");
    static final ErrorReply FLUSH_WITH_KEYS = new ErrorReply("ERR DB must be empty to perform CLUSTER FLUSHSLOTS.");
    static final ErrorReply SETSLOT_ON_REPLICA = new ErrorReply("ERR Please use SETSLOT only with masters.");
    static final ErrorReply TARGET_NOT_PRIMARY = new ErrorReply("ERR Target node is not a master");
    static final ErrorReply REPLICATE_MYSELF = new ErrorReply("ERR Can't replicate myself");
    static final ErrorReply REPLICATE_REPLICA = new ErrorReply("ERR I can only replicate a master, not a replica.");
    static final ErrorReply REPLICATE_WITH_DATA =
            new ErrorReply("ERR To set a master the node must be empty and without assigned slots.");
    static final ErrorReply FAILOVER_ON_PRIMARY = new ErrorReply("ERR You should send CLUSTER FAILOVER to a replica");
    static final ErrorReply FAILOVER_WITHOUT_PRIMARY =
            new ErrorReply("ERR I'm a replica but my master is unknown to me");
    static final ErrorReply FAILOVER_PRIMARY_DOWN =
            new ErrorReply("ERR Master is down or failed, please use CLUSTER FAILOVER FORCE");
    static final ErrorReply EPOCH_WITH_OTHERS =
            new ErrorReply("ERR The user can assign a config epoch only when the node does not know any other node.");
    static final ErrorReply EPOCH_NOT_ZERO = new ErrorReply("ERR Node config epoch is already non-zero");
    static final ErrorReply RESET_WITH_KEYS =
            new ErrorReply("ERR CLUSTER RESET can't be called with master nodes containing keys");

    private ClusterErrors() {}

    static ErrorReply unknownNode(String id) {
        return new ErrorReply("ERR Unknown node " + id);
    }

    static ErrorReply unheardOf(String id) {
        return new ErrorReply("ERR I don't know about node " + id);
    }

    static ErrorReply slotUnassigned(int slot) {
        return new ErrorReply("ERR Slot " + slot + " is already unassigned");
    }

    static ErrorReply slotBusy(int slot) {
        return new ErrorReply("ERR Slot " + slot + " is already busy");
    }

    static ErrorReply slotTwice(int slot) {
        return new ErrorReply("ERR Slot " + slot + " specified multiple times");
    }

    static ErrorReply notOwner(int slot) {
        return new ErrorReply("ERR I'm not the owner of hash slot " + slot);
    }

    static ErrorReply alreadyOwner(int slot) {
        return new ErrorReply("ERR I'm already the owner of hash slot " + slot);
    }

    static ErrorReply keysLeft(int slot) {
        return new ErrorReply("ERR Can't assign hashslot " + slot
                + " to a different node while I still hold keys for this hash slot.");
    }

    static ErrorReply invalidEpoch(long epoch) {
        return new ErrorReply("ERR Invalid config epoch specified: " + epoch);
    }
}
