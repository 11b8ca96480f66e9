/**
 * Not built yet. Hash slots, nodes, the bus codec, gossip, failure detection, failover and slot migration will live
 * here. They act on their node through one port, {@code ClusterHost}.
 */
@NullMarked
package io.miniredis.cluster;

import org.jspecify.annotations.NullMarked;
