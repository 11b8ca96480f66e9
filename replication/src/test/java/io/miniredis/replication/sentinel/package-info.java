/**
 * A simulated network on a virtual clock ({@link io.miniredis.replication.sentinel.SimulatedNetwork}), and what
 * sentinels do in it. Read {@link io.miniredis.replication.sentinel.FailoverTest} as a lesson.
 */
@NullMarked
package io.miniredis.replication.sentinel;

import org.jspecify.annotations.NullMarked;
