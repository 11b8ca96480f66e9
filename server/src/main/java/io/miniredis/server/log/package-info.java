/**
 * The server's log, in Redis's form.
 */
@NullMarked
package io.miniredis.server.log;

import org.jspecify.annotations.NullMarked;
