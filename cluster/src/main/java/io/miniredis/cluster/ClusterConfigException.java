package io.miniredis.cluster;

import java.io.Serial;

/** What was saved of a cluster cannot be understood. */
public final class ClusterConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param line the one that is wrong */
    public ClusterConfigException(String line) {
        super("Unrecoverable error: corrupted cluster config file \"" + line + "\".");
    }
}
