/**
 * A frozen view of all databases while they go on changing, without a fork: for RDB files, rewrites of the append-only
 * file and full synchronisations. {@link io.miniredis.persistence.snapshot.Snapshot} tells how; whoever wants the view
 * implements {@link io.miniredis.persistence.snapshot.SnapshotTarget}.
 */
@NullMarked
package io.miniredis.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
