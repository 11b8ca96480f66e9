/** What modules that know no server ask of the server they run in: the other side of their ports. */
@NullMarked
package io.miniredis.server.bridge;

import org.jspecify.annotations.NullMarked;
