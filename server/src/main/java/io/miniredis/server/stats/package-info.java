/** What the server counts, plain fields that INFO reads, and what it tells flight recordings. */
@NullMarked
package io.miniredis.server.stats;

import org.jspecify.annotations.NullMarked;
