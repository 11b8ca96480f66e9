/**
 * The server as a node of a cluster: which requests it serves, and what its node is given. Start at {@code Routing}.
 */
@NullMarked
package io.miniredis.server.cluster;

import org.jspecify.annotations.NullMarked;
