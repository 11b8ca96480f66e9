package io.miniredis.replication;

import org.jspecify.annotations.Nullable;

/** Whether a replica may go on where it was, or needs all data anew (masterTryPartialResynchronization). */
public enum PartialSync {
    /** The bytes from there on are there. */
    GRANTED,
    /** It asked for no history in particular, and so for all data. */
    NOT_WANTED,
    /** It has seen another history. */
    OTHER_HISTORY,
    /** It has gone on with the history before this one. */
    BEYOND_BRANCH,
    /** What it needs is not kept any more, or not there yet. */
    NOT_IN_BACKLOG;

    /** What a replica says that knows no history. */
    public static final String ANY_ID = "?";

    /**
     * Decides.
     *
     * @param id that the replica knows
     * @param offset of the first byte it wants
     */
    public static PartialSync of(
            ReplicationHistory history, @Nullable ReplicationBacklog backlog, String id, long offset) {
        boolean present = id.equalsIgnoreCase(history.id());
        boolean former = history.secondOffset() != ReplicationHistory.NONE && id.equalsIgnoreCase(history.secondId());
        if (!present && (!former || offset > history.secondOffset())) {
            return id.startsWith(ANY_ID) ? NOT_WANTED : former ? BEYOND_BRANCH : OTHER_HISTORY;
        }
        return backlog != null && backlog.holdsFrom(offset) ? GRANTED : NOT_IN_BACKLOG;
    }
}
