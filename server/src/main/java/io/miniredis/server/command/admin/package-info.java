/** The server group: looking after the server itself (INFO, CONFIG, COMMAND, DEBUG, SHUTDOWN, …). */
@NullMarked
package io.miniredis.server.command.admin;

import org.jspecify.annotations.NullMarked;
