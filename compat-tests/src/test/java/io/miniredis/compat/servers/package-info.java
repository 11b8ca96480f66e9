/**
 * The servers that are played on: {@link io.miniredis.compat.servers.MiniRedisTarget} is ours,
 * {@link io.miniredis.compat.servers.RealRedis} the judge.
 */
@NullMarked
package io.miniredis.compat.servers;

import org.jspecify.annotations.NullMarked;
