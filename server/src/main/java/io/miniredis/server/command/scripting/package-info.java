/** EVAL, FCALL, SCRIPT and FUNCTION; what they work on is in {@link io.miniredis.server.scripting}. */
@NullMarked
package io.miniredis.server.command.scripting;

import org.jspecify.annotations.NullMarked;
