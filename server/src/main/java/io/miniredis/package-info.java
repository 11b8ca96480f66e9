/** The embedding API: start reading, and using, at {@link io.miniredis.MiniRedis}. */
@NullMarked
package io.miniredis;

import org.jspecify.annotations.NullMarked;
