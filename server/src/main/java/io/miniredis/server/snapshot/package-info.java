/**
 * Frozen views of the data on the main thread's time: {@link io.miniredis.server.snapshot.Snapshots} begins one at a
 * time and gives it its share, and a process that stands for it ({@link io.miniredis.server.snapshot.Child}).
 */
@NullMarked
package io.miniredis.server.snapshot;

import org.jspecify.annotations.NullMarked;
