/** Commands about the cluster, which this server is not part of. */
@NullMarked
package io.miniredis.server.command.cluster;

import org.jspecify.annotations.NullMarked;
