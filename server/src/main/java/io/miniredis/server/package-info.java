/**
 * The server as a whole: {@link io.miniredis.server.RedisServer} puts the parts together, the
 * {@link io.miniredis.server.MainThread} runs them, {@link io.miniredis.server.Cron} is what it does on its own, and
 * {@link io.miniredis.server.Main} is the command line.
 *
 * <p>Start reading at {@code RedisServer}; then follow a command: {@code net.ClientHandler},
 * {@code command.CommandDispatcher}, {@code command.CommandExecutor}, a family such as
 * {@code command.string.StringCommands}, {@code keyspace.Database}.
 */
@NullMarked
package io.miniredis.server;

import org.jspecify.annotations.NullMarked;
