/** Tests of the append-only file on a disk in memory. */
@NullMarked
package io.miniredis.server.aof;

import org.jspecify.annotations.NullMarked;
