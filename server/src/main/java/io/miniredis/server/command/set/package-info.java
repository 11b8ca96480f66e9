/**
 * The set group: strings without order, each once (t_set.c).
 *
 * <p>Start reading at {@link io.miniredis.server.command.set.SetCommands}, members one by one. The three encodings of
 * a set are told in {@link io.miniredis.datastructures.SetValue}.
 */
@NullMarked
package io.miniredis.server.command.set;

import org.jspecify.annotations.NullMarked;
