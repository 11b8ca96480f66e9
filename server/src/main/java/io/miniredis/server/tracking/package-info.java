/**
 * Client-side caching: {@link io.miniredis.server.tracking.Tracking} remembers which clients may keep which keys and
 * tells them when these change.
 */
@NullMarked
package io.miniredis.server.tracking;

import org.jspecify.annotations.NullMarked;
