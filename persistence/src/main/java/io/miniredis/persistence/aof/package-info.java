/**
 * The append-only file: every change as the command that made it. Since Redis 7 it is a directory of several files and
 * a manifest that names them: a base (a snapshot, or commands), and increments written since.
 *
 * <p>Start with {@link io.miniredis.persistence.aof.AofManifest}, then {@link io.miniredis.persistence.aof.AofReader}
 * and {@link io.miniredis.persistence.aof.AofWriter}. When what is written, flushed and rewritten is the server's
 * business.
 */
@NullMarked
package io.miniredis.persistence.aof;

import org.jspecify.annotations.NullMarked;
