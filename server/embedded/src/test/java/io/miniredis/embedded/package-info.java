/** Tests of the jar that has everything inside. */
@NullMarked
package io.miniredis.embedded;

import org.jspecify.annotations.NullMarked;
