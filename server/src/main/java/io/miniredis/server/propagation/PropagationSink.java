package io.miniredis.server.propagation;

/** Takes the stream of changes: the append-only file, the replication backlog, a test's recorder. */
public interface PropagationSink {
    /** Of MULTI and EXEC, which apply to none: no SELECT is put before them, so that it stands within the transaction. */
    int NO_DATABASE = -1;

    /**
     * A command that changes data, in the order of execution.
     *
     * @param database the database it applies to, or {@link #NO_DATABASE}; a sink that writes one stream for all puts SELECT before a change
     * @param resp the command in RESP; belongs to everybody, is not written to
     */
    void append(int database, byte[] resp);

    /** A command that changes no data, but that replicas execute too: PUBLISH. */
    default void appendForReplicas(int database, byte[] resp) {}

    /** A change that a script hides from replicas: only the append-only file takes it. */
    default void appendForFile(int database, byte[] resp) {}
}
