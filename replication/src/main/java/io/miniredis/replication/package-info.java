/**
 * Not built yet. The primary's and the replica's roles, the replication backlog and the PSYNC state machines will live
 * here, Sentinel in a sub-package. They act on their node through one port, {@code ReplicationHost}.
 */
@NullMarked
package io.miniredis.replication;

import org.jspecify.annotations.NullMarked;
