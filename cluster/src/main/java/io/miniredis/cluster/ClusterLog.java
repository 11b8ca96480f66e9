package io.miniredis.cluster;

/** Where a node tells what it does, in Redis's words. */
public interface ClusterLog {
    void verbose(String text);

    void notice(String text);

    void warning(String text);

    /** The node cannot go on: tells why, and ends the server. */
    void fatal(String text);
}
