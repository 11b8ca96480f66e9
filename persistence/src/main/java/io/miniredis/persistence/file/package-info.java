/**
 * The seam between what is written to disk and the disk: snapshots and the append-only file see only
 * {@link io.miniredis.persistence.file.FileSystem}. {@link io.miniredis.persistence.file.DiskFileSystem} is the real
 * one; tests put one below that fails, runs full and loses power where they want it.
 */
@NullMarked
package io.miniredis.persistence.file;

import org.jspecify.annotations.NullMarked;
