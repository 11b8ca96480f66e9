/**
 * What the server notes of its own work: slow commands, the distribution of latencies, spikes, and everything for
 * whoever said MONITOR. {@link io.miniredis.server.monitoring.Observation} is told of each command. The commands that
 * show it are in {@link io.miniredis.server.command.monitoring}.
 */
@NullMarked
package io.miniredis.server.monitoring;

import org.jspecify.annotations.NullMarked;
