/**
 * The HyperLogLog group: strings that count different elements (hyperloglog.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.hyperloglog.HyperLogLogCommands}; the strings are told in
 * {@link io.miniredis.datastructures.HyperLogLog}.
 */
@NullMarked
package io.miniredis.server.command.hyperloglog;

import org.jspecify.annotations.NullMarked;
