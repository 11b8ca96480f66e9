package io.miniredis.server.cluster;

import io.miniredis.cluster.Cluster;
import io.miniredis.cluster.ClusterConfigException;
import io.miniredis.cluster.ClusterConfigFile;
import io.miniredis.cluster.ClusterState;
import io.miniredis.cluster.ClusterSurroundings;
import io.miniredis.server.RedisServer;
import io.miniredis.server.bridge.NodeLog;
import io.miniredis.server.bridge.NodeParameters;
import io.miniredis.server.bridge.ServerOfNode;
import io.miniredis.server.config.ApplyHook;
import io.miniredis.server.config.ClusterParameters;
import io.miniredis.server.log.ProcessId;
import io.miniredis.server.net.BusSockets;
import io.miniredis.server.time.Clock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * This server as a node of a cluster: puts the node and its sockets together, and passes on what happens to the server.
 *
 * <p>Made only with {@code cluster-enabled}. Confined to the main thread, but for what is called before the server
 * listens and when it ends.
 */
public final class ClusterService {
    private static final int HIGHEST_PORT = 65_535;
    private static final long CRON_MILLIS = 100;

    private final RedisServer server;
    private final Clock clock;
    private final NodeParameters parameters;
    private final ClusterConfigFile file;
    private final BusSockets sockets;
    private final Cluster cluster;
    private final Routing routing;
    private long nextCronMillis;

    public ClusterService(RedisServer server) {
        this.server = server;
        this.clock = server.time().clock();
        this.parameters = new NodeParameters(server);
        String name = server.config().cluster.configFile.utf8();
        Path path = server.config().process.directory.resolve(name);
        this.file = new ClusterConfigFile(path, name, ProcessId.current());
        this.sockets = new BusSockets(server);
        this.cluster = new Cluster(
                new ServerOfNode(server, sockets),
                new NodeContents(server),
                new ClusterSurroundings(parameters, clock::millis, server.random(), new NodeLog(server), file));
        sockets.serve(cluster);
        this.routing = new Routing(server, cluster.state());
    }

    /** The node: what it knows, and what administrators may do with it. */
    public Cluster cluster() {
        return cluster;
    }

    /** Which node serves a request. */
    public Routing routing() {
        return routing;
    }

    /** What the node knows. */
    public ClusterState state() {
        return cluster.state();
    }

    // ---- beginning and end ----

    /**
     * Before the server listens: finds out who it is.
     *
     * @throws IOException with what is to be logged before the server gives up
     */
    public void start() throws IOException {
        file.lock();
        try {
            cluster.start();
        } catch (ClusterConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (server.config().cluster.port.value() == 0
                && parameters.clientPort() > HIGHEST_PORT - Cluster.BUS_PORT_DISTANCE) {
            throw new IOException("Redis port number too high. Cluster communication port is 10,000 port numbers higher"
                    + " than your Redis port. Your Redis port number must be 55535 or less.");
        }
        if (server.config().network.bind.addresses().isEmpty()) {
            throw new IOException("No bind address is configured, but it is required for the Cluster bus.");
        }
    }

    /**
     * The server listens: so does the bus, though nobody is let in before the data are there, which messages may
     * change.
     *
     * @param anyPort true if the server listens on any port that was free, and so the bus does if it has to
     * @throws IOException with what is to be logged before the server gives up
     */
    public void listen(boolean anyPort) throws IOException {
        int port = parameters.busPort();
        boolean opened = port <= HIGHEST_PORT && sockets.open(port);
        if (!opened && anyPort && server.config().cluster.port.value() == 0) {
            opened = sockets.open(0);
            parameters.busPort(sockets.port());
        }
        if (!opened) {
            throw new IOException("Failed listening on port " + port + " (cluster), aborting.");
        }
        server.mainThread().execute(() -> {
            cluster.announcementChanged();
            followConfiguration();
        });
    }

    private void followConfiguration() {
        server.config().replication.replicaOf.leaveToCluster();
        ClusterParameters config = server.config().cluster;
        ApplyHook announce = () -> {
            cluster.announcementChanged();
            return null;
        };
        config.announceIp.onChange(announce);
        config.announcePort.onChange(announce);
        config.announceTlsPort.onChange(announce);
        config.announceBusPort.onChange(announce);
        config.announceHostName.onChange(announce);
        config.announceHumanNodeName.onChange(announce);
        config.replicaNoFailover.onChange(announce);
    }

    /** The server has its data. */
    public void dataLoaded() {
        cluster.dataLoaded();
        sockets.letIn();
    }

    /** No more connections, and the file is somebody else's if he wants it. */
    public void close() {
        sockets.close();
        try {
            file.close();
        } catch (IOException e) {
            server.log().warning("Closing " + file + ": " + e.getMessage());
        }
    }

    // ---- time ----

    /** Called often; works ten times a second. */
    public void cron() {
        long now = clock.millis();
        if (now >= nextCronMillis || nextCronMillis - now > CRON_MILLIS) {
            nextCronMillis = now + CRON_MILLIS;
            cluster.cron();
            server.blockedClients().redirectWhoWaitInVain(routing);
        }
    }

    /**
     * The main thread will wait: what has changed is saved, and then messages go out. They never do if it could not be
     * saved and the server ends because of that: nobody may hear of a vote or an epoch that is forgotten when it is
     * started again.
     */
    public void beforeSleep() {
        if (cluster.hasDuties()) {
            cluster.beforeSleep();
        }
        if (!server.shutdown().finished().isDone()) {
            sockets.flush();
        }
    }

    // ---- what INFO asks ----

    /** {@code mem_cluster_links}, in bytes. */
    public long linkBytes() {
        return sockets.memoryBytes();
    }

    /** {@code cluster_connections}: two for each other node. */
    public int connections() {
        return (cluster.state().nodes().size() - 1) * 2;
    }

    @Override
    public String toString() {
        return "ClusterService[" + cluster + "]";
    }
}
