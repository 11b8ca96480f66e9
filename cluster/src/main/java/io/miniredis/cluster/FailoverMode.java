package io.miniredis.cluster;

/** How a replica that is told to take over does it (CLUSTER FAILOVER). */
public enum FailoverMode {
    /** The primary lets its clients wait until the replica has all that they wrote; nothing is lost. */
    COORDINATED,
    /** FORCE: the primary is not asked, the other primaries are. */
    FORCE,
    /** TAKEOVER: nobody is asked. */
    TAKEOVER
}
