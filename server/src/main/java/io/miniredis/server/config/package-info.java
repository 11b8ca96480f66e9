/** Configuration. */
@NullMarked
package io.miniredis.server.config;

import org.jspecify.annotations.NullMarked;
