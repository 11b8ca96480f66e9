package io.miniredis.server.bridge;

import io.miniredis.cluster.BusConnection;
import io.miniredis.cluster.ClusterHost;
import io.miniredis.cluster.ClusterLink;
import io.miniredis.datastructures.ByteString;
import io.miniredis.server.RedisServer;
import io.miniredis.server.net.BusSockets;
import io.miniredis.server.pubsub.PubSub;

/** What a node of a cluster does to this server. */
public final class ServerOfNode implements ClusterHost {
    private final RedisServer server;
    private final BusSockets sockets;

    public ServerOfNode(RedisServer server, BusSockets sockets) {
        this.server = server;
        this.sockets = sockets;
    }

    @Override
    public BusConnection connect(ClusterLink link, String ip, int port) {
        return sockets.connect(link, ip, port);
    }

    @Override
    public void replicate(String ip, int port) {
        server.replication().follow(ip, port);
    }

    @Override
    public void stopReplicating() {
        server.replication().becomePrimary();
    }

    @Override
    public boolean isReplicating() {
        return server.replication().isReplica();
    }

    @Override
    public long replicationOffset() {
        return server.replication().ownOffset();
    }

    @Override
    public long dataAgeMillis() {
        return server.replication().dataAgeMillis();
    }

    @Override
    public void pauseWrites(boolean on) {
        if (on) {
            server.pause().beginFailover();
        } else {
            server.clientLife().release(server.pause().endFailover());
        }
    }

    @Override
    public void deliver(ByteString channel, ByteString message, boolean sharded) {
        PubSub pubSub = server.pubSub();
        if (sharded) {
            pubSub.publishToShard(channel, message);
        } else {
            pubSub.publish(channel, message);
        }
    }

    @Override
    public String toString() {
        return "ServerOfNode[" + sockets + "]";
    }
}
