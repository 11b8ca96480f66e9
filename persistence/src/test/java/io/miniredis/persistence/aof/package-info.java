/** Tests of the append-only file's formats. */
@NullMarked
package io.miniredis.persistence.aof;

import org.jspecify.annotations.NullMarked;
