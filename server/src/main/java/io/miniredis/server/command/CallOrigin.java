package io.miniredis.server.command;

/** Who asked for a call: nested calls behave differently in a few ways, and ask this value, not the client's state. */
public enum CallOrigin {
    /** A request from a connection. */
    CLIENT,
    /** Queued by MULTI, executed by EXEC. */
    TRANSACTION,
    /** {@code redis.call} of a script or a function. */
    SCRIPT,
    /** Executed again because a key a client waited for became ready. */
    UNBLOCKED,
    /** The stream of a primary. */
    PRIMARY,
    /** Commands read from an append-only file. */
    AOF;

    /**
     * True if the data set is copied from somewhere that has already decided: no limit and no rule of ours may differ.
     */
    public boolean mustBeObeyed() {
        return this == PRIMARY || this == AOF;
    }
}
