package io.miniredis.server.propagation;

import io.miniredis.protocol.Request;
import io.miniredis.protocol.RequestEncoder;

/**
 * Takes the stream of changes: the append-only file, the replication backlog, a test's recorder.
 *
 * <p>A change comes as a command in RESP that stands somewhere in an array. The array is the sender's and is written to
 * again: whoever keeps the bytes copies them.
 */
public interface PropagationSink {
    /**
     * Of MULTI and EXEC, which apply to none: no SELECT is put before them, so that it stands within the transaction.
     */
    int NO_DATABASE = -1;

    /**
     * A command that changes data, in the order of execution.
     *
     * @param database the database it applies to, or {@link #NO_DATABASE}; a sink that writes one stream for all puts
     *     SELECT before a change
     */
    void append(int database, byte[] resp, int offset, int length);

    /** {@link #append} of a change that is not encoded yet. */
    default void append(int database, Request change) {
        byte[] resp = RequestEncoder.encode(change);
        append(database, resp, 0, resp.length);
    }

    /** A command that changes no data, but that replicas execute too: PUBLISH. */
    default void appendForReplicas(int database, byte[] resp, int offset, int length) {}

    /** A change that a script hides from replicas: only the append-only file takes it. */
    default void appendForFile(int database, byte[] resp, int offset, int length) {}
}
