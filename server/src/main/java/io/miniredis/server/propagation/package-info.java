/**
 * How changes leave the server: {@link io.miniredis.server.propagation.Propagation} collects what the running command
 * changed and gives it, encoded once, to the append-only file and to replicas.
 */
@NullMarked
package io.miniredis.server.propagation;

import org.jspecify.annotations.NullMarked;
