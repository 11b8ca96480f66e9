/**
 * Numbers as text, exactly as C's {@code printf} and {@code strtod} write and read them. Start at {@link
 * io.miniredis.lua.number.NumberText} ({@code %.14g}, what {@code tostring} shows) and {@link
 * io.miniredis.lua.number.NumberParser} (what {@code tonumber} reads). Nothing here knows a Lua value.
 */
@NullMarked
package io.miniredis.lua.number;

import org.jspecify.annotations.NullMarked;
