package io.miniredis.server.propagation;

/** Takes the stream of changes: the append-only file, the replication backlog, a test's recorder. */
public interface PropagationSink {
    /**
     * A command that changes data, in the order of execution.
     *
     * @param database the database it applies to; a sink that writes one stream for all puts SELECT before a change
     * @param resp the command in RESP; belongs to everybody, is not written to
     */
    void append(int database, byte[] resp);
}
