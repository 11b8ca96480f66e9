/** The file seam's test double, {@link io.miniredis.persistence.file.MemoryFileSystem}, and its tests. */
@NullMarked
package io.miniredis.persistence.file;

import org.jspecify.annotations.NullMarked;
