/** What the server counts: plain fields, read by INFO. */
@NullMarked
package io.miniredis.server.stats;

import org.jspecify.annotations.NullMarked;
