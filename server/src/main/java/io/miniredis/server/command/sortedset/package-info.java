/**
 * Commands of sorted sets. Start with {@link io.miniredis.server.command.sortedset.SortedSetCommands}; what a range is
 * shows {@link io.miniredis.server.command.sortedset.MemberRange}.
 */
@NullMarked
package io.miniredis.server.command.sortedset;

import org.jspecify.annotations.NullMarked;
