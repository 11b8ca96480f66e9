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
        enabled = table.flag(named("cluster-enabled").immutable(), false);
        configFile = table.text(named("cluster-config-file").immutable(), "nodes.conf");
        nodeTimeoutMillis = table.number(named("cluster-node-timeout"), 15000, 0, Long.MAX_VALUE);
        pingIntervalMillis = table.number(named("cluster-ping-interval").hidden(), 0, 0, Long.MAX_VALUE);
        port = table.integer(named("cluster-port").immutable(), 0, 0, 65535);
        announceIp = table.optionalText(named("cluster-announce-ip"));
        announcePort = table.integer(named("cluster-announce-port"), 0, 0, 65535);
        announceTlsPort = table.integer(named("cluster-announce-tls-port"), 0, 0, 65535);
        announceBusPort = table.integer(named("cluster-announce-bus-port"), 0, 0, 65535);
        announceHostName = table.optionalText(named("cluster-announce-hostname"), TextRule.HOST_NAME);
        announceHumanNodeName = table.optionalText(named("cluster-announce-human-nodename"), TextRule.NODE_NAME);
        preferredEndpointType =
                table.choice(named("cluster-preferred-endpoint-type"), "ip", "ip hostname unknown-endpoint");
        replicaValidityFactor = table.integer(
                named("cluster-replica-validity-factor").alias("cluster-slave-validity-factor"),
                10,
                0,
                Integer.MAX_VALUE);
        replicaNoFailover = table.flag(named("cluster-replica-no-failover").alias("cluster-slave-no-failover"), false);
        allowReplicaMigration = table.flag(named("cluster-allow-replica-migration"), true);
        migrationBarrier = table.integer(named("cluster-migration-barrier"), 1, 0, Integer.MAX_VALUE);
        requireFullCoverage = table.flag(named("cluster-require-full-coverage"), true);
        allowReadsWhenDown = table.flag(named("cluster-allow-reads-when-down"), false);
        allowShardPubSubWhenDown = table.flag(named("cluster-allow-pubsubshard-when-down"), true);
        linkSendBufferLimit = table.bytes(named("cluster-link-sendbuf-limit"), 0, 0, NumberParameter.UNSIGNED_MAX);
    }
}
