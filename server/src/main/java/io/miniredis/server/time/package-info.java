/**
 * Time, injected: one {@link io.miniredis.server.time.Clock} for everybody and one queue of
 * {@link io.miniredis.server.time.TimeEvents} driven by it, as in Redis's ae.c. With a virtual clock a test moves time.
 */
@NullMarked
package io.miniredis.server.time;

import org.jspecify.annotations.NullMarked;
