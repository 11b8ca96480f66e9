/** CLUSTER, and what clients of a cluster say of their requests. Start at {@code ClusterCommands}. */
@NullMarked
package io.miniredis.server.command.cluster;

import org.jspecify.annotations.NullMarked;
