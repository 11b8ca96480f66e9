/**
 * Commands as data and their way through the server: {@link io.miniredis.server.command.CommandSpec} describes one,
 * {@link io.miniredis.server.command.CommandCatalog} lists the families, {@link
 * io.miniredis.server.command.CommandDispatcher}, {@link io.miniredis.server.command.AdmissionControl} and {@link
 * io.miniredis.server.command.CommandExecutor} are the stations a request passes.
 *
 * <p>Families stand in the sub-packages, one per group of commands. Start reading at {@code CommandDispatcher}.
 */
@NullMarked
package io.miniredis.server.command;

import org.jspecify.annotations.NullMarked;
