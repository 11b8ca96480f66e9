/**
 * The server as a primary and as a replica: sockets, snapshots and clients put to what module {@code replication}
 * decides. {@link io.miniredis.server.replication.Replication} is the way in;
 * {@link io.miniredis.server.replication.Replicas} are those who copy this server,
 * {@link io.miniredis.server.replication.FullSync} gives them all data,
 * {@link io.miniredis.server.replication.ReplicationStream} every change after that.
 * {@link io.miniredis.server.replication.PrimaryLink} is the way to the server that this one copies, and
 * {@link io.miniredis.server.replication.Failover} the exchange of both.
 */
@NullMarked
package io.miniredis.server.replication;

import org.jspecify.annotations.NullMarked;
