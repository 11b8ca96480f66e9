package io.miniredis.cluster;

import org.jspecify.annotations.Nullable;

/** Parameters of a node. Asked for at each use: most may change at any time. */
public interface ClusterSettings {
    /** {@code cluster-node-timeout}. */
    long nodeTimeoutMillis();

    /** {@code cluster-ping-interval}; 0 for half the time-out. */
    long pingIntervalMillis();

    /** {@code cluster-replica-validity-factor}; 0 if data may be as old as they are. */
    int replicaValidityFactor();

    /** {@code repl-ping-replica-period}. */
    int replicationPingSeconds();

    /** {@code cluster-replica-no-failover}. */
    boolean replicaNoFailover();

    /** {@code cluster-allow-replica-migration}. */
    boolean allowReplicaMigration();

    /** {@code cluster-migration-barrier}. */
    int migrationBarrier();

    /** {@code cluster-require-full-coverage}. */
    boolean requireFullCoverage();

    /** {@code cluster-link-sendbuf-limit}, in bytes; 0 for none. */
    long linkSendBufferLimit();

    /** {@code tls-cluster}: which port comes first in messages. */
    boolean encryptsBus();

    /** {@code tls-replication}: which port a primary is copied from. */
    boolean encryptsReplication();

    /** {@code cluster-announce-ip}; null if others find out. */
    @Nullable
    String announcedIp();

    /** {@code cluster-announce-hostname}; empty if there is none. */
    String announcedHostname();

    /** {@code cluster-announce-human-nodename}; empty if there is none. */
    String announcedHumanName();

    /** {@code cluster-announce-port}, or where this server listens. */
    int announcedTcpPort();

    /** {@code cluster-announce-tls-port}, or where this server listens. */
    int announcedTlsPort();

    /** {@code cluster-announce-bus-port}, or where this node listens. */
    int announcedBusPort();
}
