/**
 * Redis Sentinel without sockets (sentinel.c): watching primaries, agreeing with other sentinels that one is down,
 * electing one sentinel to act, and making a replica the primary.
 *
 * <p>Start at {@link io.miniredis.replication.sentinel.SentinelNode#tick()}, which a host calls ten times a second or
 * more; {@link io.miniredis.replication.sentinel.Failover} is the heart of it. Time, chance, the network and the disk
 * are the host's ({@link io.miniredis.replication.sentinel.SentinelHost}), so that whole topologies run in a test on a
 * clock of its own.
 *
 * <p>Texts are strings of one char a byte. Times are milliseconds since 1970; 0 is never.
 */
@NullMarked
package io.miniredis.replication.sentinel;

import org.jspecify.annotations.NullMarked;
