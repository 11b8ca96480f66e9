package io.miniredis.replication;

/**
 * By which names a server knows the history of its data, and how far that has come (replid, replid2,
 * master_repl_offset).
 *
 * <p>Two data sets with the same id have the same stream of changes up to the smaller offset. A replica that becomes a
 * primary begins a history of its own under a new id; up to where it did, it is the old one, too, which the second id
 * says. So other replicas of the old primary can go on with the new one.
 *
 * <p>Belongs to one thread.
 */
public final class ReplicationHistory {
    /** What stands for no id. */
    public static final String NO_ID = "0".repeat(40);

    /** {@link #secondOffset()} without a second id. */
    public static final long NONE = -1;

    private String id;
    private long offset;
    private String secondId = NO_ID;
    private long secondOffset = NONE;

    /** @param id 40 hexadecimal digits */
    public ReplicationHistory(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The number of the last byte of the stream of changes; the first one is 1. */
    public long offset() {
        return offset;
    }

    /** The id before this one, or {@link #NO_ID}. */
    public String secondId() {
        return secondId;
    }

    /** The first offset that the second id does not hold for any more, or {@link #NONE}. */
    public long secondOffset() {
        return secondOffset;
    }

    /** The stream has gone on. */
    public void advance(long bytes) {
        offset += bytes;
    }

    /** A history without a past begins. */
    public void begin(String newId) {
        id = newId;
        forgetSecond();
    }

    /** The data are another server's from now on. */
    public void adopt(String newId, long newOffset) {
        begin(newId);
        offset = newOffset;
    }

    /** So far the stream has come, says whoever knows. */
    public void offset(long newOffset) {
        offset = newOffset;
    }

    /**
     * From here on the history has another id; what was before is known under the old one, too (shiftReplicationId).
     */
    public void branch(String newId) {
        secondId = id;
        secondOffset = offset + 1;
        id = newId;
    }

    /** No other id is known. */
    public void forgetSecond() {
        secondId = NO_ID;
        secondOffset = NONE;
    }

    /** What was before is known under this id up to an offset, as a file says. */
    public void second(String otherId, long firstOffsetOfOther) {
        secondId = otherId;
        secondOffset = firstOffsetOfOther;
    }

    @Override
    public String toString() {
        return "ReplicationHistory[" + id + ":" + offset
                + (secondOffset == NONE ? "]" : ", before " + secondOffset + " " + secondId + "]");
    }
}
