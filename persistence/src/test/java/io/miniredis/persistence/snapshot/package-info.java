/** Tests of what stands between the main thread and the one that writes a snapshot. */
@NullMarked
package io.miniredis.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
