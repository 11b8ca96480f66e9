package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** The server as a replica and as the primary of replicas. */
public final class ReplicationParameters {
    private static final long MIN_BACKLOG_BYTES = 16 * 1024;

    public final ReplicaOfParameter replicaOf;
    public final TextParameter primaryUser;
    public final TextParameter primaryPassword;
    public final BooleanParameter replicaServeStaleData;
    public final BooleanParameter replicaReadOnly;
    public final BooleanParameter replicaLazyFlush;
    public final BooleanParameter replicaIgnoreMaxmemory;
    public final BooleanParameter replicaIgnoreDiskWriteErrors;
    public final BooleanParameter replicaAnnounced;
    public final IntParameter replicaPriority;
    public final TextParameter replicaAnnounceIp;
    public final IntParameter replicaAnnouncePort;
    public final IntParameter timeoutSeconds;
    public final IntParameter pingReplicaPeriodSeconds;
    public final LongParameter backlogBytes;
    public final LongParameter backlogTtlSeconds;
    public final BooleanParameter disableTcpNoDelay;
    public final BooleanParameter disklessSync;
    public final IntParameter disklessSyncDelaySeconds;
    public final IntParameter disklessSyncMaxReplicas;
    public final ChoiceParameter disklessLoad;
    public final IntParameter minReplicasToWrite;
    public final IntParameter minReplicasMaxLagSeconds;
    public final ChoiceParameter propagationErrorBehavior;

    ReplicationParameters(ParameterTable table) {
        replicaOf = table.add(
                new ReplicaOfParameter(named("replicaof").alias("slaveof").immutable()));
        primaryUser = table.optionalText(named("masteruser").sensitive());
        primaryPassword = table.optionalText(named("masterauth").sensitive());
        replicaServeStaleData = table.flag(named("replica-serve-stale-data").alias("slave-serve-stale-data"), true);
        replicaReadOnly = table.flag(named("replica-read-only").alias("slave-read-only"), true);
        replicaLazyFlush = table.flag(named("replica-lazy-flush").alias("slave-lazy-flush"), false);
        replicaIgnoreMaxmemory = table.flag(named("replica-ignore-maxmemory").alias("slave-ignore-maxmemory"), true);
        replicaIgnoreDiskWriteErrors = table.flag(named("replica-ignore-disk-write-errors"), false);
        replicaAnnounced = table.flag(named("replica-announced"), true);
        replicaPriority = table.integer(named("replica-priority").alias("slave-priority"), 100, 0, Integer.MAX_VALUE);
        replicaAnnounceIp = table.optionalText(named("replica-announce-ip").alias("slave-announce-ip"));
        replicaAnnouncePort = table.integer(named("replica-announce-port").alias("slave-announce-port"), 0, 0, 65535);
        timeoutSeconds = table.integer(named("repl-timeout"), 60, 1, Integer.MAX_VALUE);
        pingReplicaPeriodSeconds = table.integer(
                named("repl-ping-replica-period").alias("repl-ping-slave-period"), 10, 1, Integer.MAX_VALUE);
        backlogBytes = table.bytes(named("repl-backlog-size"), 1L << 20, 1, Long.MAX_VALUE);
        backlogTtlSeconds = table.number(named("repl-backlog-ttl"), 3600, 0, Long.MAX_VALUE);
        disableTcpNoDelay = table.flag(named("repl-disable-tcp-nodelay"), false);
        disklessSync = table.flag(named("repl-diskless-sync"), true);
        disklessSyncDelaySeconds = table.integer(named("repl-diskless-sync-delay"), 5, 0, Integer.MAX_VALUE);
        disklessSyncMaxReplicas = table.integer(named("repl-diskless-sync-max-replicas"), 0, 0, Integer.MAX_VALUE);
        disklessLoad = table.choice(
                named("repl-diskless-load").deniedWhileLoading(), "disabled", "disabled on-empty-db swapdb");
        minReplicasToWrite =
                table.integer(named("min-replicas-to-write").alias("min-slaves-to-write"), 0, 0, Integer.MAX_VALUE);
        minReplicasMaxLagSeconds =
                table.integer(named("min-replicas-max-lag").alias("min-slaves-max-lag"), 10, 0, Integer.MAX_VALUE);
        propagationErrorBehavior =
                table.choice(named("propagation-error-behavior"), "ignore", "ignore panic panic-on-replicas");
    }

    /** A backlog has at least 16 KB, whatever CONFIG SET says (resizeReplicationBacklog in replication.c). */
    public void raiseBacklogToMinimum() {
        if (backlogBytes.value() < MIN_BACKLOG_BYTES) {
            backlogBytes.number(MIN_BACKLOG_BYTES);
        }
    }
}
