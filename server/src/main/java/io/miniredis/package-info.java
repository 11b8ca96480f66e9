/**
 * The embedding API: start reading, and using, at {@link io.miniredis.MiniRedis}, one server. {@link
 * io.miniredis.MiniRedisCluster} and {@link io.miniredis.MiniRedisSentinels} put several together.
 */
@NullMarked
package io.miniredis;

import org.jspecify.annotations.NullMarked;
