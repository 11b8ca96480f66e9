/**
 * Sockets: listening, reading, writing. Everything that knows Netty's channels is here.
 */
@NullMarked
package io.miniredis.server.net;

import org.jspecify.annotations.NullMarked;
