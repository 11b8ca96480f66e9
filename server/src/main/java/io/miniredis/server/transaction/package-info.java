/**
 * MULTI and WATCH (multi.c): {@link io.miniredis.server.transaction.Transaction} is one client's queue of commands,
 * {@link io.miniredis.server.transaction.WatchedKeys} tells it when a key it depends on has changed. The commands are
 * in {@link io.miniredis.server.command.transaction.TransactionCommands}.
 */
@NullMarked
package io.miniredis.server.transaction;

import org.jspecify.annotations.NullMarked;
