/**
 * The keyspace as commands see it: {@link io.miniredis.server.keyspace.Database} adds to the bare data what time and
 * circumstances add: expiry on access, use of LRU and LFU, statistics, and the report of every change.
 *
 * <p>Start reading at {@code Database}.
 */
@NullMarked
package io.miniredis.server.keyspace;

import org.jspecify.annotations.NullMarked;
