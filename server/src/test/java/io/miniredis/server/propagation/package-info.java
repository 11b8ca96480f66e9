/** Tests of what leaves the server when data change. */
@NullMarked
package io.miniredis.server.propagation;

import org.jspecify.annotations.NullMarked;
