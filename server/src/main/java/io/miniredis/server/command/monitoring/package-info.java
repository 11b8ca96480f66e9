/** The commands that look into the server; what they show is gathered in {@link io.miniredis.server.monitoring}. */
@NullMarked
package io.miniredis.server.command.monitoring;

import org.jspecify.annotations.NullMarked;
