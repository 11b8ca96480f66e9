/**
 * How fast, and how large. {@code *Benchmark} classes measure one part each with JMH; {@link
 * io.miniredis.benchmarks.SideBySide} measures whole servers, this one and redis-server, by the same client.
 */
@NullMarked
package io.miniredis.benchmarks;

import org.jspecify.annotations.NullMarked;
