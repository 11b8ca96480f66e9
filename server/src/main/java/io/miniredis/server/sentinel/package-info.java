/**
 * A sentinel as a process: sockets, scripts and the configuration file for {@link
 * io.miniredis.replication.sentinel.SentinelNode}, which makes the decisions. Start at {@link
 * io.miniredis.server.sentinel.Sentinel}. Nothing of this is loaded in a process that is a server.
 */
@NullMarked
package io.miniredis.server.sentinel;

import org.jspecify.annotations.NullMarked;
