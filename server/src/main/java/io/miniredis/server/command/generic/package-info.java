/**
 * Commands about keys, whatever they hold: deleting, naming, moving, finding them, and their time to live.
 *
 * <p>Start reading at {@link io.miniredis.server.command.generic.KeyCommands}.
 */
@NullMarked
package io.miniredis.server.command.generic;

import org.jspecify.annotations.NullMarked;
