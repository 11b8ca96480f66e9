/**
 * What holds this server to Redis's word: the same scripts on both servers ({@link io.miniredis.compat.ScriptsTest}),
 * generated command sequences ({@link io.miniredis.compat.DifferentialFuzzTest}), the command table
 * ({@link io.miniredis.compat.CommandConformanceTest}), well-known clients
 * ({@link io.miniredis.compat.JedisTest}, {@link io.miniredis.compat.LettuceTest}), a process that is killed
 * ({@link io.miniredis.compat.durability}) and
 * the arrows between the modules ({@link io.miniredis.compat.ArchitectureTest}).
 *
 * <p>Start reading at {@code ScriptsTest}, then the README beside the module's pom.
 */
@NullMarked
package io.miniredis.compat;

import org.jspecify.annotations.NullMarked;
