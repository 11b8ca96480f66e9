/** The commands of a sentinel: SENTINEL itself, and those of a server's that mean something else there. */
@NullMarked
package io.miniredis.server.command.sentinel;

import org.jspecify.annotations.NullMarked;
