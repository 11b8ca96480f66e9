/**
 * Commands on streams (t_stream.c): {@link io.miniredis.server.command.stream.StreamCommands} is the log itself,
 * {@link io.miniredis.server.command.stream.StreamReadCommands} reads it, alone or as a consumer of a group,
 * {@link io.miniredis.server.command.stream.GroupCommands} and
 * {@link io.miniredis.server.command.stream.ClaimCommands} look after groups and what is pending there.
 */
@NullMarked
package io.miniredis.server.command.stream;

import org.jspecify.annotations.NullMarked;
