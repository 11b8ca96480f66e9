package io.miniredis.server.config;

import static io.miniredis.server.config.Declaration.named;

/** The server as a node of a cluster. */
public final class ClusterParameters {
    public final BooleanParameter enabled;
    public final TextParameter configFile;
    public final LongParameter nodeTimeoutMillis;
    public final LongParameter pingIntervalMillis;
    public final IntParameter port;
    public final TextParameter announceIp;
    public final IntParameter announcePort;
    public final IntParameter announceTlsPort;
    public final IntParameter announceBusPort;
    public final TextParameter announceHostName;
    public final TextParameter announceHumanNodeName;
    public final ChoiceParameter preferredEndpointType;
    public final IntParameter replicaValidityFactor;
    public final BooleanParameter replicaNoFailover;
    public final BooleanParameter allowReplicaMigration;
    public final IntParameter migrationBarrier;
    public final BooleanParameter requireFullCoverage;
    public final BooleanParameter allowReadsWhenDown;
    public final BooleanParameter allowShardPubSubWhenDown;
    public final LongParameter linkSendBufferLimit;

    ClusterParameters(ParameterTable table) {
        enabled = table.flag(named("cluster-enabled").immutable().later("make the server a node of a cluster"), false);
        configFile = table.text(
                named("cluster-config-file").immutable().later("hold what a node knows of its cluster"), "nodes.conf");
        nodeTimeoutMillis = table.number(
                named("cluster-node-timeout").later("declare silent nodes failed"), 15000, 0, Long.MAX_VALUE);
        pingIntervalMillis = table.number(
                named("cluster-ping-interval").hidden().later("set the pace of gossip, for tests"),
                0,
                0,
                Long.MAX_VALUE);
        port = table.integer(named("cluster-port").immutable().later("be the port of the cluster bus"), 0, 0, 65535);
        announceIp = table.optionalText(named("cluster-announce-ip").later("be the address a node says it has"));
        announcePort =
                table.integer(named("cluster-announce-port").later("be the port a node says it has"), 0, 0, 65535);
        announceTlsPort = table.integer(
                named("cluster-announce-tls-port").later("be the TLS port a node says it has"), 0, 0, 65535);
        announceBusPort = table.integer(
                named("cluster-announce-bus-port").later("be the bus port a node says it has"), 0, 0, 65535);
        announceHostName = table.optionalText(
                named("cluster-announce-hostname").later("be the host name a node says it has"), TextRule.HOST_NAME);
        announceHumanNodeName = table.optionalText(
                named("cluster-announce-human-nodename").later("name a node in logs"), TextRule.NODE_NAME);
        preferredEndpointType = table.choice(
                named("cluster-preferred-endpoint-type").later("decide how redirections name nodes"),
                "ip",
                "ip hostname unknown-endpoint");
        replicaValidityFactor = table.integer(
                named("cluster-replica-validity-factor")
                        .alias("cluster-slave-validity-factor")
                        .later("keep replicas with old data from failing over"),
                10,
                0,
                Integer.MAX_VALUE);
        replicaNoFailover = table.flag(
                named("cluster-replica-no-failover")
                        .alias("cluster-slave-no-failover")
                        .later("keep this replica from failing over"),
                false);
        allowReplicaMigration = table.flag(
                named("cluster-allow-replica-migration").later("give spare replicas to primaries without"), true);
        migrationBarrier = table.integer(
                named("cluster-migration-barrier").later("keep so many replicas from migrating"),
                1,
                0,
                Integer.MAX_VALUE);
        requireFullCoverage = table.flag(
                named("cluster-require-full-coverage").later("refuse commands while slots are not served"), true);
        allowReadsWhenDown = table.flag(
                named("cluster-allow-reads-when-down").later("answer reads while the cluster is down"), false);
        allowShardPubSubWhenDown = table.flag(
                named("cluster-allow-pubsubshard-when-down").later("serve shard channels while the cluster is down"),
                true);
        linkSendBufferLimit = table.bytes(
                named("cluster-link-sendbuf-limit").later("bound what waits to be sent to a node"),
                0,
                0,
                NumberParameter.UNSIGNED_MAX);
    }
}
