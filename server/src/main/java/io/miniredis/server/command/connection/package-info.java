/** The connection group: PING, ECHO, SELECT, HELLO, AUTH, QUIT, RESET and the CLIENT commands. */
@NullMarked
package io.miniredis.server.command.connection;

import org.jspecify.annotations.NullMarked;
