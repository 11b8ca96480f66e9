/**
 * Redis Cluster without sockets (cluster.c): which node serves which hash slot, how nodes find each other, agree on who
 * has failed, and elect who takes over.
 *
 * <p>Begin with {@link io.miniredis.cluster.Cluster}, the node as its server sees it: what a client or the bus asks of
 * it goes in there. What it knows of the others is {@link io.miniredis.cluster.ClusterState}, made of
 * {@link io.miniredis.cluster.ClusterNode}s. It acts on its server through {@link io.miniredis.cluster.ClusterHost}
 * alone, has no clock and no chance of its own, so that a test runs a cluster of many nodes, with losses and
 * partitions, in one thread and in no time.
 *
 * <p>Everything here is confined to the main thread.
 */
@NullMarked
package io.miniredis.cluster;

import org.jspecify.annotations.NullMarked;
