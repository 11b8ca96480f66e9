/**
 * The string group: texts, numbers and ranges of bytes under a key (t_string.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.string.StringCommands}, strings read and written whole. The
 * three representations of a stored string are told in {@link io.miniredis.datastructures.Strings}.
 */
@NullMarked
package io.miniredis.server.command.string;

import org.jspecify.annotations.NullMarked;
