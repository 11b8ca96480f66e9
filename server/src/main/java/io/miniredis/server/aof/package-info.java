/**
 * When the append-only file is written, flushed to disk, rewritten and read (aof.c); what its files look like is the
 * business of {@link io.miniredis.persistence.aof}.
 *
 * <p>{@link io.miniredis.server.aof.AppendOnlyFile} takes the stream of changes and writes it before replies go out,
 * {@link io.miniredis.server.aof.AofSync} flushes it in the background, {@link io.miniredis.server.aof.AofRewrite}
 * makes it short again, {@link io.miniredis.server.aof.AofLoader} reads it when the server starts.
 */
@NullMarked
package io.miniredis.server.aof;

import org.jspecify.annotations.NullMarked;
