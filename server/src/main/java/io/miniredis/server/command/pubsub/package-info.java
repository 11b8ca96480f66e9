/** The commands of publish and subscribe; what they work on is in {@link io.miniredis.server.pubsub}. */
@NullMarked
package io.miniredis.server.command.pubsub;

import org.jspecify.annotations.NullMarked;
