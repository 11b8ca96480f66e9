package io.miniredis.replication;

import org.jspecify.annotations.Nullable;

/** How a primary answered a replica that wants to be in step. */
public sealed interface PsyncOutcome {
    /**
     * The stream goes on where the replica was.
     *
     * @param newId the history's name from here on, or null if it is the old one
     */
    record Continue(@Nullable String newId) implements PsyncOutcome {}

    /**
     * All data follow.
     *
     * @param id the name of their history
     * @param offset how far it was when they were as they come
     */
    record FullResync(String id, long offset) implements PsyncOutcome {}

    /** It does not know what is asked of it: SYNC is what remains. */
    record NotSupported(String reply) implements PsyncOutcome {}

    /** It cannot at present. */
    record TryLater(String reply) implements PsyncOutcome {}

    /**
     * The conversation is over.
     *
     * @param reason for the log
     */
    record Failed(String reason) implements PsyncOutcome {}
}
