package io.miniredis.server.cluster;

import io.miniredis.cluster.Cluster;
import io.miniredis.server.RedisServer;

/** This server as a node of a cluster: what commands, clients and time have to do with it. Confined to the main thread. */
public final class ClusterService {
    private final Cluster cluster;
    private final Routing routing;

    public ClusterService(RedisServer server, Cluster cluster) {
        this.cluster = cluster;
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

    @Override
    public String toString() {
        return "ClusterService[" + cluster + "]";
    }
}
