package io.miniredis.cluster;

import io.miniredis.datastructures.ByteString;

/** What a node of a cluster does to the server it runs in. */
public interface ClusterHost {
    /**
     * Begins to connect to a node's bus port. {@link Cluster#linkConnected} or {@link Cluster#linkLost} is called
     * later, never before this returns.
     */
    BusConnection connect(ClusterLink link, String ip, int port);

    /** Copies another server from now on, or goes on copying it. */
    void replicate(String ip, int port);

    /** Copies nobody any more. */
    void stopReplicating();

    /** True if this server copies another one. */
    boolean isReplicating();

    /** How far this server is in the stream of changes, in bytes: its own stream, or its primary's. */
    long replicationOffset();

    /** How long ago this replica last heard of its primary, in milliseconds. */
    long dataAgeMillis();

    /** Lets clients that write wait, and the stream of changes stand still; or ends that. */
    void pauseWrites(boolean on);

    /** Gives this server's subscribers a message that was published at another node. */
    void deliver(ByteString channel, ByteString message, boolean sharded);
}
