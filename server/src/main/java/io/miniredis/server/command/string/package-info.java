/** The string group: texts, numbers and ranges of bytes under a key. */
@NullMarked
package io.miniredis.server.command.string;

import org.jspecify.annotations.NullMarked;
