/**
 * The commands on hashes (t_hash.c): start with {@link io.miniredis.server.command.hash.HashCommands}. Fields that
 * expire came with Redis 7.4: {@link io.miniredis.server.command.hash.FieldExpireCommands} sets and tells their times,
 * {@link io.miniredis.server.command.hash.LiveFields} is how all others look a field up.
 */
@NullMarked
package io.miniredis.server.command.hash;

import org.jspecify.annotations.NullMarked;
