/**
 * The bitmap group: strings as rows of bits and of small integers (bitops.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.bitmap.BitmapCommands}. How bits are numbered is told in
 * {@link io.miniredis.datastructures.Bits}.
 */
@NullMarked
package io.miniredis.server.command.bitmap;

import org.jspecify.annotations.NullMarked;
