/**
 * Not built yet. RDB reader and writer, DUMP payloads, the multi-part append-only file and its manifest, snapshots
 * without fork, and the check tools will live here. Files are those of Redis, in both directions.
 */
@NullMarked
package io.miniredis.persistence;

import org.jspecify.annotations.NullMarked;
