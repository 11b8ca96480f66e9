/**
 * The data on disk, as far as it is an RDB: saving by command, by time and at the end ({@link
 * io.miniredis.server.persistence.RdbSaving}), loading at the start ({@link
 * io.miniredis.server.persistence.RdbLoading}), and whether the server is loading at all ({@link
 * io.miniredis.server.persistence.Loading}).
 */
@NullMarked
package io.miniredis.server.persistence;

import org.jspecify.annotations.NullMarked;
