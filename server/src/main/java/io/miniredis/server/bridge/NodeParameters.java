package io.miniredis.server.bridge;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.ClusterSettings;
import io.miniredis.server.RedisServer;
import io.miniredis.server.config.ClusterParameters;
import io.miniredis.server.config.ServerConfig;
import io.miniredis.server.config.TextParameter;
import org.jspecify.annotations.Nullable;

/** The parameters of redis.conf as a node of a cluster asks for them. */
public final class NodeParameters implements ClusterSettings {
    private final RedisServer server;
    private final ServerConfig config;
    private final ClusterParameters cluster;
    private int chosenBusPort;

    public NodeParameters(RedisServer server) {
        this.server = server;
        this.config = server.config();
        this.cluster = config.cluster;
    }

    @Override
    public long nodeTimeoutMillis() {
        return cluster.nodeTimeoutMillis.value();
    }

    @Override
    public long pingIntervalMillis() {
        return cluster.pingIntervalMillis.value();
    }

    @Override
    public int replicaValidityFactor() {
        return cluster.replicaValidityFactor.value();
    }

    @Override
    public int replicationPingSeconds() {
        return config.replication.pingReplicaPeriodSeconds.value();
    }

    @Override
    public boolean replicaNoFailover() {
        return cluster.replicaNoFailover.value();
    }

    @Override
    public boolean allowReplicaMigration() {
        return cluster.allowReplicaMigration.value();
    }

    @Override
    public int migrationBarrier() {
        return cluster.migrationBarrier.value();
    }

    @Override
    public boolean requireFullCoverage() {
        return cluster.requireFullCoverage.value();
    }

    @Override
    public long linkSendBufferLimit() {
        return cluster.linkSendBufferLimit.value();
    }

    @Override
    public boolean encryptsBus() {
        return config.tls.cluster.value();
    }

    @Override
    public boolean encryptsReplication() {
        return config.tls.replication.value();
    }

    @Override
    public @Nullable String announcedIp() {
        return cluster.announceIp.isEmpty() ? null : cluster.announceIp.utf8();
    }

    @Override
    public String announcedHostname() {
        return text(cluster.announceHostName);
    }

    @Override
    public String announcedHumanName() {
        return text(cluster.announceHumanNodeName);
    }

    private static String text(TextParameter parameter) {
        return parameter.isEmpty() ? "" : parameter.utf8();
    }

    @Override
    public int announcedTcpPort() {
        int announced = cluster.announcePort.value();
        return announced == 0 ? tcpPort() : announced;
    }

    /** Where the server listens, or will as soon as it does. */
    private int tcpPort() {
        return server.port() == 0 ? config.network.port.value() : server.port();
    }

    @Override
    public int announcedTlsPort() {
        int announced = cluster.announceTlsPort.value();
        return announced == 0 ? tlsPort() : announced;
    }

    private int tlsPort() {
        return server.tlsPort() == 0 ? config.tls.port.value() : server.tlsPort();
    }

    @Override
    public int announcedBusPort() {
        int announced = cluster.announceBusPort.value();
        return announced == 0 ? busPort() : announced;
    }

    /** Where the bus listens: {@code cluster-port}, or 10000 above where clients are served. */
    public int busPort() {
        int configured = cluster.port.value();
        if (chosenBusPort != 0) {
            return chosenBusPort;
        }
        return configured == 0 ? clientPort() + Cluster.BUS_PORT_DISTANCE : configured;
    }

    /** The bus listens elsewhere: any port was good. */
    public void busPort(int chosen) {
        chosenBusPort = chosen;
    }

    /** Where clients are served by the kind of connection that the bus uses. */
    public int clientPort() {
        return encryptsBus() ? tlsPort() : tcpPort();
    }

    @Override
    public String toString() {
        return "NodeParameters[bus port " + busPort() + "]";
    }
}
