package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** The server as a replica and as the primary of replicas. */
public final class ReplicationParameters {
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
        replicaOf = table.add(new ReplicaOfParameter(
                named("replicaof").alias("slaveof").immutable().later("copy another server")));
        primaryUser = table.optionalText(named("masteruser").sensitive().later("be the user name for the primary"));
        primaryPassword = table.optionalText(named("masterauth").sensitive().later("be the password for the primary"));
        replicaServeStaleData = table.flag(
                named("replica-serve-stale-data")
                        .alias("slave-serve-stale-data")
                        .later("decide whether a replica answers without its primary"),
                true);
        replicaReadOnly = table.flag(
                named("replica-read-only").alias("slave-read-only").later("decide whether a replica takes writes"),
                true);
        replicaLazyFlush = table.flag(
                named("replica-lazy-flush")
                        .alias("slave-lazy-flush")
                        .later("free old data in the background at a full synchronisation"),
                false);
        replicaIgnoreMaxmemory = table.flag(
                named("replica-ignore-maxmemory")
                        .alias("slave-ignore-maxmemory")
                        .later("leave evicting to the primary"),
                true);
        replicaIgnoreDiskWriteErrors = table.flag(
                named("replica-ignore-disk-write-errors").later("let a replica go on when it cannot write to disk"),
                false);
        replicaAnnounced = table.flag(named("replica-announced").later("show a replica to sentinels"), true);
        replicaPriority = table.integer(
                named("replica-priority").alias("slave-priority").later("be a replica's rank in a failover"),
                100,
                0,
                Integer.MAX_VALUE);
        replicaAnnounceIp = table.optionalText(
                named("replica-announce-ip").alias("slave-announce-ip").later("be the address a replica says it has"));
        replicaAnnouncePort = table.integer(
                named("replica-announce-port").alias("slave-announce-port").later("be the port a replica says it has"),
                0,
                0,
                65535);
        timeoutSeconds = table.integer(
                named("repl-timeout").later("end replication connections that are silent"), 60, 1, Integer.MAX_VALUE);
        pingReplicaPeriodSeconds = table.integer(
                named("repl-ping-replica-period")
                        .alias("repl-ping-slave-period")
                        .later("keep replication connections alive"),
                10,
                1,
                Integer.MAX_VALUE);
        backlogBytes = table.bytes(
                named("repl-backlog-size").later("bound what a replica can catch up with"),
                1L << 20,
                1,
                Long.MAX_VALUE);
        backlogTtlSeconds = table.number(
                named("repl-backlog-ttl").later("forget the backlog without replicas"), 3600, 0, Long.MAX_VALUE);
        disableTcpNoDelay = table.flag(named("repl-disable-tcp-nodelay").later("save bandwidth to replicas"), false);
        disklessSync = table.flag(named("repl-diskless-sync").later("send snapshots to replicas without a file"), true);
        disklessSyncDelaySeconds = table.integer(
                named("repl-diskless-sync-delay").later("wait for more replicas before a snapshot is sent"),
                5,
                0,
                Integer.MAX_VALUE);
        disklessSyncMaxReplicas = table.integer(
                named("repl-diskless-sync-max-replicas").later("end that wait early"), 0, 0, Integer.MAX_VALUE);
        disklessLoad = table.choice(
                named("repl-diskless-load").deniedWhileLoading().later("load a received snapshot without a file"),
                "disabled",
                "disabled on-empty-db swapdb");
        minReplicasToWrite = table.integer(
                named("min-replicas-to-write")
                        .alias("min-slaves-to-write")
                        .later("refuse writes with too few replicas"),
                0,
                0,
                Integer.MAX_VALUE);
        minReplicasMaxLagSeconds = table.integer(
                named("min-replicas-max-lag").alias("min-slaves-max-lag").later("count only replicas that keep up"),
                10,
                0,
                Integer.MAX_VALUE);
        propagationErrorBehavior = table.choice(
                named("propagation-error-behavior").later("decide what a failed replicated command means"),
                "ignore",
                "ignore panic panic-on-replicas");
    }
}
