/**
 * Data outside of memory, in Redis's formats, in both directions. The package {@code rdb} has RDB files and the
 * payloads of DUMP, {@code file} what persistence asks of a file system.
 */
@NullMarked
package io.miniredis.persistence;

import org.jspecify.annotations.NullMarked;
