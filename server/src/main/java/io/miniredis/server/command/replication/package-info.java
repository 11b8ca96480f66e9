/** Commands about replication: those that people use, and those that replicas and primaries say to each other. */
@NullMarked
package io.miniredis.server.command.replication;

import org.jspecify.annotations.NullMarked;
